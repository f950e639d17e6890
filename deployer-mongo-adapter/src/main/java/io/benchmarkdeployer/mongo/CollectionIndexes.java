package io.benchmarkdeployer.mongo;

import com.mongodb.MongoException;
import com.mongodb.reactivestreams.client.MongoCollection;
import io.benchmarkdeployer.core.port.UnavailableException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.bson.BsonDocument;

/** The indexes that one collection shall have. Making them again is harmless. */
final class CollectionIndexes {
  private static final System.Logger LOG = System.getLogger(CollectionIndexes.class.getName());
  private static final Duration LONGEST_BUILD = Duration.ofMinutes(1);

  private final MongoCalls calls;
  private final MongoCollection<BsonDocument> collection;
  private final List<Index> indexes;
  private final Set<Index> missing = ConcurrentHashMap.newKeySet();

  CollectionIndexes(
      MongoCalls calls, MongoCollection<BsonDocument> collection, List<Index> indexes) {
    this.calls = calls;
    this.collection = collection;
    this.indexes = indexes;
  }

  /** Whether the database refused one without which something could be recorded twice. */
  boolean lackUnique() {
    return missing.stream().anyMatch(Index::unique);
  }

  /**
   * Makes those that are not there.
   *
   * @throws UnavailableException where the database can't be asked; what it refuses is told in the
   *     log
   */
  void make() {
    indexes.forEach(this::make);
  }

  private void make(Index index) {
    try {
      calls.read(
          () ->
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
}
