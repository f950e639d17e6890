package io.benchmarkdeployer.app.web.log;

import io.benchmarkdeployer.core.model.LogEntry;
import io.benchmarkdeployer.core.model.LogSource;
import java.util.Optional;

/** Writes the fields of entries as JSON, without the braces around them. One thread at a time. */
final class JsonEntries {
  private final LogBytes out;
  private final boolean raw;

  // Mostly the next line is of the same container.
  private Optional<LogSource> known = Optional.empty();
  private byte[] fields = new byte[0];

  JsonEntries(LogBytes out, boolean raw) {
    this.out = out;
    this.raw = raw;
  }

  void line(LogEntry.Line line) {
    source(line.source());
    out.add(",\"timestamp\":\"").time(line.at()).add("\",\"text\":");
    out.json(raw ? line.bytes() : ControlSequences.stripped(line.bytes()));
    if (!line.ended()) {
      out.add(",\"continues\":true");
    }
  }

  void gap(LogEntry.Gap gap) {
    source(gap.source());
    out.add(",\"timestamp\":\"").time(gap.at()).add("\",\"reason\":").json(gap.why());
  }

  void truncated(LogEntry.Truncated cut) {
    out.add("\"first\":").number(cut.first());
    out.add(",\"last\":").number(cut.sequence());
    out.add(",\"bytes\":").number(cut.bytes());
  }

  void source(LogSource source) {
    if (known.filter(source::equals).isEmpty()) {
      known = Optional.of(source);
      fields = fieldsOf(source);
    }
    out.add(fields);
  }

  private static byte[] fieldsOf(LogSource source) {
    var bytes = new LogBytes(128);
    bytes.add("\"pod\":").json(source.pod()).add(",\"container\":").json(source.container());
    if (source.attempt() != 0) {
      bytes.add(",\"attempt\":").number(source.attempt());
    }
    return bytes.take();
  }
}
