package io.benchmarkdeployer.core.usecase;

import java.time.Duration;

/**
 * The bounds of logs that an operator may set.
 *
 * @param perJob how much of one job's log is kept, in bytes: of more the first and the last half
 * @param line a longer line is kept in pieces of so many bytes
 * @param retention how long a log is kept after its job's end
 * @param retentionFailed the same of a job that did not complete
 */
public record LogLimits(long perJob, int line, Duration retention, Duration retentionFailed) {
  /** The longest {@link #line}: adapters cut there themselves. */
  public static final int LONGEST_LINE = 1 << 20;

  public static final LogLimits DEFAULT =
      new LogLimits(64L << 20, LONGEST_LINE, Duration.ofDays(30), Duration.ofDays(90));

  public LogLimits {
    if (line < 1 || line > LONGEST_LINE) {
      throw new IllegalArgumentException("a line has 1 byte to 1 MiB");
    }
  }
}
