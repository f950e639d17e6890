package io.benchmarkdeployer.mongo;

import static org.assertj.core.api.Assertions.assertThat;

import io.benchmarkdeployer.core.model.LogSegment;
import io.benchmarkdeployer.core.port.LogEnd;
import java.util.List;
import org.bson.BsonDocument;
import org.junit.jupiter.api.Test;

/** What a log that is being written looks like to who reads it meanwhile. */
final class LogReadingTest {
  private static final int SIZE = 100;

  private final LogSegment first = Logs.line(new LogEnd(0, 0), SIZE);
  private final LogSegment second = Logs.line(Logs.endOf(first), SIZE);
  private final LogSegment third = Logs.line(Logs.endOf(second), SIZE);
  private final LogChunk closed = LogChunk.first(Logs.JOB, 1).with(first).closed();
  private final LogChunk open = closed.following(1).with(second);

  @Test
  void aChunkThatGrewSinceItWasPassedIsNotReadTwice() {
    LogReading reading = LogReading.forwards(0, Long.MAX_VALUE);
    pass(reading, closed, first);
    pass(reading, open, second);
    pass(reading, open.with(third), second, third);
    assertThat(reading.found()).extracting(LogSegment::first).containsExactly(1L, 2L, 3L);
  }

  private static void pass(LogReading reading, LogChunk chunk, LogSegment... segments) {
    BsonDocument document = chunk.document(List.of(segments));
    reading.pass(document, LogChunk.segments(document));
  }
}
