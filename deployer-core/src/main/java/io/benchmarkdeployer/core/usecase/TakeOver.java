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

  /** An older deployment that still counts this object as its own. */
  record Older(Deployment holder, ResourceRef ref) {}

  /** Those that are to be told. */
  List<Older> older(Deployment deployment) {
    return Together.map(deployment.resources(), resource -> older(deployment, resource.ref()))
        .stream()
        .flatMap(List::stream)
        .toList();
  }

  /** On return none of these holds its object any more; who holds nothing more is deleted. */
  void tell(Deployment deployment, List<Older> older) {
    for (Older one : older) {
      store.update(one.holder().id(), found -> without(found, one.ref(), deployment));
    }
  }

  /** The same deployment with its lease given back, once {@link #tell} is done. */
  Deployment complete(Deployment deployment) {
    return store.update(deployment.id(), TakeOver::withoutLease).orElse(deployment);
  }

  /** A part of it is being deleted by now: that holds the lease. */
  private static Deployment withoutLease(Deployment found) {
    return found.losesPart() ? found : found.withLease(Optional.empty());
  }

  private List<Older> older(Deployment deployment, ResourceRef ref) {
    return store.findByResource(ref, false).stream()
        .filter(found -> !found.id().equals(deployment.id()))
        .filter(found -> found.state() == DeploymentState.DEPLOYED)
        .filter(found -> !found.createdAt().isAfter(deployment.createdAt()))
        .filter(found -> found.resource(ref).filter(TakeOver::isShown).isPresent())
        .map(found -> new Older(found, ref))
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
