package io.benchmarkdeployer.core.usecase;

import io.benchmarkdeployer.core.model.DeployedResource;
import io.benchmarkdeployer.core.model.DeployedResource.Outcome;
import io.benchmarkdeployer.core.model.Deployment;
import io.benchmarkdeployer.core.model.DeploymentId;
import io.benchmarkdeployer.core.model.LiveObject;
import io.benchmarkdeployer.core.model.Ownership;
import io.benchmarkdeployer.core.model.ResourceRef;
import io.benchmarkdeployer.core.port.ClusterPort;
import io.benchmarkdeployer.core.port.ConflictException;
import io.benchmarkdeployer.core.port.DeployerException;
import io.benchmarkdeployer.core.port.ForbiddenException;
import io.benchmarkdeployer.core.port.LimitException;
import io.benchmarkdeployer.core.port.NotFoundException;
import io.benchmarkdeployer.core.port.RejectedException;
import io.benchmarkdeployer.core.port.UnavailableException;
import io.benchmarkdeployer.core.port.UnknownOutcomeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Takes back what a deployment did, by what the cluster holds: an object that carries the
 * deployment's id is deleted if it was made, put back if it was changed. Repeating it is harmless.
 */
final class UndoDeployment {
  private final ClusterPort cluster;

  UndoDeployment(ClusterPort cluster) {
    this.cluster = cluster;
  }

  /** What an object was before the deployment changed it, where that is still known. */
  interface Before {
    Optional<LiveObject> of(DeployedResource resource);
  }

  /** As much as the record kept: everything but Secrets. */
  static Optional<LiveObject> recorded(DeployedResource resource) {
    return resource
        .before()
        .flatMap(
            content -> resource.uid().map(uid -> new LiveObject(resource.ref(), uid, content)));
  }

  /** The resources, last first undone, in their own order, each with what became of it. */
  List<DeployedResource> run(Deployment deployment, Before before) {
    var undone = new ArrayList<DeployedResource>();
    for (DeployedResource resource : deployment.resources().reversed()) {
      undone.addFirst(undo(deployment.id(), resource, before));
    }
    return undone;
  }

  /** Whether each came to an end that needs no further look. */
  static boolean isComplete(List<DeployedResource> undone) {
    return undone.stream().noneMatch(resource -> resource.outcome() == Outcome.UNKNOWN);
  }

  private DeployedResource undo(DeploymentId id, DeployedResource resource, Before before) {
    try {
      Optional<LiveObject> live = cluster.find(resource.ref());
      return live.filter(object -> Ownership.deploymentOf(object).equals(Optional.of(id))).isEmpty()
          ? untouched(resource)
          : takeBack(resource, live.get(), before);
    } catch (DeployerException failed) {
      return afterFailure(resource, failed);
    }
  }

  /** Nothing of ours is there; where a write's answer is still out, something may yet come. */
  private static DeployedResource untouched(DeployedResource resource) {
    return resource.outcome() == Outcome.UNKNOWN || resource.outcome() == Outcome.FAILED
        ? resource
        : resource.ended(Outcome.UNDONE, "");
  }

  private DeployedResource takeBack(DeployedResource resource, LiveObject live, Before before) {
    return switch (resource.action()) {
      case CREATE -> delete(resource, live, "");
      case REPLACE ->
          delete(resource, live, "the finished job that it replaced can't be brought back");
      case CONFIGURE, KEEP -> putBack(resource, before.of(resource));
    };
  }

  private DeployedResource delete(DeployedResource resource, LiveObject live, String note) {
    cluster.delete(resource.ref(), live.uid());
    return resource.ended(Outcome.UNDONE, note);
  }

  private DeployedResource putBack(DeployedResource resource, Optional<LiveObject> before) {
    if (before.isEmpty()) {
      return leftBehind(resource, "keeps its new content: the old one was never stored");
    }
    cluster.restore(before.get());
    return resource.ended(Outcome.UNDONE, "");
  }

  private static DeployedResource afterFailure(
      DeployedResource resource, DeployerException failed) {
    return switch (failed) {
      case UnavailableException later -> resource.ended(Outcome.UNKNOWN, message(later));
      case UnknownOutcomeException later -> resource.ended(Outcome.UNKNOWN, message(later));
      case ConflictException refused -> leftBehind(resource, message(refused));
      case ForbiddenException refused -> leftBehind(resource, message(refused));
      case LimitException refused -> leftBehind(resource, message(refused));
      case NotFoundException gone -> resource.ended(Outcome.UNDONE, "");
      case RejectedException refused -> leftBehind(resource, message(refused));
    };
  }

  private static DeployedResource leftBehind(DeployedResource resource, String why) {
    return resource.ended(Outcome.LEFT_BEHIND, why);
  }

  private static String message(DeployerException error) {
    return String.valueOf(error.getMessage());
  }

  /**
   * The names of those that could not be taken back, for the record's failure; empty where none.
   */
  static String leftovers(List<DeployedResource> undone) {
    List<String> left =
        undone.stream()
            .filter(resource -> resource.outcome() == Outcome.LEFT_BEHIND)
            .map(DeployedResource::ref)
            .map(ResourceRef::toString)
            .toList();
    return left.isEmpty() ? "" : ". Could not be taken back: " + String.join(", ", left);
  }
}
