package io.benchmarkdeployer.app.web.terminal;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What a client has sent and the shell has not taken yet. Where it is much, the client is not read
 * from until most of it is gone. One thread adds, one takes.
 */
final class SocketInput {
  private static final int MUCH = 256 << 10;
  private static final int COST = 64;

  private final Reading reading;
  private final SocketText text;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition arrived = lock.newCondition();
  private final Deque<Item> items = new ArrayDeque<>();
  private long size;
  private boolean isPaused;
  private boolean isClosed;

  SocketInput(Reading reading, SocketText text) {
    this.reading = reading;
    this.text = text;
  }

  /** Begins or ends to read from the client; called with no lock that it could wait for. */
  @FunctionalInterface
  interface Reading {
    void set(boolean on);
  }

  /** What waits. */
  sealed interface Item {
    /** To be typed as it is. */
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    record Typed(byte[] bytes) implements Item {
      @Override
      public long length() {
        return bytes.length;
      }
    }

    /**
     * A long text message, to be read first; its length, with what its pieces cost, was taken from
     * {@link SocketText}.
     */
    record Message(List<byte[]> pieces, long length) implements Item {}

    long length();
  }

  void add(Item item) {
    lock.lock();
    try {
      if (isClosed) {
        giveBack(item);
        return;
      }
      items.add(item);
      size += item.length() + COST;
      arrived.signal();
      setPaused(isPaused || size > MUCH);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits for the next; it counts until it is {@link #done}.
   *
   * @throws InterruptedException also once it is closed: what the last was given to may have
   *     swallowed the interrupt
   */
  Item take() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (items.isEmpty() && !isClosed) {
        arrived.await();
      }
      if (isClosed) {
        throw new InterruptedException("closed");
      }
      return items.remove();
    } finally {
      lock.unlock();
    }
  }

  /** This one has been worked off. */
  void done(Item item) {
    lock.lock();
    try {
      giveBack(item);
      size -= item.length() + COST;
      setPaused(isPaused && size > MUCH / 2);
    } finally {
      lock.unlock();
    }
  }

  private void setPaused(boolean paused) {
    if (paused != isPaused) {
      isPaused = paused;
      reading.set(!paused);
    }
  }

  private void giveBack(Item item) {
    if (item instanceof Item.Message message) {
      text.give(message.length());
    }
  }

  /** Nobody takes any more. Idempotent. */
  void close() {
    lock.lock();
    try {
      isClosed = true;
      items.forEach(this::giveBack);
      items.clear();
      arrived.signal();
    } finally {
      lock.unlock();
    }
  }
}
