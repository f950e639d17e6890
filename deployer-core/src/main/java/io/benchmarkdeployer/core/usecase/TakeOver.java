package io.benchmarkdeployer.core.usecase;

import io.benchmarkdeployer.core.model.Caller;
import io.benchmarkdeployer.core.model.DeployedResource;
import io.benchmarkdeployer.core.model.DeployedResource.Outcome;
import io.benchmarkdeployer.core.model.Deployment;
import io.benchmarkdeployer.core.model.DeploymentState;
import io.benchmarkdeployer.core.model.ResourceRef;
import io.benchmarkdeployer.core.port.DeploymentStore;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Tells older deployments that a newer one applied their objects and owns them now. */
final class TakeOver {
  private final DeploymentStore store;
  private final InstantSource clock;

  TakeOver(DeploymentStore store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
  }

  /** Whether older deployments still count this one's objects as theirs. */
  boolean isNeeded(Deployment deployment) {
    return deployment.resources().stream()
        .anyMatch(resource -> !older(deployment, resource.ref()).isEmpty());
  }

  /**
   * On return no older deployment holds an object of this one; those that hold nothing more are
   * deleted.
   */
  void run(Deployment deployment) {
    for (var resource : deployment.resources()) {
      for (Deployment holder : older(deployment, resource.ref())) {
        store.update(holder.id(), found -> without(found, resource.ref(), deployment));
      }
    }
  }

  /** The same deployment with its lease given back, once {@link #run} is done. */
  Deployment complete(Deployment deployment) {
    return store
        .update(deployment.id(), found -> found.withLease(Optional.empty()))
        .orElse(deployment);
  }

  private List<Deployment> older(Deployment deployment, ResourceRef ref) {
    return store.findByResource(ref, false).stream()
        .filter(found -> !found.id().equals(deployment.id()))
        .filter(found -> found.state() == DeploymentState.DEPLOYED)
        .filter(found -> !found.createdAt().isAfter(deployment.createdAt()))
        .filter(found -> found.resource(ref).filter(TakeOver::isShown).isPresent())
        .toList();
  }

  /** What was deleted outside, or replaced, counts too: its place is taken now. */
  private static boolean isShown(DeployedResource resource) {
    return resource.outcome().isHeld() || resource.outcome() == Outcome.DELETED;
  }

  private Deployment without(Deployment holder, ResourceRef ref, Deployment next) {
    Deployment less = holder.ended(ref, Outcome.TAKEN_OVER, "by deployment " + next.id());
    boolean live = less.state() == DeploymentState.DEPLOYED && less.holdsNothing();
    return live ? less.deleted(Caller.SERVICE, clock.instant()) : less;
  }
}
