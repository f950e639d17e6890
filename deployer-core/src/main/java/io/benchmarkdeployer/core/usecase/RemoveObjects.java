package io.benchmarkdeployer.core.usecase;

import io.benchmarkdeployer.core.model.DeployedResource;
import io.benchmarkdeployer.core.model.DeployedResource.Outcome;
import io.benchmarkdeployer.core.model.Deployment;
import io.benchmarkdeployer.core.model.DeploymentId;
import io.benchmarkdeployer.core.model.LiveObject;
import io.benchmarkdeployer.core.model.Ownership;
import io.benchmarkdeployer.core.port.ClusterPort;
import io.benchmarkdeployer.core.port.ConflictException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Deletes a deployment's objects from the cluster, those only that are its own. Repeating it is
 * harmless.
 */
final class RemoveObjects {
  private final ClusterPort cluster;
  private final Rivals rivals;
  private final DeleteObject delete;
  private final LastReading lastReading;

  RemoveObjects(ClusterPort cluster, Rivals rivals, LastReading lastReading) {
    this.lastReading = lastReading;
    this.cluster = cluster;
    this.rivals = rivals;
    this.delete = new DeleteObject(cluster);
  }

  /**
   * Asks for the deletion of each, the last applied first, and waits a while for the cluster to say
   * that they are gone. Nothing is asked for while another deployment is just applying one of them:
   * it may make the object its own.
   *
   * @param deployment as it is on record, with its intent to delete these
   * @param patience how long to wait, for each of both
   * @return the resources in their own order: {@code DELETED}, {@code TAKEN_OVER}, or as they were
   *     or {@code DELETING} where it has to go on later
   */
  List<DeployedResource> run(
      Deployment deployment, List<DeployedResource> resources, Duration patience) {
    boolean alone = Pauses.until(() -> rivals.deploying(deployment, resources).isEmpty(), patience);
    return alone ? removed(deployment.id(), resources, patience) : resources;
  }

  private List<DeployedResource> removed(
      DeploymentId id, List<DeployedResource> resources, Duration patience) {
    var removed = new ArrayList<DeployedResource>();
    for (DeployedResource resource : resources.reversed()) {
      removed.addFirst(resource.outcome().isOver() ? resource : remove(id, resource));
    }
    Pauses.until(() -> confirm(removed), patience);
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
    return live.isEmpty() ? resource.ended(Outcome.DELETED, "") : remove(id, resource, live.get());
  }

  private DeployedResource remove(DeploymentId id, DeployedResource resource, LiveObject live) {
    Optional<DeploymentId> owner = Ownership.deploymentOf(live);
    if (Ownership.isOurs(live) && owner.equals(Optional.of(id))) {
      return deleting(resource, live);
    }
    if (Ownership.isOurs(live)) {
      return resource.ended(Outcome.TAKEN_OVER, "by deployment " + owner.orElseThrow());
    }
    return resource.is(live.uid())
        ? resource.ended(Outcome.TAKEN_OVER, "by somebody who took this service's labels off it")
        : resource.ended(Outcome.DELETED, "another object bears its name now");
  }

  private DeployedResource deleting(DeployedResource resource, LiveObject live) {
    lastReading.await(live, LastReading.PATIENCE);
    delete.run(live.ref(), live.uid());
    return resource.identified(live.uid()).ended(Outcome.DELETING, "");
  }

  private boolean confirm(List<DeployedResource> resources) {
    List<DeployedResource> confirmed = Together.map(resources, this::confirmed);
    resources.clear();
    resources.addAll(confirmed);
    return resources.stream().noneMatch(resource -> resource.outcome() == Outcome.DELETING);
  }

  private DeployedResource confirmed(DeployedResource resource) {
    boolean gone =
        resource.outcome() == Outcome.DELETING
            && cluster.find(resource.ref()).filter(live -> resource.is(live.uid())).isEmpty();
    return gone ? resource.ended(Outcome.DELETED, "") : resource;
  }
}
