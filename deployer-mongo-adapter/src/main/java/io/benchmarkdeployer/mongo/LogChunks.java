package io.benchmarkdeployer.mongo;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.gte;
import static com.mongodb.client.model.Filters.lt;
import static com.mongodb.client.model.Filters.lte;
import static com.mongodb.client.model.Filters.ne;

import com.mongodb.MongoWriteException;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.Updates;
import com.mongodb.reactivestreams.client.MongoCollection;
import io.benchmarkdeployer.core.model.LogSegment;
import io.benchmarkdeployer.core.model.Uid;
import io.benchmarkdeployer.core.port.ConflictException;
import io.benchmarkdeployer.core.port.LogEnd;
import io.benchmarkdeployer.core.port.UnavailableException;
import io.benchmarkdeployer.core.port.UnavailableException.How;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonObjectId;
import org.bson.conversions.Bson;
import org.bson.types.ObjectId;
import org.reactivestreams.Publisher;

/**
 * The entries of logs, in chunks of some segments each, numbered from 0. Every write changes one
 * document, and this keeps them in order, whoever writes, crashes or is late:
 *
 * <ul>
 *   <li>A chunk is open while it has a <em>turn</em>, a token made up for it. A segment is added to
 *       an open chunk only, by who knows its turn, and only where the chunk still ends where the
 *       segment begins.
 *   <li>A chunk that has entries can be closed; nothing is ever added to it after that, and it is
 *       never opened again. One without is never closed.
 *   <li>The chunk of the next number is made only after its predecessor was closed, and so begins
 *       where that one ended for good. Of several who make it, {@code _id} lets one.
 * </ul>
 *
 * <p>To set a fence is to find the last chunk and, where it is <em>empty</em>, to give it another
 * turn: what is on its way to it under the old one will find it changed; and nobody makes the next
 * one, for it was not closed. Where it <em>has entries</em>, it is closed, under the new fence, and
 * an empty one is put after it, a <em>wall</em>: what is on its way to the closed one is refused,
 * and who closed it before, or found it closed, can't make the next one any more. Where somebody
 * did just before, all begins again with that one. A crash in the middle leaves a closed chunk,
 * after which either fence may go on, for the newer one never told that it was set. The same fence
 * set again does all this too: so nothing of its own is on its way either when it returns; and
 * after a wall in which nothing was written it adds no other.
 *
 * <p>What is dropped is whole chunks, never the last one. A wall stays, without its segments: were
 * its number free, the one whom it stopped could still come and take it.
 *
 * <p>Where a log ended when this process last wrote it is remembered. That may be outdated, and is
 * harmless then: the turn, or the end, is another.
 */
final class LogChunks {
  /** As many chunks as one answer holds, of 256 KiB each, unless a segment is larger than that. */
  private static final int BATCH = 32;

  /** What the database takes, less what else may stand in the document and in the command. */
  private static final int MOST_PACKED = (16 << 20) - (64 << 10);

  /** So many others would have to write a chunk each while we write one. */
  private static final int TRIES = 50;

  /** More logs than one process captures at a time. */
  private static final int MOST_REMEMBERED = 10_000;

  private static final Bson NEWEST_FIRST = Sorts.descending(LogChunk.FIRST);
  private static final Bson WITHOUT_PARTS = Projections.exclude(LogChunk.PARTS);
  private static final Bson HAS_PARTS = gt(LogChunk.COUNT, 0L);

  private final MongoCalls calls;
  private final MongoCollection<BsonDocument> collection;
  private final Map<Uid, LogChunk> remembered = new ConcurrentHashMap<>();
  private final UnreadableDocuments unreadable = new UnreadableDocuments("entries of logs");

  LogChunks(MongoCalls calls, MongoCollection<BsonDocument> collection) {
    this.calls = calls;
    this.collection = collection;
  }

  LogEnd fence(Uid job, long fence) {
    remembered.remove(job);
    for (int tries = 0; tries < TRIES; tries++) {
      Optional<LogChunk> last = last(job);
      Optional<LogChunk> fenced =
          last.isPresent() ? fenced(last.get(), fence) : wall(LogChunk.first(job, fence));
      if (fenced.isPresent()) {
        remember(job, fenced.get());
        return fenced.get().logEnd();
      }
    }
    throw new UnavailableException(
        How.SILENT, "The log is being written by others at the same time; try again");
  }

  /** The chunk in which this fence goes on; empty where that takes another look. */
  private Optional<LogChunk> fenced(LogChunk last, long fence) {
    if (last.fence() > fence) {
      throw new ConflictException("another process captures this log");
    }
    if (last.isEmpty()) {
      return turned(last, fence);
    }
    if (last.isClosed() && last.fence() == fence) {
      return wall(last.following(fence));
    }
    update(
        and(last.isThis(), lte(LogChunk.FENCE, fence)),
        Updates.combine(Updates.set(LogChunk.FENCE, fence), Updates.unset(LogChunk.TURN)));
    return Optional.empty();
  }

  private Optional<LogChunk> turned(LogChunk empty, long fence) {
    var turn = new ObjectId();
    boolean done =
        update(
            and(empty.isThis(), lte(LogChunk.FENCE, fence), eq(LogChunk.NEXT, empty.next())),
            Updates.combine(
                Updates.set(LogChunk.FENCE, fence),
                Updates.set(LogChunk.TURN, new BsonObjectId(turn))));
    return Optional.of(empty.with(fence, turn)).filter(chunk -> done);
  }

  private Optional<LogChunk> wall(LogChunk chunk) {
    BsonDocument document = chunk.document(List.of());
    new Fields(document).put(LogChunk.WALL, true);
    return inserted(chunk, document);
  }

  boolean append(Uid job, long fence, LogSegment segment) {
    if (segment.packed().length > MOST_PACKED) {
      throw MongoCalls.tooLarge("a segment of a log");
    }
    LogChunk known = remembered.get(job);
    if (known != null && known.precedes(segment, fence) && isAppended(job, known, segment)) {
      return true;
    }
    return isAppended(job, fence, segment);
  }

  /** Looks where the log ends, again after each lost race. */
  private boolean isAppended(Uid job, long fence, LogSegment segment) {
    for (int tries = 0; tries < TRIES; tries++) {
      Optional<LogChunk> last = last(job).filter(chunk -> chunk.precedes(segment, fence));
      if (last.isEmpty()) {
        remembered.remove(job);
        return false;
      }
      if (isAppended(job, last.get(), segment)) {
        return true;
      }
    }
    return false;
  }

  private boolean isAppended(Uid job, LogChunk last, LogSegment segment) {
    Optional<LogChunk> grown = appended(last, segment);
    grown.ifPresent(chunk -> remember(job, chunk));
    return grown.isPresent();
  }

  /** The chunk with the segment in it; empty where this one was the last one no longer. */
  private Optional<LogChunk> appended(LogChunk last, LogSegment segment) {
    if (last.isClosed()) {
      LogChunk next = last.following(last.fence()).with(segment);
      return inserted(next, next.document(List.of(segment)));
    }
    if (!last.hasRoomFor(segment)) {
      boolean closed = update(last.isUnchanged(), Updates.unset(LogChunk.TURN));
      return closed ? appended(last.closed(), segment) : Optional.empty();
    }
    boolean added = update(last.isUnchanged(), LogChunk.addition(segment));
    return Optional.of(last.with(segment)).filter(chunk -> added);
  }

  private void remember(Uid job, LogChunk chunk) {
    if (remembered.size() >= MOST_REMEMBERED) {
      remembered.clear();
    }
    remembered.put(job, chunk);
  }

  private Optional<LogChunk> last(Uid job) {
    return calls
        .read(() -> collection.find(of(job)).sort(NEWEST_FIRST).limit(1).projection(WITHOUT_PARTS))
        .stream()
        .findFirst()
        .map(LogChunks::understood);
  }

  private static LogChunk understood(BsonDocument document) {
    try {
      return LogChunk.read(document);
    } catch (RuntimeException notUnderstood) {
      throw new UnavailableException(
          How.UNREACHABLE,
          "The end of the log is written as a newer version of this service writes",
          notUnderstood);
    }
  }

  List<LogSegment> read(Uid job, LogReading reading) {
    while (!reading.isFull()) {
      List<BsonDocument> one = take(reading, and(of(job), reading.rest()), 1);
      if (one.isEmpty() || reading.isLast(one.getLast())) {
        return reading.found();
      }
      if (!reading.isFull()) {
        take(reading, and(of(job), reading.wanted(one.getLast())), BATCH);
      }
    }
    return reading.found();
  }

  private List<BsonDocument> take(LogReading reading, Bson which, int most) {
    Bson filled = and(which, HAS_PARTS);
    List<BsonDocument> chunks =
        calls.read(
            () -> collection.find(filled).sort(reading.order()).limit(most).batchSize(BATCH));
    chunks.forEach(
        chunk -> reading.pass(chunk, unreadable.read(chunk, LogChunk::segments).orElse(List.of())));
    return chunks;
  }

  void drop(Uid job, long from, long to) {
    last(job).ifPresent(last -> dropBefore(last, between(job, from, to)));
  }

  private static Bson between(Uid job, long from, long to) {
    return and(of(job), gte(LogChunk.OFFSET, from), lte(LogChunk.END, to));
  }

  private void dropBefore(LogChunk last, Bson which) {
    Bson old = and(which, lt(LogChunk.NUMBER, last.number()));
    write(() -> collection.deleteMany(and(old, ne(LogChunk.WALL, true))));
    write(
        () ->
            collection.updateMany(
                and(old, HAS_PARTS),
                Updates.combine(
                    Updates.set(LogChunk.COUNT, 0L),
                    Updates.set(LogChunk.PARTS, new BsonArray()))));
  }

  void delete(Uid job) {
    remembered.remove(job);
    write(() -> collection.deleteMany(of(job)));
  }

  private static Bson of(Uid job) {
    return eq(LogChunk.JOB, job.value());
  }

  private Optional<LogChunk> inserted(LogChunk chunk, BsonDocument document) {
    try {
      calls.write(() -> collection.insertOne(document));
      return Optional.of(chunk);
    } catch (MongoWriteException refused) {
      if (refused.getCode() == MongoCalls.DUPLICATE) {
        return Optional.empty();
      }
      throw MongoCalls.unavailable(refused, true);
    }
  }

  /** Whether there was such a document. */
  private boolean update(Bson which, Bson change) {
    return write(() -> collection.updateOne(which, change)).getMatchedCount() == 1;
  }

  private <T> T write(Supplier<Publisher<T>> question) {
    try {
      return calls.write(question);
    } catch (MongoWriteException refused) {
      throw MongoCalls.unavailable(refused, true);
    }
  }
}
