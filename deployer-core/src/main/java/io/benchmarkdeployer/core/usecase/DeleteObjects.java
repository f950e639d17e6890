package io.benchmarkdeployer.core.usecase;

import io.benchmarkdeployer.core.model.Caller;
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
  private final DeletePart deletePart;
  private final DeleteObject deleteObject;
  private final Limits limits;

  DeleteObjects(
      ClusterPort cluster,
      DeploymentStore store,
      DeleteDeployment deleteDeployment,
      DeletePart deletePart,
      Limits limits) {
    this.cluster = cluster;
    this.store = store;
    this.deleteDeployment = deleteDeployment;
    this.deletePart = deletePart;
    this.deleteObject = new DeleteObject(cluster);
    this.limits = limits;
  }

  /**
   * What became of it.
   *
   * @param deleted the objects that were there
   * @param known whether any deployment, a deleted one too, has ever held one of the objects
   */
  record Deleted(List<ResourceRef> deleted, boolean known) {}

  /**
   * Deletes those that exist; one that is not ours, or is just being deployed, refuses all, and
   * then nothing was changed.
   */
  Deleted run(List<ResourceRef> refs, Caller caller) {
    List<LiveObject> live =
        Together.map(refs, cluster::find).stream().flatMap(Optional::stream).toList();
    refuseForeign(live);
    Map<String, Deployment> holders = holders(refs);
    holders.values().forEach(DeletePart::refuseUnderWay);
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
            .allMatch(resource -> DeletePart.isAmong(refs, resource));
    if (whole) {
      deleteDeployment.run(holder.id(), caller);
    } else {
      deletePart.run(holder.id(), refs, limits.disappearance());
    }
  }

  /**
   * Ours by its labels, but no record holds it: the state was lost, the object outlived its record,
   * or it came late, from a write whose answer was lost.
   */
  private static boolean isOrphan(LiveObject object, Map<String, Deployment> holders) {
    return holders.values().stream()
        .flatMap(holder -> holder.resource(object.ref()).stream())
        .allMatch(resource -> resource.outcome().isOver());
  }

  private void deleteOrphan(LiveObject object) {
    deleteObject.run(object.ref(), object.uid());
  }

  private boolean wasKnown(ResourceRef ref) {
    return !store.findByResource(ref, true).isEmpty();
  }
}
