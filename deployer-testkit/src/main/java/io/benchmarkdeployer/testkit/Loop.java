package io.benchmarkdeployer.testkit;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/** One lock around everything that the cluster knows, and one agenda of what it does later. */
final class Loop implements AutoCloseable {
  /** How soon a part of the cluster answers what another did. */
  static final Duration REACTION = Duration.ofMillis(10);

  private final ReentrantLock lock = new ReentrantLock();
  private final MemoryClock clock;
  private final Agenda agenda;

  Loop(MemoryClock clock) {
    this.clock = clock;
    this.agenda = clock.agenda();
  }

  Instant now() {
    return clock.instant();
  }

  <T> T locked(Supplier<T> work) {
    lock.lock();
    try {
      return work.get();
    } finally {
      lock.unlock();
    }
  }

  void run(Runnable work) {
    lock.lock();
    try {
      work.run();
    } finally {
      lock.unlock();
    }
  }

  /** Does this later, under the lock. */
  void later(Duration delay, Runnable work) {
    agenda.after(delay, () -> run(work));
  }

  /** Does this later, without the lock: it takes long, or takes the lock itself. */
  void laterUnlocked(Duration delay, Runnable work) {
    agenda.after(delay, work);
  }

  @Override
  public void close() {
    agenda.close();
  }
}
