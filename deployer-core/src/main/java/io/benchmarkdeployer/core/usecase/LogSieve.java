package io.benchmarkdeployer.core.usecase;

import io.benchmarkdeployer.core.model.LogEntry;
import io.benchmarkdeployer.core.model.LogSource;
import io.benchmarkdeployer.core.model.TerminalText;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a {@link LogFilter} lets through of a log that comes in batches, one after the other.
 *
 * <p>Each batch that passes is in the log's order, and nothing passes twice. The lines before a hit
 * may have come in earlier batches: they pass with the hit's batch, so that they are late where
 * lines of other sources passed meanwhile, and its first number is then lower than one that passed
 * before. Within a source the order always holds. A cursor must therefore be the highest number so
 * far, never simply the last.
 *
 * <p>No context reaches over a gap of its source or a cut. What is remembered for lines before a
 * hit is bounded, by {@link #MOST_SOURCES} and {@link #MOST_HELD} over all of them: beyond that
 * there may be less context, first for the source that has been quiet longest, but never a hit
 * less. For one thread.
 */
final class LogSieve {
  /** More sources than print at one time. */
  static final int MOST_SOURCES = 1_000;

  /** How much the lines that are held may be, in bytes. */
  static final long MOST_HELD = 2L << 20;

  private static final int COST_OF_LINE = 64;
  private static final Comparator<LogEntry> IN_ORDER = Comparator.comparingLong(LogEntry::sequence);

  private final LogFilter filter;

  /** The one that printed last comes last. */
  private final Map<LogSource, Context> contexts = new LinkedHashMap<>(16, 0.75f, true);

  private long held;

  LogSieve(LogFilter filter) {
    this.filter = filter;
  }

  /** The next entries of the log; what of them, and of lines before, passes. */
  List<LogEntry> pass(List<LogEntry> entries) {
    if (filter.letsAllThrough()) {
      return entries;
    }
    var passed = new ArrayList<LogEntry>();
    entries.forEach(entry -> sift(entry, passed));
    passed.sort(IN_ORDER);
    return passed;
  }

  private void sift(LogEntry entry, List<LogEntry> passed) {
    switch (entry) {
      case LogEntry.Line line when isWanted(line.source()) -> sift(line, passed);
      case LogEntry.Gap gap when isWanted(gap.source()) -> {
        forget(gap.source());
        passed.add(gap);
      }
      case LogEntry.Truncated cut -> {
        contexts.clear();
        held = 0;
        passed.add(cut);
      }
      case LogEntry.Line ofAnother -> {}
      case LogEntry.Gap ofAnother -> {}
    }
  }

  private boolean isWanted(LogSource source) {
    return filter.pod().map(source.pod()::equals).orElse(true)
        && filter.container().map(source.container()::equals).orElse(true);
  }

  private void sift(LogEntry.Line line, List<LogEntry> passed) {
    boolean hit = isHit(line);
    if (filter.context() == 0) {
      if (hit) {
        passed.add(line);
      }
      return;
    }
    Context context = contexts.computeIfAbsent(line.source(), source -> new Context());
    if (hit) {
      context.release(passed);
      context.after = filter.context();
      passed.add(line);
    } else if (context.after > 0) {
      context.after--;
      passed.add(line);
    } else {
      context.hold(line);
    }
    shrink();
  }

  private boolean isHit(LogEntry.Line line) {
    return filter.text().map(text -> text.test(TerminalText.plain(line.text()))).orElse(true);
  }

  private void forget(LogSource source) {
    Context context = contexts.remove(source);
    if (context != null) {
      context.clear();
    }
  }

  private void shrink() {
    while (contexts.size() > MOST_SOURCES || held > MOST_HELD) {
      Map.Entry<LogSource, Context> quietest = contexts.entrySet().iterator().next();
      if (contexts.size() > MOST_SOURCES || quietest.getValue().lines.isEmpty()) {
        forget(quietest.getKey());
      } else {
        quietest.getValue().dropOldest();
      }
    }
  }

  private static long cost(LogEntry.Line line) {
    return (long) line.size() + COST_OF_LINE;
  }

  /** The last lines of one source, as long as they have not passed. */
  private final class Context {
    private final Deque<LogEntry.Line> lines = new ArrayDeque<>();

    /** How many lines after the last hit are still to pass. */
    private int after;

    void hold(LogEntry.Line line) {
      if (lines.size() == filter.context()) {
        dropOldest();
      }
      lines.add(line);
      held += cost(line);
    }

    void dropOldest() {
      held -= cost(lines.remove());
    }

    void release(List<LogEntry> passed) {
      passed.addAll(lines);
      clear();
    }

    void clear() {
      while (!lines.isEmpty()) {
        dropOldest();
      }
    }
  }
}
