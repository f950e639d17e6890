package io.benchmarkdeployer.app.console;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Stands between a browser and the service: a network that can be cut, or a proxy that serves the
 * service below a path.
 */
final class Relay implements AutoCloseable {
  private static final int LONGEST_HEAD = 64 << 10;

  private final int target;
  private final String prefix;
  private final int port;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private ServerSocket door;

  private Relay(int target, String prefix) {
    this.target = target;
    this.prefix = prefix;
    this.port = listen(0);
  }

  /** A network between a browser and this port of this machine. */
  static Relay to(int target) {
    return new Relay(target, "");
  }

  /** A proxy for this port, which serves it below this path and nothing else. */
  static Relay below(String path, int target) {
    return new Relay(target, path);
  }

  int port() {
    return port;
  }

  private int listen(int at) {
    try {
      var listening = new ServerSocket();
      listening.setReuseAddress(true);
      listening.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), at));
      door = listening;
      Thread.ofVirtual().start(() -> accept(listening));
      return listening.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void accept(ServerSocket listening) {
    try (listening) {
      while (true) {
        Socket near = listening.accept();
        Socket far = new Socket(InetAddress.getLoopbackAddress(), target);
        open.add(near);
        open.add(far);
        Thread.ofVirtual().start(() -> ask(near, far));
        Thread.ofVirtual().start(() -> pass(far, near));
      }
    } catch (IOException cut) {
      // By cut() or close().
    }
  }

  private void ask(Socket near, Socket far) {
    try {
      if (!prefix.isEmpty()) {
        far.getOutputStream().write(withoutPrefix(head(near)).getBytes(ISO_8859_1));
      }
    } catch (IOException over) {
      // The passing finds it closed, too.
    }
    pass(near, far);
  }

  private static String head(Socket from) throws IOException {
    var head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0 && head.length() < LONGEST_HEAD) {
      int next = from.getInputStream().read();
      if (next < 0) {
        throw new EOFException();
      }
      head.append((char) next);
    }
    return head.toString();
  }

  /** One request a connection: the head of another would pass unchanged. */
  private String withoutPrefix(String head) {
    String[] line = head.split(" ", 3);
    String path = line[1].startsWith(prefix) ? line[1].substring(prefix.length() - 1) : "/none";
    return "%s %s %s"
        .formatted(line[0], path, line[2])
        .replaceFirst("(?i)\r\nConnection: keep-alive", "\r\nConnection: close");
  }

  private void pass(Socket from, Socket to) {
    try (from;
        to) {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException over) {
      // One of both hung up.
    } finally {
      open.remove(from);
      open.remove(to);
    }
  }

  /** Breaks all connections; nobody gets through until it is mended. */
  void cut() {
    close();
  }

  void mend() {
    listen(port);
  }

  @Override
  public void close() {
    try {
      door.close();
      for (Socket socket : open) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
