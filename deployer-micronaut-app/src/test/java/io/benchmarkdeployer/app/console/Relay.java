package io.benchmarkdeployer.app.console;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Stands between a browser and the service, and can be cut: a network that fails. */
final class Relay implements AutoCloseable {
  private final int target;
  private final int port;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private ServerSocket door;

  /** One to this port of this machine. */
  Relay(int target) {
    this.target = target;
    this.port = listen(0);
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
        Thread.ofVirtual().start(() -> pass(near, far));
        Thread.ofVirtual().start(() -> pass(far, near));
      }
    } catch (IOException cut) {
      // By cut() or close().
    }
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
