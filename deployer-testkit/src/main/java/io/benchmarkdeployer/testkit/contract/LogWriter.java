package io.benchmarkdeployer.testkit.contract;

import io.benchmarkdeployer.core.model.LogEntry;
import io.benchmarkdeployer.core.model.LogSegment;
import io.benchmarkdeployer.core.model.Uid;
import io.benchmarkdeployer.core.port.ConflictException;
import io.benchmarkdeployer.core.port.LogEnd;
import io.benchmarkdeployer.core.port.LogStore;
import io.benchmarkdeployer.core.port.StatePort;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One of several that take a log from each other and write on until they are refused. Each line
 * tells under which fence it was written.
 */
final class LogWriter {
  private static final int MOST_A_TURN = 20;

  private final LogStore store;
  private final Uid job;
  private final AtomicLong fences;
  private final List<Fenced> fenced = new ArrayList<>();
  private final List<Written> written = new ArrayList<>();

  /** What a fence told when it was set. */
  record Fenced(long fence, LogEnd end) {}

  /** A line of which the store said that it was appended. */
  record Written(long sequence, long fence) {}

  private LogWriter(LogStore store, Uid job, AtomicLong fences) {
    this.store = store;
    this.job = job;
    this.fences = fences;
  }

  /** So many of them, each with so many turns, all at once. */
  static List<LogWriter> race(StatePort state, Uid job, int writers, int turns) throws Exception {
    var fences = new AtomicLong();
    return Race.of(
        writers, i -> new LogWriter(state.logs(), job, fences).run(turns, 1 + i * 120_000));
  }

  static List<Fenced> fences(List<LogWriter> writers) {
    return writers.stream().flatMap(writer -> writer.fenced.stream()).toList();
  }

  /** What stands in a line. */
  static Written mark(LogEntry.Line line) {
    String text = line.text();
    return new Written(line.sequence(), Long.parseLong(text.substring(0, text.indexOf(' '))));
  }

  List<Written> written() {
    return written;
  }

  /** With lines that grow up to this size, from small ones. */
  private LogWriter run(int turns, int largest) {
    for (int turn = 0; turn < turns; turn++) {
      long fence = fences.incrementAndGet();
      try {
        LogEnd end = store.fence(job, fence);
        fenced.add(new Fenced(fence, end));
        write(fence, end, largest);
      } catch (ConflictException overtaken) {
        // Somebody else's turn, then.
      }
    }
    return this;
  }

  private void write(long fence, LogEnd begin, int largest) {
    LogEnd end = begin;
    for (int i = 1; i <= MOST_A_TURN; i++) {
      int size = 30 + (int) ((long) largest * i / MOST_A_TURN);
      LogSegment segment = SampleLog.sized(end, size, fence + " ");
      if (!store.append(job, fence, segment)) {
        return;
      }
      written.add(new Written(segment.first(), fence));
      end = SampleLog.endOf(segment);
    }
  }
}
