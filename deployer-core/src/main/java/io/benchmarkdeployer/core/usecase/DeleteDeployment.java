package io.benchmarkdeployer.core.usecase;

import io.benchmarkdeployer.core.model.Caller;
import io.benchmarkdeployer.core.model.DeployedResource;
import io.benchmarkdeployer.core.model.Deployment;
import io.benchmarkdeployer.core.model.DeploymentId;
import io.benchmarkdeployer.core.model.DeploymentState;
import io.benchmarkdeployer.core.model.Lease;
import io.benchmarkdeployer.core.port.ConflictException;
import io.benchmarkdeployer.core.port.DeploymentStore;
import io.benchmarkdeployer.core.port.NotFoundException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Deletes a deployment with all of its objects. */
public final class DeleteDeployment {
  private final DeploymentStore store;
  private final RemoveObjects remove;
  private final Leases leases;
  private final Limits limits;
  private final InstantSource clock;

  DeleteDeployment(
      DeploymentStore store,
      RemoveObjects remove,
      Leases leases,
      Limits limits,
      InstantSource clock) {
    this.store = store;
    this.remove = remove;
    this.leases = leases;
    this.limits = limits;
    this.clock = clock;
  }

  /**
   * On return the cluster has taken up the deletion of every object that is the deployment's own;
   * those that a later deployment took over stay. The answer is {@code deleted} where the cluster
   * said that nothing is left, else still {@code deleting}: the rest goes on by itself. Deleting a
   * deleted one is harmless. Where the cluster fails midway the deletion stays on record and goes
   * on when it is back.
   *
   * @throws NotFoundException where there is no such deployment
   * @throws ConflictException where it is just being deployed, or one of its objects is not ours
   */
  public Deployment run(DeploymentId id, Caller caller) {
    Deployment found =
        store.find(id).orElseThrow(() -> new NotFoundException("There is no deployment " + id));
    if (found.state() == DeploymentState.DELETED) {
      return found;
    }
    found.resources().forEach(remove::refuseForeign);
    return carryOut(intent(id, caller), limits.disappearance());
  }

  /** Goes on with a deletion that was asked for. */
  Deployment carryOut(Deployment deleting, Duration patience) {
    if (deleting.state() == DeploymentState.DELETED) {
      return deleting;
    }
    List<DeployedResource> removed = remove.run(deleting, deleting.resources(), patience);
    return store
        .update(deleting.id(), now -> after(now, removed))
        .orElseThrow(
            () -> new NotFoundException("There is no deployment " + deleting.id() + " any more"));
  }

  private Deployment intent(DeploymentId id, Caller caller) {
    Lease lease = leases.fresh();
    return store
        .update(id, found -> deleting(found, caller, lease))
        .orElseThrow(() -> new NotFoundException("There is no deployment " + id));
  }

  private static Deployment deleting(Deployment found, Caller caller, Lease lease) {
    DeletePart.refuseUnderWay(found);
    boolean settled =
        found.state() == DeploymentState.DEPLOYED || found.state() == DeploymentState.FAILED;
    return settled ? found.deleting(caller, lease) : found;
  }

  private Deployment after(Deployment now, List<DeployedResource> removed) {
    if (now.state() != DeploymentState.DELETING) {
      return now;
    }
    Deployment less = now.with(removed).withLease(Optional.empty());
    boolean gone = removed.stream().allMatch(resource -> resource.outcome().isOver());
    return gone ? less.deleted(less.deletedBy().orElse(Caller.SERVICE), clock.instant()) : less;
  }
}
