package io.benchmarkdeployer.core.usecase;

import io.benchmarkdeployer.core.model.Caller;
import io.benchmarkdeployer.core.model.DeployedResource;
import io.benchmarkdeployer.core.model.DeployedResource.Outcome;
import io.benchmarkdeployer.core.model.Deployment;
import io.benchmarkdeployer.core.model.LiveObject;
import io.benchmarkdeployer.core.model.Ownership;
import io.benchmarkdeployer.core.model.Problem;
import io.benchmarkdeployer.core.model.ResourceRef;
import io.benchmarkdeployer.core.port.ClusterPort;
import io.benchmarkdeployer.core.port.ConflictException;
import io.benchmarkdeployer.core.port.DeploymentStore;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Deletes objects by their names, and tells the deployments that they belong to. */
final class DeleteObjects {
  private final ClusterPort cluster;
  private final DeploymentStore store;
  private final DeleteDeployment deleteDeployment;
  private final RemoveObjects remove;

  DeleteObjects(
      ClusterPort cluster,
      DeploymentStore store,
      DeleteDeployment deleteDeployment,
      RemoveObjects remove) {
    this.cluster = cluster;
    this.store = store;
    this.deleteDeployment = deleteDeployment;
    this.remove = remove;
  }

  /**
   * What became of it.
   *
   * @param deleted the objects that were there
   * @param known whether any deployment, a deleted one too, has ever held one of the objects
   */
  record Deleted(List<ResourceRef> deleted, boolean known) {}

  /** Deletes those that exist; one that is not ours refuses all, and then nothing was changed. */
  Deleted run(List<ResourceRef> refs, Caller caller) {
    List<LiveObject> live = refs.stream().map(cluster::find).flatMap(Optional::stream).toList();
    refuseForeign(live);
    Map<String, Deployment> holders = holders(refs);
    holders.values().forEach(holder -> delete(holder, refs, caller));
    live.stream().filter(object -> isOrphan(object, holders)).forEach(this::deleteOrphan);
    boolean known = !holders.isEmpty() || !live.isEmpty() || refs.stream().anyMatch(this::wasKnown);
    return new Deleted(live.stream().map(LiveObject::ref).toList(), known);
  }

  private static void refuseForeign(List<LiveObject> live) {
    List<Problem> foreign =
        live.stream()
            .filter(object -> !Ownership.isOurs(object))
            .map(object -> Problem.at("", object.ref() + " was not deployed by this service"))
            .toList();
    if (!foreign.isEmpty()) {
      throw new ConflictException(
          "Nothing was deleted: " + foreign.getFirst().message() + "; use kubectl for it", foreign);
    }
  }

  private Map<String, Deployment> holders(List<ResourceRef> refs) {
    var holders = new LinkedHashMap<String, Deployment>();
    for (ResourceRef ref : refs) {
      store.findByResource(ref, false).stream()
          .filter(
              found ->
                  found
                      .resource(ref)
                      .filter(held -> held.outcome() != Outcome.TAKEN_OVER)
                      .isPresent())
          .forEach(found -> holders.put(found.id().value(), found));
    }
    return holders;
  }

  private void delete(Deployment holder, List<ResourceRef> refs, Caller caller) {
    boolean whole =
        holder.resources().stream()
            .filter(resource -> !resource.outcome().isOver())
            .allMatch(resource -> isAmong(refs, resource));
    if (whole) {
      deleteDeployment.run(holder.id(), caller);
    } else {
      deletePart(holder, refs);
    }
  }

  /** The intent is on record first: what the watch then sees go was not somebody else's doing. */
  private void deletePart(Deployment holder, List<ResourceRef> refs) {
    Optional<Deployment> intent =
        store.update(holder.id(), found -> found.withEach(resource -> marked(resource, refs)));
    intent.ifPresent(
        recorded -> {
          List<DeployedResource> part =
              recorded.resources().stream().filter(resource -> isAmong(refs, resource)).toList();
          List<DeployedResource> removed = remove.run(recorded, part);
          store.update(holder.id(), found -> found.withEach(resource -> latest(resource, removed)));
        });
  }

  private static DeployedResource marked(DeployedResource resource, List<ResourceRef> refs) {
    return isAmong(refs, resource) && !resource.outcome().isOver()
        ? resource.ended(Outcome.DELETING, "")
        : resource;
  }

  private static DeployedResource latest(
      DeployedResource resource, List<DeployedResource> removed) {
    return removed.stream()
        .filter(other -> other.ref().sameObject(resource.ref()))
        .findFirst()
        .map(other -> resource.ended(other.outcome(), other.reason().orElse("")))
        .orElse(resource);
  }

  private static boolean isAmong(List<ResourceRef> refs, DeployedResource resource) {
    return refs.stream().anyMatch(resource.ref()::sameObject);
  }

  /**
   * Ours by its labels, but no record knows it: the state was lost, or the object outlived its
   * record.
   */
  private static boolean isOrphan(LiveObject object, Map<String, Deployment> holders) {
    return holders.values().stream().noneMatch(holder -> holder.resource(object.ref()).isPresent());
  }

  private void deleteOrphan(LiveObject object) {
    cluster.delete(object.ref(), object.uid());
  }

  private boolean wasKnown(ResourceRef ref) {
    return !store.findByResource(ref, true).isEmpty();
  }
}
