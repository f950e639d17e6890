package io.benchmarkdeployer.core.usecase;

import io.benchmarkdeployer.core.model.Deployment;
import io.benchmarkdeployer.core.model.Lease;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Gives the leases of this process, and judges those of all. */
final class Leases {
  private final String holder;
  private final Duration length;
  private final InstantSource clock;

  Leases(String holder, Duration length, InstantSource clock) {
    this.holder = holder;
    this.length = length;
    this.clock = clock;
  }

  /** Which process this is. */
  String holder() {
    return holder;
  }

  /** How long a holder may be silent before it is taken for dead. */
  Duration length() {
    return length;
  }

  Lease fresh() {
    return new Lease(holder, clock.instant().plus(length));
  }

  /** Whether its holder is taken for dead, or there is none. */
  boolean isFree(Deployment deployment) {
    return deployment.lease().filter(lease -> !lease.isOver(clock.instant())).isEmpty();
  }

  /** Whether enough is left for a call to the cluster and its answer: half of a lease. */
  boolean isLong(Deployment deployment) {
    Instant enough = clock.instant().plus(length.dividedBy(2));
    return deployment.lease().filter(lease -> lease.until().isAfter(enough)).isPresent();
  }
}
