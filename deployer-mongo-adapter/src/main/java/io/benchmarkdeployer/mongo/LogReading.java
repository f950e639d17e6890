package io.benchmarkdeployer.mongo;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.lt;

import com.mongodb.client.model.Sorts;
import io.benchmarkdeployer.core.model.LogSegment;
import java.util.ArrayList;
import java.util.List;
import org.bson.BsonDocument;
import org.bson.conversions.Bson;

/** A way through a log's chunks from some place on, until as much was read as is wanted. */
abstract sealed class LogReading {
  private final List<LogSegment> found = new ArrayList<>();
  private long place;
  private long left;
  private boolean full;

  private LogReading(long place, long left) {
    this.place = place;
    this.left = Math.max(0, left);
  }

  /** Of what comes after the entry of this number, oldest first. */
  static LogReading forwards(long after, long most) {
    return new Forwards(after, most);
  }

  /** Of what comes before the entry of this number, newest first. */
  static LogReading backwards(long before, long most) {
    return new Backwards(before, most);
  }

  /** Whether nothing more is wanted. */
  boolean isFull() {
    return full;
  }

  List<LogSegment> found() {
    return List.copyOf(found);
  }

  /** The chunks that follow. */
  Bson rest() {
    return rest(place);
  }

  /** The chunks that follow this one and, if none is missing between, are wanted too. */
  Bson wanted(BsonDocument chunk) {
    return and(rest(), wanted(chunk, left));
  }

  /** Goes past this chunk and takes of its segments, oldest first, what is wanted. */
  void pass(BsonDocument chunk, List<LogSegment> segments) {
    for (LogSegment segment : inOrder(segments, place)) {
      take(segment);
    }
    place = place(chunk);
  }

  private void take(LogSegment segment) {
    full |= !found.isEmpty() && segment.size() > left;
    if (!full) {
      found.add(segment);
      left = Math.max(0, left - segment.size());
      full = left == 0;
    }
  }

  abstract Bson order();

  /** Whether no chunk follows this one for sure. */
  abstract boolean isLast(BsonDocument chunk);

  abstract Bson rest(long from);

  abstract Bson wanted(BsonDocument chunk, long most);

  abstract long place(BsonDocument chunk);

  abstract List<LogSegment> inOrder(List<LogSegment> segments, long from);

  private static final class Forwards extends LogReading {
    Forwards(long after, long most) {
      super(after == Long.MAX_VALUE ? after : after + 1, most);
    }

    @Override
    Bson order() {
      return Sorts.ascending(LogChunk.NEXT);
    }

    @Override
    boolean isLast(BsonDocument chunk) {
      return chunk.containsKey(LogChunk.TURN);
    }

    @Override
    Bson rest(long from) {
      return gt(LogChunk.NEXT, from);
    }

    @Override
    Bson wanted(BsonDocument chunk, long most) {
      long end = LogChunk.whole(chunk, LogChunk.END);
      return lt(LogChunk.OFFSET, most > Long.MAX_VALUE - end ? Long.MAX_VALUE : end + most);
    }

    @Override
    long place(BsonDocument chunk) {
      return LogChunk.whole(chunk, LogChunk.NEXT);
    }

    /** The last chunk may have grown since it was passed, and then comes again. */
    @Override
    List<LogSegment> inOrder(List<LogSegment> segments, long from) {
      return segments.stream().filter(segment -> segment.last() >= from).toList();
    }
  }

  private static final class Backwards extends LogReading {
    private final long before;

    Backwards(long before, long most) {
      super(before, most);
      this.before = before;
    }

    @Override
    Bson order() {
      return Sorts.descending(LogChunk.FIRST);
    }

    @Override
    boolean isLast(BsonDocument chunk) {
      return place(chunk) == 1;
    }

    @Override
    Bson rest(long from) {
      return lt(LogChunk.FIRST, from);
    }

    @Override
    Bson wanted(BsonDocument chunk, long most) {
      return gt(LogChunk.END, LogChunk.whole(chunk, LogChunk.OFFSET) - most);
    }

    @Override
    long place(BsonDocument chunk) {
      return LogChunk.whole(chunk, LogChunk.FIRST);
    }

    @Override
    List<LogSegment> inOrder(List<LogSegment> segments, long from) {
      return segments.stream().filter(segment -> segment.first() < before).toList().reversed();
    }
  }
}
