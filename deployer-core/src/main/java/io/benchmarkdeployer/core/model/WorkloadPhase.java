package io.benchmarkdeployer.core.model;

/** Where something that runs is in its life. */
public enum WorkloadPhase {
  PENDING,
  RUNNING,
  COMPLETED,
  FAILED,
  /** The cluster said that it is not there any more. */
  DELETED,
  /** Up as asked for, and meant to stay so: a Deployment with all its replicas ready. */
  DEPLOYED,
  UNKNOWN;

  /** Whether nothing more will come of it by itself. */
  public boolean isFinal() {
    return this == COMPLETED || this == FAILED || this == DELETED;
  }

  /** As the wire and the store spell it. */
  public String wireName() {
    return WireName.of(this);
  }
}
