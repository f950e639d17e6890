package io.benchmarkdeployer.core.usecase;

import io.benchmarkdeployer.core.model.CapturedLog;
import io.benchmarkdeployer.core.model.LogCapture;
import io.benchmarkdeployer.core.model.LogEntry;
import io.benchmarkdeployer.core.model.LogSegment;
import io.benchmarkdeployer.core.model.LogSource;
import io.benchmarkdeployer.core.model.Uid;
import io.benchmarkdeployer.core.port.LogStore;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds how far a log was read that another process captured. */
final class ResumePoints {
  private static final long READ = 1 << 20;

  private final LogStore store;
  private final LogLimits limits;

  ResumePoints(LogStore store, LogLimits limits) {
    this.store = store;
    this.limits = limits;
  }

  /** Of each life that was not over, by what is in the store of its last second. */
  Map<LogSource, ResumePoint> of(CapturedLog log) {
    var open = new HashMap<LogSource, LastSecond>();
    log.captures().stream()
        .filter(capture -> !capture.isOver())
        .map(LogCapture::source)
        .forEach(source -> open.put(source, new LastSecond()));
    readBack(log.job(), open);
    var points = new HashMap<LogSource, ResumePoint>();
    open.forEach((source, last) -> points.put(source, last.point()));
    return points;
  }

  private void readBack(Uid job, Map<LogSource, LastSecond> open) {
    List<LogSegment> some = open.isEmpty() ? List.of() : store.readBack(job, Long.MAX_VALUE, READ);
    while (!some.isEmpty() && !open.values().stream().allMatch(LastSecond::isComplete)) {
      for (LogSegment segment : some) {
        segment.entries().reversed().forEach(entry -> readBack(entry, open));
      }
      some = store.readBack(job, some.getLast().first(), READ);
    }
  }

  private void readBack(LogEntry entry, Map<LogSource, LastSecond> open) {
    if (entry instanceof LogEntry.Line line && isOneOfTheClusters(line)) {
      Optional.ofNullable(open.get(line.source())).ifPresent(last -> last.add(line.at()));
    }
  }

  /** Of a line that was cut here the last piece stands for all. */
  private boolean isOneOfTheClusters(LogEntry.Line line) {
    return line.ended() || limits.line() == LogLimits.LONGEST_LINE;
  }
}
