package io.benchmarkdeployer.app.web.log;

import io.benchmarkdeployer.core.model.CapturedLog;
import io.benchmarkdeployer.core.model.LogCapture;
import io.benchmarkdeployer.core.model.LogEntry;

/**
 * What is said among the lines of a log about the log itself: lines that begin with {@code ---}.
 */
final class Remarks {
  private Remarks() {}

  static void gap(LogBytes out, LogEntry.Gap gap) {
    out.add("--- [").add(gap.source().toString()).add("] lines may be missing here: ");
    out.add(oneLine(gap.why())).add('\n');
  }

  static void truncated(LogBytes out, LogEntry.Truncated cut) {
    out.add(
        "--- %d entries (%d bytes) were cut out here: the log is over its limit"
            .formatted(cut.sequence() - cut.first() + 1, cut.bytes()));
    out.add('\n');
  }

  /**
   * What was lost at the end of a container, where no gap told of it. Only once nothing more comes.
   */
  static byte[] ofLosses(CapturedLog log, ToldGaps told) {
    var out = new LogBytes(0);
    if (log.isSealed()) {
      log.captures().stream()
          .filter(capture -> capture.state() == LogCapture.State.LOST)
          .filter(capture -> !told.tell(capture))
          .forEach(capture -> lost(out, capture));
    }
    return out.take();
  }

  private static void lost(LogBytes out, LogCapture capture) {
    out.add("--- [").add(capture.source().toString()).add("] its end is missing: ");
    out.add(oneLine(capture.why())).add('\n');
  }

  static byte[] ofError(String detail) {
    return new LogBytes(256).add("--- error: ").add(oneLine(detail)).add('\n').take();
  }

  private static String oneLine(String text) {
    return text.replaceAll("\\p{Cntrl}+", " ");
  }
}
