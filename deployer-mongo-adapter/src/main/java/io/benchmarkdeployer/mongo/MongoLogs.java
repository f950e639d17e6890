package io.benchmarkdeployer.mongo;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.lt;

import com.mongodb.MongoWriteException;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.Updates;
import com.mongodb.reactivestreams.client.MongoCollection;
import io.benchmarkdeployer.core.model.CapturedLog;
import io.benchmarkdeployer.core.model.LogSegment;
import io.benchmarkdeployer.core.model.Uid;
import io.benchmarkdeployer.core.port.ConflictException;
import io.benchmarkdeployer.core.port.LogEnd;
import io.benchmarkdeployer.core.port.LogStore;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.bson.BsonDocument;
import org.bson.conversions.Bson;
import org.reactivestreams.Publisher;

/**
 * The logs of jobs: a document for the record of each, and its entries in {@link LogChunks}. A
 * write of a record changes one document and is atomic by that; a renewal is so for each record
 * that it reaches. A log is deleted entries first: what a crash leaves of it is still found.
 */
final class MongoLogs implements LogStore {
  /** Of records of some kilobytes, so many are a small answer still. */
  private static final int BATCH = 200;

  private static final Bson IS_OPEN = gt(LogDocument.OPEN, "");
  private static final Bson NEWEST_FIRST = Sorts.descending(LogDocument.PLACE);

  private final MongoCalls calls;
  private final MongoCollection<BsonDocument> collection;
  private final LogChunks chunks;
  private final Preparation preparation;
  private final UnreadableDocuments unreadable = new UnreadableDocuments("logs");

  MongoLogs(
      MongoCalls calls,
      MongoCollection<BsonDocument> collection,
      MongoCollection<BsonDocument> entries,
      Preparation preparation) {
    this.calls = calls;
    this.collection = collection;
    this.chunks = new LogChunks(calls, entries);
    this.preparation = preparation;
  }

  @Override
  public CapturedLog insert(CapturedLog log) {
    CapturedLog recorded = log.withVersion(1);
    write(() -> collection.insertOne(LogDocument.write(recorded)));
    return recorded;
  }

  @Override
  public Optional<CapturedLog> replace(CapturedLog changed) {
    CapturedLog next = changed.withVersion(changed.version() + 1);
    Bson ifUnchanged = and(is(changed.job()), eq(LogDocument.VERSION, changed.version()));
    var result = write(() -> collection.replaceOne(ifUnchanged, LogDocument.write(next)));
    return Optional.of(next).filter(replaced -> result.getMatchedCount() == 1);
  }

  private static Bson is(Uid job) {
    return eq(LogDocument.ID, job.value());
  }

  @Override
  public Optional<CapturedLog> find(Uid job) {
    return some(is(job), NEWEST_FIRST, 1).stream().findFirst();
  }

  @Override
  public Optional<CapturedLog> findNewest(String namespace, String job) {
    Bson named = and(eq(LogDocument.NAME, job), eq(LogDocument.NAMESPACE, namespace));
    return some(named, NEWEST_FIRST, 1).stream().findFirst();
  }

  @Override
  public List<CapturedLog> open() {
    return some(IS_OPEN, Sorts.ascending(LogDocument.OPEN), MOST);
  }

  @Override
  public List<CapturedLog> expired(Instant now) {
    return some(
        lt(LogDocument.EXPIRES, LogDocument.sortable(now)),
        Sorts.ascending(LogDocument.EXPIRES),
        MOST);
  }

  private List<CapturedLog> some(Bson which, Bson order, int most) {
    preparation.await();
    return calls
        .read(() -> collection.find(which).sort(order).limit(most).batchSize(BATCH))
        .stream()
        .flatMap(document -> unreadable.read(document, LogDocument::read).stream())
        .toList();
  }

  @Override
  public void renew(String holder, Instant until) {
    write(
        () ->
            collection.updateMany(
                and(IS_OPEN, eq(LogDocument.HOLDER, holder)),
                Updates.set(LogDocument.UNTIL, until.toString())));
  }

  @Override
  public LogEnd fence(Uid job, long fence) {
    preparation.await();
    return chunks.fence(job, fence);
  }

  @Override
  public boolean append(Uid job, long fence, LogSegment segment) {
    preparation.await();
    return chunks.append(job, fence, segment);
  }

  @Override
  public List<LogSegment> read(Uid job, long after, long most) {
    preparation.await();
    return chunks.read(job, LogReading.forwards(after, most));
  }

  @Override
  public List<LogSegment> readBack(Uid job, long before, long most) {
    preparation.await();
    return chunks.read(job, LogReading.backwards(before, most));
  }

  @Override
  public void drop(Uid job, long from, long to) {
    preparation.await();
    chunks.drop(job, from, to);
  }

  @Override
  public void delete(Uid job) {
    preparation.await();
    chunks.delete(job);
    write(() -> collection.deleteOne(is(job)));
  }

  private <T> T write(Supplier<Publisher<T>> question) {
    preparation.await();
    try {
      return calls.write(question);
    } catch (MongoWriteException refused) {
      if (refused.getCode() == MongoCalls.DUPLICATE) {
        throw new ConflictException("the job has a log already");
      }
      throw MongoCalls.unavailable(refused, true);
    }
  }
}
