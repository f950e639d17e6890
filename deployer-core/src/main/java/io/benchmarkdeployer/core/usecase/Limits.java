package io.benchmarkdeployer.core.usecase;

import io.benchmarkdeployer.core.manifest.ManifestLimits;
import java.time.Duration;

/**
 * The bounds that an operator may set.
 *
 * @param manifest bounds of what is read
 * @param lease how long the holder of an unfinished deployment may be silent before another takes
 *     it for dead; at least three times what one call to the cluster may last
 * @param disappearance how long a deletion, or the replacement of a finished job, waits for the
 *     cluster to say that the object is gone
 * @param repetition how long a repeated request waits for the first one of its idempotency key
 * @param reconciliation the pause between two looks for what a crash left
 * @param logBytes the most that one read of a job's log holds in memory and answers, in bytes
 * @param sessions bounds of terminal sessions
 * @param logs bounds of the logs that are kept
 */
public record Limits(
    ManifestLimits manifest,
    Duration lease,
    Duration disappearance,
    Duration repetition,
    Duration reconciliation,
    long logBytes,
    SessionLimits sessions,
    LogLimits logs) {
  public static final Limits DEFAULT =
      new Limits(
          ManifestLimits.DEFAULT,
          Duration.ofSeconds(30),
          Duration.ofSeconds(10),
          Duration.ofSeconds(30),
          Duration.ofSeconds(5),
          16L << 20,
          SessionLimits.DEFAULT,
          LogLimits.DEFAULT);

  public Limits withManifest(ManifestLimits other) {
    return new Limits(
        other, lease, disappearance, repetition, reconciliation, logBytes, sessions, logs);
  }

  public Limits withLease(Duration other) {
    return new Limits(
        manifest, other, disappearance, repetition, reconciliation, logBytes, sessions, logs);
  }

  public Limits withDisappearance(Duration other) {
    return new Limits(manifest, lease, other, repetition, reconciliation, logBytes, sessions, logs);
  }

  public Limits withSessions(SessionLimits other) {
    return new Limits(
        manifest, lease, disappearance, repetition, reconciliation, logBytes, other, logs);
  }

  public Limits withLogs(LogLimits other) {
    return new Limits(
        manifest, lease, disappearance, repetition, reconciliation, logBytes, sessions, other);
  }
}
