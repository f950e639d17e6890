package io.benchmarkdeployer.mongo;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Stands between the driver and the server, and fails as networks do. */
final class Proxy implements AutoCloseable {
  private final int target;
  private final ServerSocket listener;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private volatile Way way = Way.THROUGH;
  private final AtomicInteger waiting = new AtomicInteger();
  private volatile Optional<String> held = Optional.empty();

  private enum Way {
    THROUGH,
    /** What the server answers is swallowed, and the connection cut. */
    ANSWERS_LOST,
    /** Nothing passes, and nobody is told. */
    HANGING
  }

  Proxy(int target) throws IOException {
    this(target, 0);
  }

  /** One that listens on this port. */
  Proxy(int target, int port) throws IOException {
    this.target = target;
    this.listener = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  String url(String more) {
    return "mongodb://127.0.0.1:%d/%s".formatted(listener.getLocalPort(), more);
  }

  int port() {
    return listener.getLocalPort();
  }

  /** From now on all is well, on new connections. */
  void heal() {
    way = Way.THROUGH;
    cut();
  }

  void loseAnswers() {
    way = Way.ANSWERS_LOST;
  }

  void hang() {
    way = Way.HANGING;
  }

  /** Hangs from the next command of this name on, that one included. */
  void hangAt(String command) {
    held = Optional.of(command);
  }

  boolean isHanging() {
    return way == Way.HANGING;
  }

  /** Whether nothing that was held is still here. */
  boolean isIdle() {
    return waiting.get() == 0;
  }

  /** From now on all is well, and what was held arrives. */
  void release() {
    held = Optional.empty();
    way = Way.THROUGH;
  }

  /** Ends all connections; new ones may come. */
  void cut() {
    open.forEach(Proxy::end);
    open.clear();
  }

  @Override
  public void close() {
    try {
      listener.close();
    } catch (IOException neverMind) {
      throw new UncheckedIOException(neverMind);
    }
    cut();
  }

  private void accept() {
    try {
      while (true) {
        Socket client = listener.accept();
        Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
        open.add(client);
        open.add(server);
        Thread.ofVirtual().start(() -> pump(client, server, false));
        Thread.ofVirtual().start(() -> pump(server, client, true));
      }
    } catch (IOException closed) {
      cut();
    }
  }

  private void pump(Socket from, Socket to, boolean answers) {
    try (from;
        to) {
      InputStream in = from.getInputStream();
      byte[] buffer = new byte[1 << 16];
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        if (answers && way == Way.ANSWERS_LOST) {
          return;
        }
        if (!answers && isHeld(buffer, read)) {
          hang();
        }
        waiting.incrementAndGet();
        try {
          awaitPassage(from);
          to.getOutputStream().write(buffer, 0, read);
        } finally {
          waiting.decrementAndGet();
        }
      }
    } catch (IOException cut) {
      // As intended: the other side sees its connection end.
    }
  }

  /** A command is a document whose first field, a string (BSON type 2), has its name. */
  private boolean isHeld(byte[] buffer, int length) {
    return held.isPresent()
        && new String(buffer, 0, length, ISO_8859_1).contains("\u0002" + held.get() + "\u0000");
  }

  private void awaitPassage(Socket socket) {
    try {
      while (way == Way.HANGING && !socket.isClosed()) {
        Thread.sleep(10);
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static void end(Socket socket) {
    try {
      socket.close();
    } catch (IOException neverMind) {
      throw new UncheckedIOException(neverMind);
    }
  }
}
