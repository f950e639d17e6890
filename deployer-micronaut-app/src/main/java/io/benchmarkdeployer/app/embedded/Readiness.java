package io.benchmarkdeployer.app.embedded;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Tells terminals that something can be read or written. One thread waits for all of them: who
 * reads or types may be a virtual thread then, and none is held in the system.
 */
final class Readiness implements AutoCloseable {
  /** Where in an entry of the table it stands what came. */
  private static final int CAME = 6;

  private final Path folder;
  private final ReentrantLock bell = new ReentrantLock();
  private final ByteBuffer ding = ByteBuffer.allocateDirect(1);

  /** A byte into it wakes the thread. */
  private int[] pipe = {};

  private boolean rung;
  private boolean closed;

  private final Set<Waiter> members = ConcurrentHashMap.newKeySet();
  private final Map<Waiter, Short> waiters = new ConcurrentHashMap<>();
  private ByteBuffer table = ByteBuffer.allocateDirect(0);

  /** One that waits for its file. */
  interface Waiter {
    /** Below 0 where it has none any more. */
    int file();

    /** It may have come: look at both. To return at once. */
    void look();

    /** Nobody will tell it any more. */
    void close();
  }

  /**
   * One that has nothing yet: no thread, no library.
   *
   * @param folder for the libraries that it needs
   */
  Readiness(Path folder) {
    this.folder = folder;
  }

  /**
   * Has what it needs from here on.
   *
   * @throws IOException where this machine has not got it, or it was closed
   */
  void begin() throws IOException {
    bell.lock();
    try {
      if (closed) {
        throw new IOException("the service is about to end");
      }
      if (pipe.length == 0) {
        TerminalLibraries.load(folder);
        pipe = SystemCalls.pipe();
        Thread.ofPlatform().daemon().name("terminals").start(this::run);
      }
    } finally {
      bell.unlock();
    }
  }

  /** One more, until it is forgotten; closed at once where this is closed. */
  void join(Waiter waiter) {
    members.add(waiter);
    if (isClosed()) {
      waiter.close();
    }
  }

  /** Tells this one, once, when it can be read from or written to, whichever is asked. */
  void tell(Waiter waiter, short what) {
    waiters.merge(waiter, what, (one, other) -> (short) (one | other));
    ring();
  }

  /** Its file is given back. */
  void forget(Waiter waiter) {
    members.remove(waiter);
    waiters.remove(waiter);
    ring();
  }

  /** Closes all that are left, and gives its thread back. */
  @Override
  public void close() {
    bell.lock();
    try {
      ring();
      closed = true;
    } finally {
      bell.unlock();
    }
    members.forEach(Waiter::close);
  }

  private boolean isClosed() {
    bell.lock();
    try {
      return closed;
    } finally {
      bell.unlock();
    }
  }

  private void ring() {
    bell.lock();
    try {
      if (!rung && !closed && pipe.length > 0) {
        rung = true;
        SystemCalls.write(pipe[1], ding.clear());
      }
    } finally {
      bell.unlock();
    }
  }

  private void run() {
    while (hear()) {
      List<Map.Entry<Waiter, Short>> asked =
          waiters.entrySet().stream().map(Map.Entry::copyOf).toList();
      fill(asked);
      SystemCalls.poll(table);
      for (int i = 0; i < asked.size(); i++) {
        tellIfCame(asked.get(i).getKey(), table.getShort((i + 1) * SystemCalls.ENTRY + CAME));
      }
    }
  }

  /** What is asked after this, rings again. */
  private boolean hear() {
    bell.lock();
    try {
      if (rung) {
        SystemCalls.read(pipe[0], ding.clear());
        rung = false;
      }
      if (closed) {
        SystemCalls.close(pipe[0]);
        SystemCalls.close(pipe[1]);
      }
      return !closed;
    } finally {
      bell.unlock();
    }
  }

  private void fill(List<Map.Entry<Waiter, Short>> asked) {
    int size = (asked.size() + 1) * SystemCalls.ENTRY;
    if (table.capacity() < size) {
      table = ByteBuffer.allocateDirect(2 * size).order(ByteOrder.nativeOrder());
    }
    table.clear();
    put(pipe[0], SystemCalls.READABLE);
    asked.forEach(one -> put(one.getKey().file(), one.getValue()));
    table.flip();
  }

  private void put(int file, short what) {
    table.putInt(file).putShort(what).putShort((short) 0);
  }

  /** Forgotten first: what is asked while it looks counts. */
  private void tellIfCame(Waiter waiter, short came) {
    if (came != 0) {
      waiters.remove(waiter);
      waiter.look();
    }
  }
}
