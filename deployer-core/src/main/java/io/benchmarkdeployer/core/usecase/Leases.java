package io.benchmarkdeployer.core.usecase;

import io.benchmarkdeployer.core.model.Deployment;
import io.benchmarkdeployer.core.model.Lease;
import io.benchmarkdeployer.core.port.ConflictException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** Gives and renews the leases of this process. */
final class Leases {
  private final String holder;
  private final Duration length;
  private final InstantSource clock;

  Leases(String holder, Duration length, InstantSource clock) {
    this.holder = holder;
    this.length = length;
    this.clock = clock;
  }

  Lease fresh() {
    return new Lease(holder, clock.instant().plus(length));
  }

  /** Whether its holder is taken for dead, or there is none. */
  boolean isFree(Deployment deployment) {
    return deployment.lease().filter(lease -> !lease.isOver(clock.instant())).isEmpty();
  }

  /**
   * The deployment with enough of our lease left for another step; on record where that took a
   * renewal.
   *
   * @throws ConflictException where the lease is over: somebody else may have taken the deployment
   *     on
   */
  Deployment renewed(Deployment deployment, Records records) {
    Instant now = clock.instant();
    if (isFree(deployment)) {
      throw new ConflictException(
          "deployment %s took too long and was given up; see what became of it"
              .formatted(deployment.id()));
    }
    boolean enough =
        deployment.lease().orElseThrow().until().isAfter(now.plus(length.dividedBy(2)));
    return enough ? deployment : records.replace(deployment.withLease(Optional.of(fresh())));
  }
}
