package io.benchmarkdeployer.testkit;

import io.benchmarkdeployer.core.model.LiveObject;
import io.benchmarkdeployer.core.port.ClusterWatch;
import io.benchmarkdeployer.core.port.Selector;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * A watch on a cluster in memory. Changes are put into it by whoever makes them; a reader that is
 * too slow loses them and lists again.
 */
final class MemoryWatch implements ClusterWatch {
  private static final int MOST_CHANGES = 1_000;

  private final Selector selector;
  private final ObjectStore store;
  private final Loop loop;
  private final MemoryFaults faults;
  private final Consumer<MemoryWatch> onClose;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Deque<Change> changes = new ArrayDeque<>();
  private long news;
  private boolean connected;
  private boolean silent;
  private boolean closed;

  MemoryWatch(
      Selector selector,
      ObjectStore store,
      Loop loop,
      MemoryFaults faults,
      Consumer<MemoryWatch> onClose) {
    this.selector = selector;
    this.store = store;
    this.loop = loop;
    this.faults = faults;
    this.onClose = onClose;
  }

  /** Under the cluster's lock, so that changes come in their order. */
  void changed(Optional<LiveObject> before, Optional<LiveObject> after) {
    boolean did = before.filter(this::matches).isPresent();
    boolean does = after.filter(this::matches).isPresent();
    if (does) {
      add(new Change.Changed(as(after.orElseThrow())));
    } else if (did) {
      add(new Change.Gone(as(after.or(() -> before).orElseThrow())));
    }
  }

  private boolean matches(LiveObject object) {
    return Matching.matches(selector, object);
  }

  private LiveObject as(LiveObject object) {
    return ObjectStore.as(selector.kind(), object);
  }

  private void add(Change change) {
    lock.lock();
    try {
      if (!connected) {
        return;
      }
      if (changes.size() == MOST_CHANGES) {
        disconnect();
      } else {
        changes.add(change);
      }
      tell();
    } finally {
      lock.unlock();
    }
  }

  private void tell() {
    news++;
    changed.signalAll();
  }

  private void disconnect() {
    connected = false;
    changes.clear();
  }

  /** Whether or not the cluster can be heard now: what comes next is told anew. */
  void breakOff() {
    lock.lock();
    try {
      disconnect();
      tell();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Optional<Change> next(Duration atMost) throws InterruptedException {
    long end = System.nanoTime() + atMost.toNanos();
    while (true) {
      long known = news();
      Optional<Change> change = listed().or(this::silence).or(this::poll);
      long left = end - System.nanoTime();
      if (change.isPresent() || isClosed() || left <= 0) {
        return change;
      }
      await(known, Math.min(left, untilSilence()));
    }
  }

  /** The list and the changes after it leave no gap: both are under the cluster's lock. */
  private Optional<Change> listed() {
    if (isConnected() || isClosed() || faults.line() != MemoryFaults.Line.OPEN) {
      return Optional.empty();
    }
    return Optional.of(
        loop.locked(
            () -> {
              connect();
              return new Change.Listed(store.list(selector));
            }));
  }

  private void connect() {
    lock.lock();
    try {
      changes.clear();
      connected = true;
      silent = false;
    } finally {
      lock.unlock();
    }
  }

  private boolean isConnected() {
    lock.lock();
    try {
      return connected;
    } finally {
      lock.unlock();
    }
  }

  private Optional<Change> silence() {
    lock.lock();
    try {
      boolean tell =
          !closed
              && !silent
              && !connected
              && faults.line() != MemoryFaults.Line.OPEN
              && !faults.patience().isPositive();
      silent |= tell;
      return tell
          ? Optional.of(new Change.Silent("the cluster does not answer"))
          : Optional.empty();
    } finally {
      lock.unlock();
    }
  }

  private Optional<Change> poll() {
    lock.lock();
    try {
      return closed ? Optional.empty() : Optional.ofNullable(changes.poll());
    } finally {
      lock.unlock();
    }
  }

  /** Only a cluster that hangs is given up by the time alone; all else wakes the reader. */
  private long untilSilence() {
    lock.lock();
    try {
      boolean waits = !silent && faults.line() == MemoryFaults.Line.HANGING;
      return waits ? Math.max(1, faults.patience().toNanos()) : Long.MAX_VALUE;
    } finally {
      lock.unlock();
    }
  }

  private long news() {
    lock.lock();
    try {
      return news;
    } finally {
      lock.unlock();
    }
  }

  private void await(long known, long nanos) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long left = nanos;
      while (news == known && left > 0) {
        left = changed.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public boolean isClosed() {
    lock.lock();
    try {
      return closed;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    onClose.accept(this);
    lock.lock();
    try {
      closed = true;
      changes.clear();
      tell();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public String toString() {
    return "watch of " + selector.kind();
  }
}
