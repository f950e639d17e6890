package io.benchmarkdeployer.core.usecase;

import io.benchmarkdeployer.core.model.LogEntry;
import java.util.List;

/** Makes batches as the core does, for scripted followers. */
public final class LogBatches {
  private LogBatches() {}

  public static LogBatch of(LogEntry... entries) {
    return new LogBatch(List.of(entries), entries[entries.length - 1].sequence());
  }

  /** One whose last entries a filter left out. */
  public static LogBatch upTo(long last, LogEntry... entries) {
    return new LogBatch(List.of(entries), last);
  }

  public static LogBatch of(List<LogEntry> entries) {
    return new LogBatch(entries, entries.getLast().sequence());
  }
}
