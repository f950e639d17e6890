package io.benchmarkdeployer.core.usecase;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * The newest batches of one log, for all in this process who follow it. What is in it is in the
 * store already: whoever falls behind reads there. Any thread may read, one adds.
 */
final class LogTail {
  /** As much as somebody who is a moment late needs. */
  private static final long MOST = 2L << 20;

  private final ConcurrentSkipListMap<Long, LogBatch> batches = new ConcurrentSkipListMap<>();
  private final AtomicInteger followers = new AtomicInteger();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private long size;
  private volatile long end;
  private volatile boolean over;

  LogTail(long end) {
    this.end = end;
  }

  /** The number of the last entry in the store. */
  long end() {
    return end;
  }

  void add(LogBatch batch) {
    if (followers.get() == 0) {
      batches.clear();
      size = 0;
    } else {
      batches.put(batch.last(), batch);
      size += batch.size();
      dropOldest();
    }
    end = batch.last();
    wake();
  }

  private void dropOldest() {
    while (size > MOST && batches.size() > 1) {
      size -= batches.pollFirstEntry().getValue().size();
    }
  }

  /** The batch in which the entry after this one is; empty where it is not here. */
  Optional<LogBatch> after(long cursor) {
    return Optional.ofNullable(batches.higherEntry(cursor))
        .map(Map.Entry::getValue)
        .filter(batch -> batch.first() <= cursor + 1);
  }

  /** Waits until there is more than this, nothing more comes, or it is not wanted any more. */
  void await(long cursor, Duration atMost, BooleanSupplier unwanted) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long left = atMost.toNanos();
      while (left > 0 && end <= cursor && !over && !unwanted.getAsBoolean()) {
        left = changed.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Nothing more comes from here. */
  void finish() {
    over = true;
    wake();
  }

  boolean isOver() {
    return over;
  }

  void wake() {
    lock.lock();
    try {
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  void join() {
    followers.incrementAndGet();
  }

  void leave() {
    followers.decrementAndGet();
  }

  int followers() {
    return followers.get();
  }
}
