package io.benchmarkdeployer.core.usecase;

import io.benchmarkdeployer.core.model.DeployedResource;
import io.benchmarkdeployer.core.model.DeployedResource.Action;
import io.benchmarkdeployer.core.model.DeployedResource.Outcome;
import io.benchmarkdeployer.core.model.DeploymentId;
import io.benchmarkdeployer.core.model.Json;
import io.benchmarkdeployer.core.model.LiveObject;
import io.benchmarkdeployer.core.model.Ownership;
import io.benchmarkdeployer.core.port.ClusterPort;
import io.benchmarkdeployer.core.port.DeployerException;
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
  private static final String NOT_STORED = "keeps its new content: the old one was never stored";
  private static final String REPLACED = "what it was to replace is gone for good";

  private final ClusterPort cluster;
  private final DeleteObject delete;

  UndoDeployment(ClusterPort cluster) {
    this.cluster = cluster;
    this.delete = new DeleteObject(cluster);
  }

  /** What an object, as it is now, was before the deployment changed it. */
  interface Before {
    Optional<Former> of(DeployedResource resource, LiveObject now);
  }

  /**
   * An object to be put back.
   *
   * @param whole whether all of its content is known
   */
  record Former(LiveObject object, boolean whole) {}

  /** As much as the record kept: of a Secret only whose it was, which is all of one just kept. */
  static Optional<Former> recorded(DeployedResource resource, LiveObject now) {
    return resource.before().map(content -> former(resource, now, content));
  }

  private static Former former(DeployedResource resource, LiveObject now, Json.Obj content) {
    return resource.ref().kind().isSecret()
        ? new Former(Ownership.returned(now, content), resource.action() == Action.KEEP)
        : new Former(new LiveObject(resource.ref(), now.uid(), content), true);
  }

  /**
   * Takes back each, the last applied first. Once the cluster is silent it is not asked any more:
   * the rest stays {@code UNKNOWN}.
   *
   * @param keepLease called before each; what it throws ends all
   * @return the resources in their own order, each with what became of it
   */
  List<DeployedResource> run(
      DeploymentId id, List<DeployedResource> resources, Before before, Runnable keepLease) {
    var undone = new ArrayList<DeployedResource>();
    boolean silent = false;
    for (DeployedResource resource : resources.reversed()) {
      keepLease.run();
      Undone one =
          silent ? Undone.later(resource, "the cluster was silent") : undo(id, resource, before);
      silent = one.silent();
      undone.addFirst(one.resource());
    }
    return undone;
  }

  /** Whether each came to an end that needs no further look. */
  static boolean isComplete(List<DeployedResource> undone) {
    return undone.stream().noneMatch(resource -> resource.outcome() == Outcome.UNKNOWN);
  }

  /** What became of one, and whether the cluster failed to answer. */
  private record Undone(DeployedResource resource, boolean silent) {
    static Undone later(DeployedResource resource, String why) {
      return new Undone(resource.ended(Outcome.UNKNOWN, why), true);
    }
  }

  private Undone undo(DeploymentId id, DeployedResource resource, Before before) {
    try {
      return new Undone(undone(id, resource, before), false);
    } catch (UnavailableException | UnknownOutcomeException silent) {
      return Undone.later(resource, message(silent));
    } catch (DeployerException refused) {
      return new Undone(leftBehind(resource, message(refused)), false);
    }
  }

  private DeployedResource undone(DeploymentId id, DeployedResource resource, Before before) {
    Optional<LiveObject> live = cluster.find(resource.ref());
    boolean applied = live.flatMap(Ownership::deploymentOf).filter(id::equals).isPresent();
    return applied ? takeBack(resource, live.get(), before) : untouched(resource, live);
  }

  /** Nothing of ours is there; where a write's answer is still out, something may yet come. */
  private static DeployedResource untouched(DeployedResource resource, Optional<LiveObject> live) {
    if (resource.outcome() == Outcome.UNKNOWN) {
      return resource;
    }
    boolean replaced =
        resource.action() == Action.REPLACE && live.filter(old -> resource.is(old.uid())).isEmpty();
    if (replaced) {
      return leftBehind(resource, REPLACED);
    }
    return resource.outcome() == Outcome.FAILED ? resource : resource.ended(Outcome.UNDONE, "");
  }

  private DeployedResource takeBack(DeployedResource resource, LiveObject live, Before before) {
    return switch (resource.action()) {
      case CREATE -> {
        delete.run(resource.ref(), live.uid());
        yield resource.ended(Outcome.UNDONE, "");
      }
      case REPLACE -> {
        delete.run(resource.ref(), live.uid());
        yield leftBehind(resource, REPLACED);
      }
      case CONFIGURE, KEEP -> putBack(resource, before.of(resource, live));
    };
  }

  private DeployedResource putBack(DeployedResource resource, Optional<Former> before) {
    before.map(Former::object).ifPresent(cluster::restore);
    return before.filter(Former::whole).isPresent()
        ? resource.ended(Outcome.UNDONE, "")
        : leftBehind(resource, NOT_STORED);
  }

  private static DeployedResource leftBehind(DeployedResource resource, String why) {
    return resource.ended(Outcome.LEFT_BEHIND, why);
  }

  private static String message(DeployerException error) {
    return String.valueOf(error.getMessage());
  }

  /** Those that could not be taken back, for the record's failure; empty where none. */
  static String leftovers(List<DeployedResource> undone) {
    List<String> left =
        undone.stream()
            .filter(resource -> resource.outcome() == Outcome.LEFT_BEHIND)
            .map(UndoDeployment::leftover)
            .toList();
    return left.isEmpty() ? "" : ". Could not be taken back: " + String.join(", ", left);
  }

  private static String leftover(DeployedResource resource) {
    return resource.ref() + resource.reason().map(" (%s)"::formatted).orElse("");
  }
}
