package io.benchmarkdeployer.app.web.log;

import io.benchmarkdeployer.app.web.sse.EventText;
import io.benchmarkdeployer.core.model.CapturedLog;
import io.benchmarkdeployer.core.model.LogEntry;
import io.benchmarkdeployer.core.model.WorkloadStatus;
import io.benchmarkdeployer.core.usecase.LogBatch;
import io.micronaut.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

/**
 * As server-sent events, the cursor for their id. Equal forms share what they make of a batch.
 *
 * @param raw whether control sequences are kept
 */
record EventForm(boolean raw, JsonMapper json) implements LogForm, LogBatch.Rendering<byte[]> {
  private static final int USUAL_EVENT = 224;

  @Override
  public byte[] opening() {
    return EventText.opening();
  }

  @Override
  public byte[] quiet() {
    return EventText.ping();
  }

  /** Where a filter left the last ones out, the cursor goes on all the same. */
  @Override
  public byte[] batch(LogBatch batch) {
    byte[] shown = batch.shared(this);
    boolean isCursorBehind =
        batch.entries().isEmpty() || batch.entries().getLast().sequence() < batch.last();
    return isCursorBehind
        ? new LogBytes(shown.length + 32)
            .add(shown)
            .add("id: ")
            .number(batch.last())
            .add("\n\n")
            .take()
        : shown;
  }

  @Override
  public byte[] of(List<LogEntry> entries) {
    var out = new LogBytes(entries.size() * USUAL_EVENT);
    var fields = new JsonEntries(out, raw);
    for (LogEntry entry : entries) {
      out.add("id: ").number(entry.sequence());
      switch (entry) {
        case LogEntry.Line line -> {
          out.add("\nevent: log\ndata: {");
          fields.line(line);
        }
        case LogEntry.Gap gap -> {
          out.add("\nevent: gap\ndata: {");
          fields.gap(gap);
        }
        case LogEntry.Truncated cut -> {
          out.add("\nevent: truncated\ndata: {");
          fields.truncated(cut);
        }
      }
      out.add("}\n\n");
    }
    return out.take();
  }

  @Override
  public byte[] status(WorkloadStatus status) {
    return event("status", StatusEvent.from(status));
  }

  @Override
  public byte[] end(CapturedLog log, Optional<WorkloadStatus> status) {
    return event("end", EndEvent.from(log, status));
  }

  @Override
  public byte[] error(String detail) {
    return new LogBytes(256)
        .add("event: error\ndata: {\"detail\":")
        .json(detail)
        .add("}\n\n")
        .take();
  }

  private byte[] event(String name, Object data) {
    try {
      return new LogBytes(512)
          .add("event: ")
          .add(name)
          .add("\ndata: ")
          .add(json.writeValueAsBytes(data))
          .add("\n\n")
          .take();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }
}
