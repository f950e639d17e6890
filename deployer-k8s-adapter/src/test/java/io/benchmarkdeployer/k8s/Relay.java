package io.benchmarkdeployer.k8s;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A way to the real API server that can be cut, in the middle of whatever is on it. */
final class Relay implements AutoCloseable {
  private static final Pattern SERVER = Pattern.compile("(https://[^\"\\s,]+)");

  private final String kubeconfig;
  private final URI server;
  private final ServerSocket listening = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();

  Relay() throws IOException {
    this.kubeconfig = Files.readString(Path.of(System.getenv("KUBECONFIG")));
    Matcher found = SERVER.matcher(kubeconfig);
    if (!found.find()) {
      throw new IOException("the kubeconfig names no server");
    }
    this.server = URI.create(found.group(1));
    Thread.ofVirtual().start(this::accept);
  }

  /** A kubeconfig that leads over here, in this folder. */
  KubernetesConnection connection(Path folder) throws IOException {
    URI here = URI.create("https://%s:%d".formatted(server.getHost(), listening.getLocalPort()));
    Path file = folder.resolve("relayed.kubeconfig");
    Files.writeString(file, kubeconfig.replace(server.toString(), here.toString()));
    return KubernetesConnection.kubeconfig(file.toString());
  }

  private void accept() {
    try {
      while (!listening.isClosed()) {
        Socket client = listening.accept();
        Socket upstream = new Socket(server.getHost(), server.getPort());
        open.add(client);
        open.add(upstream);
        Thread.ofVirtual().start(() -> copy(client, upstream));
        Thread.ofVirtual().start(() -> copy(upstream, client));
      }
    } catch (IOException closed) {
      cut();
    }
  }

  private void copy(Socket from, Socket to) {
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      in.transferTo(out);
    } catch (IOException broken) {
      // As it is meant.
    } finally {
      open.remove(from);
    }
  }

  /** Breaks every connection; new ones may be made at once. */
  void cut() {
    open.forEach(Relay::close);
    open.clear();
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException gone) {
      // It is closed.
    }
  }

  @Override
  public void close() throws IOException {
    listening.close();
    cut();
  }
}
