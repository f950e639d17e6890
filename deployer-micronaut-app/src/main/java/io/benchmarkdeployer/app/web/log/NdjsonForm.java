package io.benchmarkdeployer.app.web.log;

import io.benchmarkdeployer.core.model.CapturedLog;
import io.benchmarkdeployer.core.model.LogCapture;
import io.benchmarkdeployer.core.model.LogEntry;
import io.benchmarkdeployer.core.model.WorkloadStatus;
import io.benchmarkdeployer.core.usecase.LogBatch;
import java.util.List;
import java.util.Optional;

/**
 * As a file of JSON objects, one a line. Equal forms share what they make of a batch.
 *
 * @param raw whether control sequences are kept
 */
record NdjsonForm(boolean raw) implements LogForm, LogBatch.Rendering<byte[]> {
  private static final int USUAL_LINE = 224;

  @Override
  public byte[] batch(LogBatch batch) {
    return batch.shared(this);
  }

  @Override
  public byte[] of(List<LogEntry> entries) {
    var out = new LogBytes(entries.size() * USUAL_LINE);
    var fields = new JsonEntries(out, raw);
    for (LogEntry entry : entries) {
      out.add("{\"sequence\":").number(entry.sequence());
      switch (entry) {
        case LogEntry.Line line -> {
          out.add(",\"type\":\"log\",");
          fields.line(line);
        }
        case LogEntry.Gap gap -> {
          out.add(",\"type\":\"gap\",");
          fields.gap(gap);
        }
        case LogEntry.Truncated cut -> {
          out.add(",\"type\":\"truncated\",");
          fields.truncated(cut);
        }
      }
      out.add("}\n");
    }
    return out.take();
  }

  /**
   * Of what was lost at the end of a container nothing else tells. Only once nothing more comes.
   */
  @Override
  public byte[] end(CapturedLog log, Optional<WorkloadStatus> status) {
    var out = new LogBytes(0);
    if (log.isSealed()) {
      log.captures().stream()
          .filter(capture -> capture.state() == LogCapture.State.LOST)
          .forEach(capture -> lost(out, capture));
    }
    return out.take();
  }

  private void lost(LogBytes out, LogCapture capture) {
    out.add("{\"type\":\"lost\",");
    new JsonEntries(out, raw).source(capture.source());
    out.add(",\"reason\":").json(capture.why()).add("}\n");
  }

  @Override
  public byte[] error(String detail) {
    return NOTHING;
  }
}
