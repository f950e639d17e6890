package io.benchmarkdeployer.app.wiring;

import io.benchmarkdeployer.core.usecase.LogLimits;
import java.time.Duration;

/** Reads the bounds of the logs that are kept. */
final class LogVariables {
  private static final LogLimits UNSET = LogLimits.DEFAULT;

  /** Half of it is the head and half the tail: less would show neither. */
  private static final long SMALLEST = 64 << 10;

  private static final long LARGEST = 1L << 40;
  private static final int SHORTEST_LINE = 1 << 10;
  private static final Duration LONGEST_RETENTION = Duration.ofDays(3_650);

  private LogVariables() {}

  static LogLimits read(Variables variables) {
    return new LogLimits(
        variables.size("DEPLOYER_LOG_LIMIT", UNSET.perJob(), SMALLEST, LARGEST),
        variables.size(
            "DEPLOYER_LOG_LINE_LIMIT", UNSET.line(), SHORTEST_LINE, LogLimits.LONGEST_LINE),
        variables.duration("DEPLOYER_LOG_RETENTION", UNSET.retention(), LONGEST_RETENTION),
        variables.duration(
            "DEPLOYER_LOG_RETENTION_FAILED", UNSET.retentionFailed(), LONGEST_RETENTION));
  }
}
