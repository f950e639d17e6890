package io.benchmarkdeployer.core.usecase;

import io.benchmarkdeployer.core.model.DeployedResource;
import io.benchmarkdeployer.core.model.DeployedResource.Outcome;
import io.benchmarkdeployer.core.model.Deployment;
import io.benchmarkdeployer.core.model.DeploymentId;
import io.benchmarkdeployer.core.model.LiveObject;
import io.benchmarkdeployer.core.model.Ownership;
import io.benchmarkdeployer.core.port.ClusterPort;
import io.benchmarkdeployer.core.port.ConflictException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Deletes a deployment's objects from the cluster, those only that are its own. Repeating it is
 * harmless.
 */
final class RemoveObjects {
  private final ClusterPort cluster;
  private final Limits limits;

  RemoveObjects(ClusterPort cluster, Limits limits) {
    this.cluster = cluster;
    this.limits = limits;
  }

  /**
   * Asks for the deletion of each, the last applied first, and waits a while for the cluster to say
   * that they are gone.
   *
   * @return the resources in their own order: {@code DELETED}, {@code TAKEN_OVER}, or still {@code
   *     DELETING}
   */
  List<DeployedResource> run(Deployment deployment, List<DeployedResource> resources) {
    var removed = new ArrayList<DeployedResource>();
    for (DeployedResource resource : resources.reversed()) {
      removed.addFirst(resource.outcome().isOver() ? resource : remove(deployment.id(), resource));
    }
    Pauses.until(() -> confirm(removed), limits.disappearance());
    return List.copyOf(removed);
  }

  /**
   * What stands under the name of an object that we hold is not ours, and its UID was never on
   * record (a record of the service that this one replaces): it must stay.
   */
  void refuseForeign(DeployedResource resource) {
    if (!resource.outcome().isHeld() || resource.uid().isPresent()) {
      return;
    }
    cluster
        .find(resource.ref())
        .filter(live -> !Ownership.isOurs(live))
        .ifPresent(
            live -> {
              throw new ConflictException(
                  live.ref() + " was not deployed by this service: it is not deleted; use kubectl");
            });
  }

  private DeployedResource remove(DeploymentId id, DeployedResource resource) {
    Optional<LiveObject> live = cluster.find(resource.ref());
    if (live.isEmpty()) {
      return resource.ended(Outcome.DELETED, "");
    }
    Optional<DeploymentId> owner = Ownership.deploymentOf(live.get());
    if (owner.filter(other -> !other.equals(id)).isPresent()) {
      return resource.ended(Outcome.TAKEN_OVER, "by deployment " + owner.get());
    }
    if (resource.is(live.get().uid()) || owner.isPresent()) {
      return deleting(resource, live.get());
    }
    return resource.ended(Outcome.DELETED, "another object bears its name now");
  }

  private DeployedResource deleting(DeployedResource resource, LiveObject live) {
    cluster.delete(live.ref(), live.uid());
    return resource.identified(live.uid()).ended(Outcome.DELETING, "");
  }

  private boolean confirm(List<DeployedResource> resources) {
    resources.replaceAll(
        resource -> resource.outcome() == Outcome.DELETING ? confirmed(resource) : resource);
    return resources.stream().noneMatch(resource -> resource.outcome() == Outcome.DELETING);
  }

  private DeployedResource confirmed(DeployedResource resource) {
    boolean there =
        cluster.find(resource.ref()).filter(live -> resource.is(live.uid())).isPresent();
    return there ? resource : resource.ended(Outcome.DELETED, "");
  }
}
