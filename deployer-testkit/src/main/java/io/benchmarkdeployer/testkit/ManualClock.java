package io.benchmarkdeployer.testkit;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Time that stands still until a test lets it pass. What is due then is done in the thread that
 * calls {@link #advance}, in the order of its times, so that all is settled when that returns. Any
 * thread may call; two that advance at once take turns.
 */
public final class ManualClock extends MemoryClock {
  private static final Comparator<Entry> IN_ORDER =
      Comparator.comparing(Entry::time).thenComparingLong(Entry::number);

  private final ReentrantLock advancing = new ReentrantLock();
  private final ReentrantLock lock = new ReentrantLock();
  private final PriorityQueue<Entry> entries = new PriorityQueue<>(IN_ORDER);
  private Instant now;
  private long count;

  private record Entry(Instant time, long number, Page page, Runnable work) {}

  public ManualClock(Instant start) {
    this.now = start;
  }

  @Override
  public Instant instant() {
    lock.lock();
    try {
      return now;
    } finally {
      lock.unlock();
    }
  }

  /** Lets so much time pass, with all that happens in it. Not to be called by what is done then. */
  public void advance(Duration time) {
    if (advancing.isHeldByCurrentThread()) {
      throw new IllegalStateException("time can't be advanced by what happens in it");
    }
    advancing.lock();
    try {
      Instant end = instant().plus(time);
      for (var next = takeUntil(end); next.isPresent(); next = takeUntil(end)) {
        next.get().work().run();
      }
      setTo(end);
    } finally {
      advancing.unlock();
    }
  }

  /** Does what is due at this very moment. */
  public void settle() {
    advance(Duration.ZERO);
  }

  private Optional<Entry> takeUntil(Instant end) {
    lock.lock();
    try {
      if (entries.isEmpty() || entries.element().time().isAfter(end)) {
        return Optional.empty();
      }
      Entry next = entries.remove();
      now = next.time().isAfter(now) ? next.time() : now;
      return Optional.of(next);
    } finally {
      lock.unlock();
    }
  }

  private void setTo(Instant time) {
    lock.lock();
    try {
      now = time;
    } finally {
      lock.unlock();
    }
  }

  @Override
  Agenda agenda() {
    return new Page();
  }

  private void add(Duration delay, Page page, Runnable work) {
    lock.lock();
    try {
      entries.add(new Entry(now.plus(delay), count++, page, work));
    } finally {
      lock.unlock();
    }
  }

  private void remove(Page page) {
    lock.lock();
    try {
      entries.removeIf(entry -> entry.page() == page);
    } finally {
      lock.unlock();
    }
  }

  /** One holder's share of what is to be done. */
  private final class Page implements Agenda {
    private final AtomicBoolean closed = new AtomicBoolean();

    @Override
    public void after(Duration delay, Runnable work) {
      if (!closed.get()) {
        add(delay, this, work);
      }
    }

    @Override
    public void close() {
      closed.set(true);
      remove(this);
    }
  }
}
