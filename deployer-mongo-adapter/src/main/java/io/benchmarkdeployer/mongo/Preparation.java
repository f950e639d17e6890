package io.benchmarkdeployer.mongo;

import io.benchmarkdeployer.core.port.UnavailableException;
import io.benchmarkdeployer.core.port.UnavailableException.How;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Makes the collections fit for our questions, in the background: their indexes, and our part in
 * the documents of the old service. Begins at once, tries again until the database is there, and
 * looks again from time to time, for the database may be another one by then.
 */
final class Preparation implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Preparation.class.getName());
  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final Duration LONGEST_PATIENCE = Duration.ofSeconds(10);
  private static final Duration LOOK = Duration.ofMillis(100);
  private static final Duration PAUSE = Duration.ofMillis(500);
  private static final Duration PERIOD = Duration.ofSeconds(30);

  private final MongoCalls calls;
  private final List<CollectionIndexes> indexes;
  private final LegacyDocuments legacy;
  private final CountDownLatch ready = new CountDownLatch(1);
  private final Thread thread;
  private volatile Optional<UnavailableException> failure = Optional.empty();

  private Preparation(MongoCalls calls, List<CollectionIndexes> indexes, LegacyDocuments legacy) {
    this.calls = calls;
    this.indexes = indexes;
    this.legacy = legacy;
    this.thread = Thread.ofVirtual().name("mongo-preparation").unstarted(this::run);
  }

  static Preparation begin(
      MongoCalls calls, List<CollectionIndexes> indexes, LegacyDocuments legacy) {
    var preparation = new Preparation(calls, indexes, legacy);
    preparation.thread.start();
    return preparation;
  }

  /**
   * Returns once questions can be answered; fails sooner where the database is known to be away.
   */
  void await() {
    calls.refuseIfClosed();
    long began = System.nanoTime();
    while (!isReadyWithin(LOOK)) {
      if (isOver(Duration.ofNanos(System.nanoTime() - began))) {
        throw failure.orElseGet(
            () ->
                new UnavailableException(
                    How.SILENT, "The database is being prepared; try again in a moment"));
      }
    }
  }

  private boolean isOver(Duration waited) {
    Duration patience = failure.isPresent() ? PATIENCE : LONGEST_PATIENCE;
    return Thread.currentThread().isInterrupted() || waited.compareTo(patience) > 0;
  }

  /** Returns once something new can be recorded that an index keeps unique. */
  void awaitForInsert() {
    await();
    if (indexes.stream().anyMatch(CollectionIndexes::lackUnique)) {
      throw new UnavailableException(
          How.UNREACHABLE,
          "Nothing new can be recorded: the database lacks a unique index; the service's log says"
              + " why");
    }
  }

  private boolean isReadyWithin(Duration patience) {
    try {
      return ready.await(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private void run() {
    try {
      while (!calls.isClosed()) {
        Thread.sleep(prepare() ? PERIOD : PAUSE);
      }
    } catch (InterruptedException closing) {
      LOG.log(Level.DEBUG, "no longer prepares the database");
    }
  }

  private boolean prepare() {
    try {
      indexes.forEach(CollectionIndexes::make);
      legacy.takeIn();
      failure = Optional.empty();
      ready.countDown();
      return true;
    } catch (UnavailableException unreachable) {
      tell(unreachable);
      return false;
    }
  }

  private void tell(UnavailableException unreachable) {
    if (failure.isEmpty() && !calls.isClosed()) {
      LOG.log(Level.WARNING, "{0}; trying on", unreachable.getMessage());
    }
    failure = Optional.of(unreachable);
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
