package io.benchmarkdeployer.mongo;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.benchmarkdeployer.core.model.CapturedLog;
import io.benchmarkdeployer.core.model.DeploymentId;
import io.benchmarkdeployer.core.model.Lease;
import io.benchmarkdeployer.core.model.LogEntry;
import io.benchmarkdeployer.core.model.LogSegment;
import io.benchmarkdeployer.core.model.LogSource;
import io.benchmarkdeployer.core.model.ResourceRef;
import io.benchmarkdeployer.core.model.Uid;
import io.benchmarkdeployer.core.port.LogEnd;
import io.benchmarkdeployer.core.port.LogStore;
import java.time.Instant;
import java.util.List;

/** Records of logs, and entries. */
final class Logs {
  static final Instant NOON = Instant.parse("2026-03-01T12:00:00.123Z");
  static final Uid JOB = new Uid("job-uid");
  static final LogSource SOURCE = new LogSource("test-job-x7k2p", new Uid("pod-uid"), "main", 0);

  private Logs() {}

  static CapturedLog begun() {
    return CapturedLog.begun(
        JOB,
        ResourceRef.job("default", "test-job"),
        new DeploymentId("a-deployment"),
        new Lease("me", NOON.plusSeconds(60)),
        NOON);
  }

  /** One line of so many bytes, after all others. */
  static LogSegment line(LogEnd end, int size) {
    byte[] text = "x".repeat(size - 1).getBytes(UTF_8);
    var line = new LogEntry.Line(end.sequence() + 1, SOURCE, NOON, text, true);
    return LogSegment.pack(end.offset(), List.of(line));
  }

  static LogEnd endOf(LogSegment segment) {
    return new LogEnd(segment.last(), segment.end());
  }

  /** So many lines of that size, under the first fence. */
  static LogEnd fill(LogStore store, int lines, int size) {
    LogEnd end = store.fence(JOB, 1);
    for (int i = 0; i < lines; i++) {
      LogSegment segment = line(end, size);
      if (!store.append(JOB, 1, segment)) {
        throw new AssertionError("refused: " + segment);
      }
      end = endOf(segment);
    }
    return end;
  }

  static List<Long> numbers(LogStore store) {
    return store.read(JOB, 0, Long.MAX_VALUE).stream().map(LogSegment::first).toList();
  }
}
