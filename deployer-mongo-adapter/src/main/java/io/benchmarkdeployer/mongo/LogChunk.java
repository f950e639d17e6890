package io.benchmarkdeployer.mongo;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;

import com.mongodb.client.model.Updates;
import io.benchmarkdeployer.core.model.LogSegment;
import io.benchmarkdeployer.core.model.Uid;
import io.benchmarkdeployer.core.port.LogEnd;
import java.util.List;
import java.util.Optional;
import org.bson.BsonBinary;
import org.bson.BsonDocument;
import org.bson.BsonObjectId;
import org.bson.conversions.Bson;
import org.bson.types.ObjectId;

/**
 * Some segments of a log that follow one another, as they stand in one document, without the
 * segments themselves.
 *
 * @param number counts the chunks of a log, from 0
 * @param turn who knows it may add to this chunk; empty once it is closed, and then nothing is
 * @param first the number of its first entry
 * @param next the number of the entry after its last one
 * @param offset how many bytes of the log come before it
 * @param end how many bytes of the log are before and in it
 * @param bytes how many its segments take, packed
 * @param count how many they are
 */
record LogChunk(
    String job,
    long number,
    long fence,
    Optional<ObjectId> turn,
    long first,
    long next,
    long offset,
    long end,
    long bytes,
    long count) {
  static final String ID = "_id";
  static final String JOB = "_id.job";
  static final String NUMBER = "_id.number";
  static final String FENCE = "fence";
  static final String TURN = "turn";
  static final String FIRST = "first";
  static final String NEXT = "next";
  static final String OFFSET = "offset";
  static final String END = "end";
  static final String BYTES = "bytes";
  static final String COUNT = "count";
  static final String PARTS = "parts";

  /** Made to keep its number from others, see {@link LogChunks}; of those only. */
  static final String WALL = "wall";

  static final List<Index> INDEXES =
      List.of(Index.inOrder(JOB, NEXT), Index.newestFirst(JOB, FIRST), Index.inOrder(JOB, OFFSET));

  /** Rewritten with each segment that is added: to be small. */
  private static final int MOST_PACKED = 256 << 10;

  /** What is dropped from a log's middle is dropped by chunks: to be small beside 4 MiB. */
  private static final int MOST_BYTES = 512 << 10;

  private static final int MOST_PARTS = 500;

  /** The first chunk of a log. */
  static LogChunk first(Uid job, long fence) {
    return new LogChunk(job.value(), 0, fence, Optional.of(new ObjectId()), 1, 1, 0, 0, 0, 0);
  }

  /** The one after this, with nothing in it yet. */
  LogChunk following(long by) {
    return new LogChunk(
        job, number + 1, by, Optional.of(new ObjectId()), next, next, end, end, 0, 0);
  }

  /** The same with a segment more. */
  LogChunk with(LogSegment segment) {
    return new LogChunk(
        job,
        number,
        fence,
        turn,
        first,
        segment.last() + 1,
        offset,
        segment.end(),
        bytes + segment.packed().length,
        count + 1);
  }

  /** The same, to be added to under this fence, by who knows this turn. */
  LogChunk with(long other, ObjectId may) {
    return new LogChunk(
        job, number, other, Optional.of(may), first, next, offset, end, bytes, count);
  }

  LogChunk closed() {
    return new LogChunk(
        job, number, fence, Optional.empty(), first, next, offset, end, bytes, count);
  }

  boolean isClosed() {
    return turn.isEmpty();
  }

  /** Whether nothing was ever added; segments may have been dropped of one that is not. */
  boolean isEmpty() {
    return next == first;
  }

  LogEnd logEnd() {
    return new LogEnd(next - 1, end);
  }

  /** Whether the segment comes right after this, in the name of who set this fence. */
  boolean precedes(LogSegment segment, long by) {
    return fence == by && next == segment.first() && end == segment.offset();
  }

  /** A segment that is larger than all this gets a chunk of its own. */
  boolean hasRoomFor(LogSegment segment) {
    return isEmpty()
        || (count < MOST_PARTS
            && bytes + segment.packed().length <= MOST_PACKED
            && segment.end() - offset <= MOST_BYTES);
  }

  Bson isThis() {
    return eq(ID, id());
  }

  /** This chunk, if nothing has happened to it. */
  Bson isUnchanged() {
    return and(
        isThis(),
        eq(TURN, turn.map(BsonObjectId::new).orElseThrow()),
        eq(NEXT, next),
        eq(END, end));
  }

  static Bson addition(LogSegment segment) {
    return Updates.combine(
        Updates.push(PARTS, part(segment)),
        Updates.set(NEXT, segment.last() + 1),
        Updates.set(END, segment.end()),
        Updates.inc(BYTES, (long) segment.packed().length),
        Updates.inc(COUNT, 1L));
  }

  private BsonDocument id() {
    return new Fields().put("job", job).put("number", number).document();
  }

  /** As a new document with these segments. */
  BsonDocument document(List<LogSegment> segments) {
    var fields = new Fields();
    return fields
        .put(ID, id())
        .put(FENCE, fence)
        .putIf(turn, may -> fields.put(TURN, new BsonObjectId(may)))
        .put(FIRST, first)
        .put(NEXT, next)
        .put(OFFSET, offset)
        .put(END, end)
        .put(BYTES, bytes)
        .put(COUNT, count)
        .putAll(PARTS, segments.stream().map(LogChunk::part).toList())
        .document();
  }

  private static BsonDocument part(LogSegment segment) {
    return new Fields()
        .put("first", segment.first())
        .put("last", segment.last())
        .put("offset", segment.offset())
        .put("size", segment.size())
        .put("packed", new BsonBinary(segment.packed()))
        .document();
  }

  /**
   * The chunk that this document holds.
   *
   * @throws RuntimeException of any kind where it is not as we write it
   */
  static LogChunk read(BsonDocument document) {
    var fields = new Fields(document);
    Fields id = fields.fields(ID);
    return new LogChunk(
        id.text("job"),
        id.whole("number"),
        fields.whole(FENCE),
        fields.maybe(TURN, name -> document.getObjectId(name).getValue()),
        fields.whole(FIRST),
        fields.whole(NEXT),
        fields.whole(OFFSET),
        fields.whole(END),
        fields.whole(BYTES),
        fields.whole(COUNT));
  }

  /**
   * The segments that this document holds, oldest first.
   *
   * @throws RuntimeException of any kind where it is not as we write it
   */
  static List<LogSegment> segments(BsonDocument document) {
    return new Fields(document).list(PARTS).stream().map(LogChunk::segment).toList();
  }

  private static LogSegment segment(Fields fields) {
    return new LogSegment(
        fields.whole("first"),
        fields.whole("last"),
        fields.whole("offset"),
        fields.whole("size"),
        fields.document().getBinary("packed").getData());
  }

  /** Where in the order of entries a document stands, one of a newer version too. */
  static long whole(BsonDocument document, String field) {
    return document.getNumber(field).longValue();
  }
}
