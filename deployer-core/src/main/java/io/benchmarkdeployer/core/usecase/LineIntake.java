package io.benchmarkdeployer.core.usecase;

import io.benchmarkdeployer.core.model.LogSource;
import java.time.Instant;
import java.util.Arrays;

/** What one container prints, on its way into its job's log: long lines are cut on it. */
final class LineIntake {
  private final LiveLog log;
  private final int longest;
  private volatile Instant last = Instant.MIN;

  /**
   * Into this log.
   *
   * @param longest longer lines are cut into pieces of so many bytes
   */
  LineIntake(LiveLog log, int longest) {
    this.log = log;
    this.longest = longest;
  }

  /** Takes a line, or a piece of one; waits where the log can't be written as fast. */
  void line(LogSource source, Instant at, byte[] bytes, boolean ended) throws InterruptedException {
    int from = 0;
    while (bytes.length - from > longest) {
      log.add(source, at, Arrays.copyOfRange(bytes, from, from + longest), false);
      from += longest;
    }
    log.add(source, at, from == 0 ? bytes : Arrays.copyOfRange(bytes, from, bytes.length), ended);
    last = at;
  }

  void gap(LogSource source, Instant at, String why) throws InterruptedException {
    log.addGap(source, at, why);
  }

  /** Nothing more comes. */
  void finish() throws InterruptedException {}

  /** When the cluster took the last line; long ago where there was none. */
  Instant lastTime() {
    return last;
  }
}
