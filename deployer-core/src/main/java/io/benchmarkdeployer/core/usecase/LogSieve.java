package io.benchmarkdeployer.core.usecase;

import io.benchmarkdeployer.core.model.LogEntry;
import java.util.List;

/** Placeholder until the part "sieve" is merged. */
final class LogSieve {
  private final LogFilter filter;

  LogSieve(LogFilter filter) {
    this.filter = filter;
  }

  List<LogEntry> pass(List<LogEntry> entries) {
    return entries.stream().filter(this::passes).toList();
  }

  private boolean passes(LogEntry entry) {
    return !(entry instanceof LogEntry.Line line)
        || filter.text().filter(text -> !text.test(line.text())).isEmpty();
  }
}
