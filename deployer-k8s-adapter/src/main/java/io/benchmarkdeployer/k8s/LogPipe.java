package io.benchmarkdeployer.k8s;

import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Hands a log's bytes from the thread that reads them from the cluster to the one that asked for
 * them. The cluster sends a busy log line by line, and each hand-over costs a switch of threads:
 * what comes within a millisecond of the last is handed over together. It holds few bytes: a slow
 * taker slows the reader, and that the cluster. One thread puts, one takes, any may close.
 */
final class LogPipe {
  private static final int MOST = 64 << 10;
  private static final int MUCH = MOST / 2;
  private static final long GATHERING = TimeUnit.MILLISECONDS.toNanos(1);

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition more = lock.newCondition();
  private final Condition room = lock.newCondition();
  private byte[] waiting = new byte[4 << 10];
  private int size;
  private long taken = System.nanoTime() - GATHERING;
  private Optional<IOException> broken = Optional.empty();
  private boolean finished;
  private volatile boolean closed;

  /** Waits for room; false where nobody takes any more. */
  boolean put(byte[] bytes, int length) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (size > 0 && size + length > MOST && !closed) {
        room.await();
      }
      return !closed && add(bytes, length);
    } finally {
      lock.unlock();
    }
  }

  private boolean add(byte[] bytes, int length) {
    if (size + length > waiting.length) {
      waiting = Arrays.copyOf(waiting, Math.max(2 * waiting.length, size + length));
    }
    System.arraycopy(bytes, 0, waiting, size, length);
    boolean wasEmpty = size == 0;
    size += length;
    if (wasEmpty || size >= MUCH) {
      more.signal();
    }
    return true;
  }

  /**
   * All that has come; waits for it.
   *
   * @return empty at the end, or where it is closed
   * @throws IOException what broke the connection, once all that came before is taken
   */
  Optional<byte[]> take() throws InterruptedException, IOException {
    lock.lockInterruptibly();
    try {
      while (size == 0 && !isOver()) {
        more.await();
      }
      gather();
      if (size == 0 && !closed && broken.isPresent()) {
        throw broken.get();
      }
      return size == 0 || closed ? Optional.empty() : Optional.of(taken());
    } finally {
      lock.unlock();
    }
  }

  private void gather() throws InterruptedException {
    long left = GATHERING - (System.nanoTime() - taken);
    while (left > 0 && size < MUCH && !isOver()) {
      left = more.awaitNanos(left);
    }
  }

  private byte[] taken() {
    byte[] all = Arrays.copyOf(waiting, size);
    size = 0;
    taken = System.nanoTime();
    room.signal();
    return all;
  }

  private boolean isOver() {
    return finished || closed;
  }

  /** The connection broke; what waits can still be taken. */
  void breakOff(IOException why) {
    change(
        () -> {
          broken = Optional.of(why);
          finished = true;
        });
  }

  /** Nothing more comes; what waits can still be taken. */
  void finish() {
    change(() -> finished = true);
  }

  /** Drops what waits and lets nothing more through. */
  void close() {
    change(() -> closed = true);
  }

  boolean isClosed() {
    return closed;
  }

  private void change(Runnable change) {
    lock.lock();
    try {
      change.run();
      more.signalAll();
      room.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
