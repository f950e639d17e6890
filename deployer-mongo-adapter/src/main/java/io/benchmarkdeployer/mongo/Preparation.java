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
  private static final Duration PAUSE = Duration.ofMillis(500);
  private static final Duration PERIOD = Duration.ofSeconds(30);
  private static final Duration LONGEST_BUILD = Duration.ofMinutes(1);

  private final MongoCalls calls;
  private final MongoCollection<BsonDocument> collection;
  private final LegacyDocuments legacy;
  private final CountDownLatch ready = new CountDownLatch(1);
  private final Set<Index> missing = ConcurrentHashMap.newKeySet();
  private final Thread thread;
  private volatile Optional<UnavailableException> failure = Optional.empty();

  /** What is searched by, and what there may be only once. */
  private enum Index {
    ID_ONCE(true, true, Indexes.ascending(ID)),
    IDEMPOTENCY_KEY_ONCE(true, true, Indexes.ascending(IDEMPOTENCY_KEY)),
    BY_STATE(false, false, newestFirst(STATE)),
    BY_PHASE(false, false, newestFirst(PHASE)),
    BY_NAMESPACE(false, false, newestFirst(NAMESPACE)),
    BY_KEY(false, false, newestFirst(KEYS)),
    BY_UID(false, false, newestFirst(UIDS)),
    BY_UNFINISHED(false, true, Indexes.ascending(UNFINISHED));

    private final IndexOptions options;
    private final Bson fields;

    Index(boolean unique, boolean sparse, Bson fields) {
      this.options = new IndexOptions().unique(unique).sparse(sparse);
      this.fields = fields;
    }

    private static Bson newestFirst(String field) {
      return Indexes.compoundIndex(Indexes.ascending(field), Indexes.descending(PLACE));
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

  /** Returns once questions can be answered. */
  void await() {
    calls.refuseIfClosed();
    if (!isReadyWithin(PATIENCE)) {
      throw failure.orElseGet(
          () ->
              new UnavailableException(
                  How.SILENT, "The database is being prepared; try again in a moment"));
    }
  }

  /** Returns once a new deployment can be recorded. */
  void awaitForInsert() {
    await();
    if (missing.contains(Index.ID_ONCE) || missing.contains(Index.IDEMPOTENCY_KEY_ONCE)) {
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
      List.of(Index.values()).forEach(this::make);
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
              .createIndex(index.fields, index.options),
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
          "the index {0} of collection {1} can''t be made, {2}: {3} ({4})",
          index.fields.toBsonDocument().toJson(),
          collection.getNamespace().getFullName(),
          index.options.isUnique() ? "nothing new is recorded without it" : "searches are slow",
          why.getErrorCodeName(),
          why.getErrorCode());
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
