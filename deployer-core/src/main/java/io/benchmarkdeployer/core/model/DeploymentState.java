package io.benchmarkdeployer.core.model;

/** Where a deployment is in its life; it only ever moves forward in this order. */
public enum DeploymentState {
  /** Recorded; the cluster may or may not have some of it yet. */
  PENDING,
  /** All of it was applied. */
  DEPLOYED,
  /** Not applied; what had been was undone, or is named as not. */
  FAILED,
  /** Someone asked for its deletion; the cluster has not confirmed all of it. */
  DELETING,
  /** The cluster answered that nothing of it is left, or another deployment took all of it over. */
  DELETED;

  /** Whether it can still come from here to there. */
  public boolean mayBecome(DeploymentState next) {
    return switch (this) {
      case PENDING -> next == DEPLOYED || next == FAILED;
      case DEPLOYED, FAILED -> next == DELETING || next == DELETED;
      case DELETING -> next == DELETED;
      case DELETED -> false;
    };
  }

  /** Whether it is still of the living: shown in lists unless one asks for all. */
  public boolean isActive() {
    return this != DELETED;
  }

  /** As the wire and the store spell it. */
  public String wireName() {
    return WireName.of(this);
  }
}
