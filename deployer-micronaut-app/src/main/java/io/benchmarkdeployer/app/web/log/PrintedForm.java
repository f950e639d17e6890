package io.benchmarkdeployer.app.web.log;

import io.benchmarkdeployer.core.model.CapturedLog;
import io.benchmarkdeployer.core.model.LogEntry;
import io.benchmarkdeployer.core.model.LogSource;
import io.benchmarkdeployer.core.model.WorkloadStatus;
import io.benchmarkdeployer.core.usecase.LogBatch;
import java.util.Optional;

/**
 * As the containers printed it: a file of lines. The pieces of a long line are put together again
 * where nothing else came between them. For one reader alone, from the log's begin.
 */
final class PrintedForm implements LogForm {
  private static final int USUAL_LINE = 96;

  private final boolean raw;
  private final ToldGaps told = new ToldGaps();

  /** Whose line is not ended yet. */
  private Optional<LogSource> open = Optional.empty();

  PrintedForm(boolean raw) {
    this.raw = raw;
  }

  @Override
  public byte[] batch(LogBatch batch) {
    told.note(batch);
    var out = new LogBytes(batch.entries().size() * USUAL_LINE);
    for (LogEntry entry : batch.entries()) {
      switch (entry) {
        case LogEntry.Line line -> line(out, line);
        case LogEntry.Gap gap -> {
          close(out);
          Remarks.gap(out, gap);
        }
        case LogEntry.Truncated cut -> {
          close(out);
          Remarks.truncated(out, cut);
        }
      }
    }
    return out.take();
  }

  private void line(LogBytes out, LogEntry.Line line) {
    if (open.filter(line.source()::equals).isEmpty()) {
      close(out);
    }
    out.add(raw ? line.bytes() : PlainLine.of(line.bytes()));
    open = Optional.of(line.source());
    if (line.ended()) {
      close(out);
    }
  }

  private void close(LogBytes out) {
    if (open.isPresent()) {
      out.add('\n');
      open = Optional.empty();
    }
  }

  @Override
  public byte[] end(CapturedLog log, Optional<WorkloadStatus> status) {
    byte[] losses = Remarks.ofLosses(log, told);
    var out = new LogBytes(losses.length + 1);
    if (losses.length > 0) {
      close(out);
    }
    return out.add(losses).take();
  }

  @Override
  public byte[] error(String detail) {
    return NOTHING;
  }
}
