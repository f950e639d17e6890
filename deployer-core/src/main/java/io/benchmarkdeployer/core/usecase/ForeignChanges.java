package io.benchmarkdeployer.core.usecase;

import io.benchmarkdeployer.core.port.DeployerException;
import io.benchmarkdeployer.core.port.DeploymentStore;
import io.benchmarkdeployer.core.port.DeploymentStore.Change;
import io.benchmarkdeployer.core.port.DeploymentStore.Changes;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Looks again and again for what other processes have written, and enters it in the journal; only
 * while somebody follows. Where a look left off, the next one begins, however long after: whoever
 * comes back with a cursor misses nothing.
 */
final class ForeignChanges {
  private static final Logger LOG = System.getLogger(ForeignChanges.class.getName());
  private static final Duration PAUSE = Duration.ofSeconds(1);

  /** How many a look may tell, our own among them. */
  private static final int MOST_TOLD = 10_000;

  /** How many of them are read one by one; where more is news, reading the list is cheaper. */
  private static final int MOST_NEWS = 1_000;

  private final DeploymentStore store;
  private final ChangeJournal journal;
  private final Outage outage =
      new Outage(
          LOG,
          "Changes by other processes can't be looked for now",
          "Changes by other processes are looked for again");
  private final ReentrantLock looking = new ReentrantLock();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition left = lock.newCondition();
  private Optional<String> place = Optional.empty();
  private int followers;
  private boolean running;
  private volatile boolean closed;

  ForeignChanges(DeploymentStore store, ChangeJournal journal) {
    this.store = store;
    this.journal = journal;
  }

  /**
   * Somebody begins to follow, and is to {@link #leave}. What is written after this returned will
   * be found.
   */
  void enter() {
    begin();
    lock.lock();
    try {
      followers++;
      if (!running) {
        running = true;
        Thread.ofVirtual().name("foreign-changes").start(this::run);
      }
    } finally {
      lock.unlock();
    }
  }

  void leave() {
    lock.lock();
    try {
      followers--;
      left.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** The first look finds nothing, but from then on nothing is missed. */
  private void begin() {
    looking.lock();
    try {
      if (place.isEmpty() && !closed) {
        look();
      }
    } finally {
      looking.unlock();
    }
  }

  private void run() {
    do {
      lookOnce();
    } while (isToGoOn());
  }

  private boolean isToGoOn() {
    lock.lock();
    try {
      long nanos = PAUSE.toNanos();
      while (isWanted() && nanos > 0) {
        nanos = left.awaitNanos(nanos);
      }
      running = isWanted();
      return running;
    } catch (InterruptedException never) {
      running = false;
      return false;
    } finally {
      lock.unlock();
    }
  }

  private boolean isWanted() {
    return followers > 0 && !closed;
  }

  private void lookOnce() {
    looking.lock();
    try {
      if (!closed) {
        look();
      }
      outage.worked();
    } catch (DeployerException later) {
      outage.failed(later);
    } catch (RuntimeException bug) {
      LOG.log(Level.ERROR, "Looking for changes by other processes failed", bug);
    } finally {
      looking.unlock();
    }
  }

  private void look() {
    Changes changes = store.changes(place, MOST_TOLD);
    List<Change> news = changes.changes().stream().filter(journal::isNews).toList();
    if (!changes.complete() || news.size() > MOST_NEWS) {
      journal.lose(changes.changes());
    } else {
      news.forEach(change -> store.find(change.id()).ifPresent(journal::add));
    }
    place = Optional.of(changes.next());
  }

  /** Looks no more, and waits for the look that is under way. Idempotent. */
  void close() {
    looking.lock();
    try {
      closed = true;
    } finally {
      looking.unlock();
    }
    wake();
  }

  private void wake() {
    lock.lock();
    try {
      left.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
