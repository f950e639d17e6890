package io.benchmarkdeployer.mongo;

import static io.benchmarkdeployer.mongo.DeploymentDocument.ID;
import static io.benchmarkdeployer.mongo.DeploymentDocument.IDEMPOTENCY_KEY;
import static io.benchmarkdeployer.mongo.DeploymentDocument.KEYS;
import static io.benchmarkdeployer.mongo.DeploymentDocument.NAMESPACE;
import static io.benchmarkdeployer.mongo.DeploymentDocument.PHASE;
import static io.benchmarkdeployer.mongo.DeploymentDocument.PLACE;
import static io.benchmarkdeployer.mongo.DeploymentDocument.STATE;
import static io.benchmarkdeployer.mongo.DeploymentDocument.UIDS;
import static io.benchmarkdeployer.mongo.DeploymentDocument.UNFINISHED;

import com.mongodb.MongoException;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.reactivestreams.client.MongoCollection;
import io.benchmarkdeployer.core.port.UnavailableException;
import io.benchmarkdeployer.core.port.UnavailableException.How;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.bson.BsonDocument;
import org.bson.conversions.Bson;

/**
 * Makes the collection fit for our questions, in the background: its indexes, and our part in the
 * documents of the old service. Begins at once, tries again until the database is there, and looks
 * again from time to time, for the database may be another one by then.
 */
final class Preparation implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Preparation.class.getName());
  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final Duration LONGEST_PATIENCE = Duration.ofSeconds(10);
  private static final Duration LOOK = Duration.ofMillis(100);
  private static final Duration PAUSE = Duration.ofMillis(500);
  private static final Duration PERIOD = Duration.ofSeconds(30);
  private static final Duration LONGEST_BUILD = Duration.ofMinutes(1);

  private static final List<Index> INDEXES =
      List.of(
          Index.once(ID),
          Index.once(IDEMPOTENCY_KEY),
          Index.newestFirst(STATE),
          Index.newestFirst(PHASE),
          Index.newestFirst(NAMESPACE),
          Index.newestFirst(KEYS),
          Index.newestFirst(UIDS),
          Index.sparse(UNFINISHED));

  private final MongoCalls calls;
  private final MongoCollection<BsonDocument> collection;
  private final LegacyDocuments legacy;
  private final CountDownLatch ready = new CountDownLatch(1);
  private final Set<Index> missing = ConcurrentHashMap.newKeySet();
  private final Thread thread;
  private volatile Optional<UnavailableException> failure = Optional.empty();

  /** What is searched by, and what there may be only once. */
  private record Index(Bson fields, boolean unique, boolean sparse) {
    static Index once(String field) {
      return new Index(Indexes.ascending(field), true, true);
    }

    static Index newestFirst(String field) {
      return new Index(
          Indexes.compoundIndex(Indexes.ascending(field), Indexes.descending(PLACE)), false, false);
    }

    /** Of the few documents that have this field. */
    static Index sparse(String field) {
      return new Index(Indexes.ascending(field), false, true);
    }

    IndexOptions options() {
      return new IndexOptions().unique(unique).sparse(sparse);
    }
  }

  private Preparation(
      MongoCalls calls, MongoCollection<BsonDocument> collection, LegacyDocuments legacy) {
    this.calls = calls;
    this.collection = collection;
    this.legacy = legacy;
    this.thread = Thread.ofVirtual().name("mongo-preparation").unstarted(this::run);
  }

  static Preparation begin(
      MongoCalls calls, MongoCollection<BsonDocument> collection, LegacyDocuments legacy) {
    var preparation = new Preparation(calls, collection, legacy);
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

  /** Returns once a new deployment can be recorded. */
  void awaitForInsert() {
    await();
    if (missing.stream().anyMatch(Index::unique)) {
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
      INDEXES.forEach(this::make);
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

  private void make(Index index) {
    try {
      calls.read(
          collection
              .withTimeout(LONGEST_BUILD.toMillis(), TimeUnit.MILLISECONDS)
              .createIndex(index.fields(), index.options()),
          LONGEST_BUILD);
      missing.remove(index);
    } catch (UnavailableException failed) {
      if (!(failed.getCause() instanceof MongoException why) || !MongoCalls.isRefusal(why)) {
        throw failed;
      }
      refused(index, why);
    }
  }

  /** What stands in its way is somebody's to mend; meanwhile all goes on that can. */
  private void refused(Index index, MongoException why) {
    if (missing.add(index)) {
      LOG.log(
          Level.ERROR,
          "the index {0} of collection {1} can''t be made, {2} (code {3})",
          index.fields().toBsonDocument().toJson(),
          collection.getNamespace().getFullName(),
          index.unique() ? "nothing new is recorded without it" : "searches are slow",
          String.valueOf(why.getCode()));
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
