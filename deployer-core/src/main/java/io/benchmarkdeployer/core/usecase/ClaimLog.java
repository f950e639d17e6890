package io.benchmarkdeployer.core.usecase;

import io.benchmarkdeployer.core.model.CapturedLog;
import io.benchmarkdeployer.core.model.Deployment;
import io.benchmarkdeployer.core.model.Lease;
import io.benchmarkdeployer.core.model.ResourceRef;
import io.benchmarkdeployer.core.model.Uid;
import io.benchmarkdeployer.core.port.ConflictException;
import io.benchmarkdeployer.core.port.DeploymentStore;
import io.benchmarkdeployer.core.port.LogStore;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** Makes a job's log this process's to write, where no other process writes it. */
final class ClaimLog {
  private final DeploymentStore deployments;
  private final LogStore store;
  private final Leases leases;
  private final InstantSource clock;

  ClaimLog(DeploymentStore deployments, LogStore store, Leases leases, InstantSource clock) {
    this.deployments = deployments;
    this.store = store;
    this.leases = leases;
    this.clock = clock;
  }

  /** What came of it. */
  sealed interface Claim {
    /** It is this process's. */
    record Taken(CapturedLog log) implements Claim {}

    /** Another process writes it, or was faster just now. */
    record Others() implements Claim {}

    /** It is sealed. */
    record Sealed() implements Claim {}

    /** No deployment of ours has this job; one is on record a moment after the cluster has it. */
    record NotOurs() implements Claim {}
  }

  Claim run(Uid job, ResourceRef ref) {
    return store.find(job).map(this::take).orElseGet(() -> begin(job, ref));
  }

  private Claim take(CapturedLog log) {
    if (log.isSealed()) {
      return new Claim.Sealed();
    }
    return isFree(log) ? taken(store.replace(log.taken(leases.fresh()))) : new Claim.Others();
  }

  /** Also one that this process has claimed and does not capture: it failed. */
  boolean isFree(CapturedLog log) {
    return log.isFree(clock.instant())
        || log.lease().map(Lease::holder).equals(Optional.of(leases.holder()));
  }

  private static Claim taken(Optional<CapturedLog> log) {
    return log.map((CapturedLog ours) -> (Claim) new Claim.Taken(ours))
        .orElseGet(Claim.Others::new);
  }

  private Claim begin(Uid job, ResourceRef ref) {
    return deployments.findByUid(job).stream()
        .findFirst()
        .map(deployment -> begin(job, ref, deployment))
        .orElseGet(Claim.NotOurs::new);
  }

  private Claim begin(Uid job, ResourceRef ref, Deployment deployment) {
    Instant now = clock.instant();
    try {
      return new Claim.Taken(
          store.insert(CapturedLog.begun(job, ref, deployment.id(), leases.fresh(), now)));
    } catch (ConflictException another) {
      return new Claim.Others();
    }
  }
}
