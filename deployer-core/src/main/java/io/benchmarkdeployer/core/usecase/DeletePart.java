package io.benchmarkdeployer.core.usecase;

import io.benchmarkdeployer.core.model.DeployedResource;
import io.benchmarkdeployer.core.model.DeployedResource.Outcome;
import io.benchmarkdeployer.core.model.Deployment;
import io.benchmarkdeployer.core.model.DeploymentId;
import io.benchmarkdeployer.core.model.DeploymentState;
import io.benchmarkdeployer.core.model.Lease;
import io.benchmarkdeployer.core.model.ResourceRef;
import io.benchmarkdeployer.core.port.ConflictException;
import io.benchmarkdeployer.core.port.DeploymentStore;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Deletes some of a deployment's objects; the others stay, and it with them. */
final class DeletePart {
  private final DeploymentStore store;
  private final RemoveObjects remove;
  private final Leases leases;

  DeletePart(DeploymentStore store, RemoveObjects remove, Leases leases) {
    this.store = store;
    this.remove = remove;
    this.leases = leases;
  }

  /** The intent is on record first: what the watch then sees go was not somebody else's doing. */
  void run(DeploymentId id, List<ResourceRef> refs, Duration patience) {
    Lease lease = leases.fresh();
    store
        .update(id, found -> marked(found, refs, lease))
        .ifPresent(recorded -> carryOut(recorded, patience));
  }

  /** Goes on with what was asked for; what is not gone then keeps the lease, for a later look. */
  Deployment carryOut(Deployment recorded, Duration patience) {
    List<DeployedResource> part =
        recorded.resources().stream().filter(DeletePart::isMarked).toList();
    List<DeployedResource> removed = remove.run(recorded, part, patience);
    return store.update(recorded.id(), found -> after(found, removed)).orElse(recorded);
  }

  /** Refuses one that is just being deployed: its deployer holds it alone. */
  static void refuseUnderWay(Deployment found) {
    if (found.state() == DeploymentState.PENDING) {
      throw new ConflictException(
          "deployment %s is just being deployed; delete it when that is over"
              .formatted(found.id()));
    }
  }

  private static Deployment marked(Deployment found, List<ResourceRef> refs, Lease lease) {
    refuseUnderWay(found);
    Deployment marked = found.withEach(resource -> marked(resource, refs));
    return marked.equals(found) ? found : marked.withLease(Optional.of(lease));
  }

  private static DeployedResource marked(DeployedResource resource, List<ResourceRef> refs) {
    return isAmong(refs, resource) && !resource.outcome().isOver()
        ? resource.ended(Outcome.DELETING, "")
        : resource;
  }

  private static boolean isMarked(DeployedResource resource) {
    return resource.outcome() == Outcome.DELETING;
  }

  static boolean isAmong(List<ResourceRef> refs, DeployedResource resource) {
    return refs.stream().anyMatch(resource.ref()::sameObject);
  }

  private static Deployment after(Deployment found, List<DeployedResource> removed) {
    Deployment less = found.withEach(resource -> latest(resource, removed));
    return less.losesPart() || less.state() == DeploymentState.DELETING
        ? less
        : less.withLease(Optional.empty());
  }

  private static DeployedResource latest(
      DeployedResource resource, List<DeployedResource> removed) {
    return removed.stream()
        .filter(other -> other.ref().sameObject(resource.ref()) && isMarked(resource))
        .findFirst()
        .map(other -> resource.ended(other.outcome(), other.reason().orElse("")))
        .orElse(resource);
  }
}
