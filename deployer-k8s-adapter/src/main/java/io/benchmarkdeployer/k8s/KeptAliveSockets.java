package io.benchmarkdeployer.k8s;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketOption;
import java.util.Map;
import java.util.Optional;
import javax.net.SocketFactory;

/**
 * Sockets whose silent end the operating system notices within a minute, however long nobody reads
 * from them, and that send each keystroke at once.
 */
final class KeptAliveSockets extends SocketFactory {
  /** When to ask a silent peer whether it lives, in seconds, and how often; by the JDK's names. */
  private static final Map<String, Integer> PROBES =
      Map.of("TCP_KEEPIDLE", 20, "TCP_KEEPINTERVAL", 10, "TCP_KEEPCOUNT", 3);

  @Override
  public Socket createSocket() throws IOException {
    return keptAlive(new Socket());
  }

  @Override
  public Socket createSocket(String host, int port) throws IOException {
    return keptAlive(new Socket(host, port));
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress from, int fromPort)
      throws IOException {
    return keptAlive(new Socket(host, port, from, fromPort));
  }

  @Override
  public Socket createSocket(InetAddress host, int port) throws IOException {
    return keptAlive(new Socket(host, port));
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress from, int fromPort)
      throws IOException {
    return keptAlive(new Socket(host, port, from, fromPort));
  }

  private static Socket keptAlive(Socket socket) throws IOException {
    socket.setTcpNoDelay(true);
    socket.setKeepAlive(true);
    for (SocketOption<?> option : socket.supportedOptions()) {
      Optional<Integer> value = Optional.ofNullable(PROBES.get(option.name()));
      if (value.isPresent()) {
        set(socket, option, value.get());
      }
    }
    return socket;
  }

  private static <T> void set(Socket socket, SocketOption<T> option, Integer value)
      throws IOException {
    socket.setOption(option, option.type().cast(value));
  }
}
