package io.benchmarkdeployer.k8s;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Hands things from the thread that reads them from the cluster to the one that asked for them. It
 * holds few: a slow taker slows the reader, and that the cluster. Any thread may close it, which
 * wakes both.
 */
final class Handover<T> {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Deque<T> waiting = new ArrayDeque<>();
  private final int most;
  private boolean finished;
  private boolean closed;

  Handover(int most) {
    this.most = most;
  }

  /** Waits for room; false where nobody takes any more. */
  boolean put(T item) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (waiting.size() >= most && !closed) {
        changed.await();
      }
      return !closed && add(item);
    } finally {
      lock.unlock();
    }
  }

  private boolean add(T item) {
    waiting.add(item);
    changed.signalAll();
    return true;
  }

  /** The next one; empty where none came in this time, none will come, or it is closed. */
  Optional<T> take(long nanos) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long left = nanos;
      while (waiting.isEmpty() && !closed && !finished && left > 0) {
        left = changed.awaitNanos(left);
      }
      return closed ? Optional.empty() : removed();
    } finally {
      lock.unlock();
    }
  }

  /** Waits as long as it takes. */
  Optional<T> take() throws InterruptedException {
    return take(TimeUnit.DAYS.toNanos(10_000));
  }

  private Optional<T> removed() {
    Optional<T> first = Optional.ofNullable(waiting.poll());
    changed.signalAll();
    return first;
  }

  /** Nothing more comes; what waits can still be taken. */
  void finish() {
    mark(() -> finished = true);
  }

  /** Drops what waits and lets nothing more through. */
  void close() {
    mark(
        () -> {
          closed = true;
          waiting.clear();
        });
  }

  boolean isClosed() {
    lock.lock();
    try {
      return closed;
    } finally {
      lock.unlock();
    }
  }

  private void mark(Runnable change) {
    lock.lock();
    try {
      change.run();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
