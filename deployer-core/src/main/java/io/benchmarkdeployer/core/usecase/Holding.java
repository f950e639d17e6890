package io.benchmarkdeployer.core.usecase;

import io.benchmarkdeployer.core.model.Deployment;
import java.util.Optional;

/** A deployment that this process brings to its end, for as long as it keeps its lease. */
final class Holding {
  private final Leases leases;
  private final Records records;
  private Deployment deployment;

  /** Takes what is on record under a lease of ours. */
  Holding(Deployment recorded, Leases leases, Records records) {
    this.deployment = recorded;
    this.leases = leases;
    this.records = records;
  }

  /** The deployment as it is on record. */
  Deployment deployment() {
    return deployment;
  }

  /**
   * To be called before each write to the cluster: on return the lease lasts for another one. A
   * lease that ran out is as good as before if nobody has touched the record since.
   *
   * @throws Lost where somebody has
   */
  void keep() {
    if (!leases.isLong(deployment)) {
      deployment =
          records
              .tryReplace(deployment.withLease(Optional.of(leases.fresh())))
              .orElseThrow(Lost::new);
    }
  }

  /** Somebody else took the deployment on: it is theirs to finish or undo. */
  static final class Lost extends RuntimeException {
    private static final long serialVersionUID = 1;
  }
}
