package io.benchmarkdeployer.core.model;

import java.time.Instant;
import java.util.Optional;

/**
 * What became of something that runs, as far as the cluster has told.
 *
 * @param active pods that are pending or running
 * @param succeeded pods that ended well
 * @param failed pods that failed
 * @param startedAt when the cluster took it up
 * @param finishedAt when it ended, either way
 * @param cause why it is not as one would like it; also of one that still tries
 */
public record WorkloadStatus(
    WorkloadPhase phase,
    int active,
    int succeeded,
    int failed,
    Optional<Instant> startedAt,
    Optional<Instant> finishedAt,
    Optional<Cause> cause) {

  /** Nothing known of it yet. */
  public static final WorkloadStatus PENDING =
      new WorkloadStatus(
          WorkloadPhase.PENDING, 0, 0, 0, Optional.empty(), Optional.empty(), Optional.empty());

  /** Gone from a cluster that answered; one that had ended before keeps its end. */
  public WorkloadStatus gone(Cause why) {
    return phase.isFinal()
        ? this
        : new WorkloadStatus(
            WorkloadPhase.DELETED, 0, succeeded, failed, startedAt, finishedAt, Optional.of(why));
  }

  /** Gone without a reason to tell. */
  public WorkloadStatus gone() {
    return new WorkloadStatus(
        WorkloadPhase.DELETED, 0, succeeded, failed, startedAt, finishedAt, Optional.empty());
  }

  /**
   * Whether this is the end and the other comes from before it, or no longer knows the pod that
   * shows why: it may have been cleared away.
   */
  boolean isEndAfter(WorkloadStatus other) {
    return phase.isFinal() && (!other.phase.isFinal() || (namesPod() && !other.namesPod()));
  }

  private boolean namesPod() {
    return cause.flatMap(Cause::pod).isPresent();
  }

  /** The same with this cause. */
  public WorkloadStatus because(Cause why) {
    return new WorkloadStatus(
        phase, active, succeeded, failed, startedAt, finishedAt, Optional.of(why));
  }
}
