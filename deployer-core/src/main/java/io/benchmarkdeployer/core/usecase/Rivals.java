package io.benchmarkdeployer.core.usecase;

import io.benchmarkdeployer.core.model.DeployedResource;
import io.benchmarkdeployer.core.model.DeployedResource.Outcome;
import io.benchmarkdeployer.core.model.Deployment;
import io.benchmarkdeployer.core.model.DeploymentState;
import io.benchmarkdeployer.core.port.DeploymentStore;
import java.util.List;
import java.util.function.BiPredicate;

/**
 * Who else is at work on the same objects just now. Whoever is about to write puts that on record
 * first and looks for rivals second: of any two, one at least sees the other. Those whose lease is
 * over are taken for dead and don't count.
 */
final class Rivals {
  private final DeploymentStore store;
  private final Leases leases;

  Rivals(DeploymentStore store, Leases leases) {
    this.store = store;
    this.leases = leases;
  }

  /** The other deployments that are just applying one of these. */
  List<Deployment> deploying(Deployment mine, List<DeployedResource> resources) {
    return others(mine, resources, (other, resource) -> other.state() == DeploymentState.PENDING);
  }

  /** The other deployments that are just applying or deleting one of these. */
  List<Deployment> all(Deployment mine, List<DeployedResource> resources) {
    return others(
        mine,
        resources,
        (other, resource) ->
            other.state() == DeploymentState.PENDING || isDeleting(other, resource));
  }

  private static boolean isDeleting(Deployment other, DeployedResource resource) {
    return other.state() == DeploymentState.DELETING
        || other
            .resource(resource.ref())
            .filter(its -> its.outcome() == Outcome.DELETING)
            .isPresent();
  }

  private List<Deployment> others(
      Deployment mine,
      List<DeployedResource> resources,
      BiPredicate<Deployment, DeployedResource> isRival) {
    return Together.map(resources, resource -> others(mine, resource, isRival)).stream()
        .flatMap(List::stream)
        .distinct()
        .toList();
  }

  private List<Deployment> others(
      Deployment mine,
      DeployedResource resource,
      BiPredicate<Deployment, DeployedResource> isRival) {
    return store.findByResource(resource.ref(), false).stream()
        .filter(other -> !other.id().equals(mine.id()))
        .filter(other -> isRival.test(other, resource) && !leases.isFree(other))
        .toList();
  }
}
