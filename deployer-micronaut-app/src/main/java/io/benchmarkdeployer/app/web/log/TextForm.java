package io.benchmarkdeployer.app.web.log;

import io.benchmarkdeployer.core.model.CapturedLog;
import io.benchmarkdeployer.core.model.LogEntry;
import io.benchmarkdeployer.core.model.WorkloadStatus;
import io.benchmarkdeployer.core.usecase.LogBatch;
import java.util.List;
import java.util.Optional;

/** As lines for a person at a terminal, each with its container before it. For one reader alone. */
final class TextForm implements LogForm {
  private static final int USUAL_LINE = 128;

  private final Lines lines;
  private final ToldGaps told = new ToldGaps();

  /**
   * A new one.
   *
   * @param timestamps whether each line begins with its time
   * @param raw whether lines are sent byte for byte, control sequences too
   */
  TextForm(boolean timestamps, boolean raw) {
    this.lines = new Lines(timestamps, raw);
  }

  /** Equal ones share what they make of a batch. */
  private record Lines(boolean timestamps, boolean raw) implements LogBatch.Rendering<byte[]> {
    @Override
    public byte[] of(List<LogEntry> entries) {
      var out = new LogBytes(entries.size() * USUAL_LINE);
      for (LogEntry entry : entries) {
        switch (entry) {
          case LogEntry.Line line -> line(out, line);
          case LogEntry.Gap gap -> Remarks.gap(out, gap);
          case LogEntry.Truncated cut -> Remarks.truncated(out, cut);
        }
      }
      return out.take();
    }

    private void line(LogBytes out, LogEntry.Line line) {
      if (timestamps) {
        out.time(line.at()).add(' ');
      }
      out.add('[').add(line.source().pod()).add('/').add(line.source().container()).add("] ");
      out.add(raw ? line.bytes() : LogBytes.utf8(PlainLine.of(line.bytes())));
      out.add('\n');
    }
  }

  @Override
  public byte[] batch(LogBatch batch) {
    told.note(batch);
    return batch.shared(lines);
  }

  @Override
  public byte[] end(CapturedLog log, Optional<WorkloadStatus> status) {
    return Remarks.ofLosses(log, told);
  }

  @Override
  public byte[] error(String detail) {
    return Remarks.ofError(detail);
  }
}
