package io.benchmarkdeployer.testkit;

import static io.benchmarkdeployer.testkit.Values.object;

import io.benchmarkdeployer.core.model.Json;
import io.benchmarkdeployer.core.model.Kind;
import io.benchmarkdeployer.core.model.LiveObject;
import io.benchmarkdeployer.core.model.Pod;
import io.benchmarkdeployer.core.model.ResourceRef;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Keeps a replica set for the template of each Deployment, and lets go those of older templates.
 */
final class DeploymentController implements Controller {
  private static final String SOURCE = "deployment-controller";
  private static final String HASH = "pod-template-hash";
  private static final Kind REPLICA_SET = new Kind("apps/v1", "ReplicaSet");

  private final ObjectStore store;
  private final Api api;
  private final Loop loop;
  private final Journal journal;

  DeploymentController(ObjectStore store, Api api, Loop loop, Journal journal) {
    this.store = store;
    this.api = api;
    this.loop = loop;
    this.journal = journal;
  }

  @Override
  public boolean handles(Kind kind) {
    return kind.group().equals("apps") && kind.name().equals("Deployment");
  }

  @Override
  public void sync(LiveObject deployment) {
    if (deployment.terminating()) {
      return;
    }
    long wanted = deployment.content().longAt("spec", "replicas").orElse(1L);
    LiveObject current = current(deployment).orElseGet(() -> create(deployment, wanted));
    LiveObject scaled = scale(deployment, current, wanted);
    if (ready(scaled) >= wanted) {
      sets(deployment).stream()
          .filter(set -> !set.uid().equals(current.uid()))
          .forEach(set -> scale(deployment, set, 0));
    }
    tell(deployment, scaled, wanted);
  }

  private List<LiveObject> sets(LiveObject deployment) {
    return store.dependentsOf(deployment.uid()).stream()
        .filter(object -> object.ref().kind().sameResource(REPLICA_SET))
        .filter(
            set ->
                Pod.controllerOf(set)
                    .filter(owner -> owner.uid().equals(deployment.uid()))
                    .isPresent())
        .toList();
  }

  private Optional<LiveObject> current(LiveObject deployment) {
    String hash = hash(deployment);
    return sets(deployment).stream()
        .filter(set -> set.label(HASH).equals(Optional.of(hash)))
        .findFirst();
  }

  private static String hash(LiveObject deployment) {
    int hash = deployment.content().objectAt("spec", "template").hashCode();
    return Integer.toHexString(hash);
  }

  private LiveObject create(LiveObject deployment, long replicas) {
    String hash = hash(deployment);
    String name = deployment.ref().name() + "-" + hash;
    Json.Obj template = deployment.content().objectAt("spec", "template");
    Json.Obj labels = template.objectAt("metadata", "labels").with(HASH, Json.text(hash));
    Json.Obj selector =
        deployment
            .content()
            .objectAt("spec", "selector", "matchLabels")
            .with(HASH, Json.text(hash));
    Json.Obj content =
        object(
            "apiVersion",
            "apps/v1",
            "kind",
            "ReplicaSet",
            "metadata",
            object(
                "name", name,
                "labels", labels,
                "ownerReferences", Values.list(List.of(ManagedPods.reference(deployment)))),
            "spec",
            object(
                "replicas", replicas,
                "selector", object("matchLabels", selector),
                "template", template.withAt(labels, "metadata", "labels")));
    var ref = new ResourceRef(REPLICA_SET, deployment.ref().namespace(), name);
    LiveObject created = api.create(ref, content);
    noteScaling(deployment, "up", name, replicas);
    deployment
        .content()
        .longAt("spec", "progressDeadlineSeconds")
        .ifPresent(
            seconds ->
                Controllers.again(
                    loop, store, this, deployment.uid(), Duration.ofSeconds(seconds + 1)));
    return created;
  }

  private LiveObject scale(LiveObject deployment, LiveObject set, long replicas) {
    long now = set.content().longAt("spec", "replicas").orElse(0L);
    if (now == replicas) {
      return set;
    }
    noteScaling(deployment, now < replicas ? "up" : "down", set.ref().name(), replicas);
    Json.Obj changed = set.content().withAt(Json.number(replicas), "spec", "replicas");
    return api.update("kube-controller-manager", set, changed);
  }

  private void noteScaling(LiveObject deployment, String way, String set, long replicas) {
    journal.normal(
        SOURCE,
        deployment,
        "ScalingReplicaSet",
        "Scaled %s replica set %s to %d".formatted(way, set, replicas));
  }

  private static long ready(LiveObject set) {
    return set.content().longAt("status", "readyReplicas").orElse(0L);
  }

  private void tell(LiveObject deployment, LiveObject current, long wanted) {
    long ready = sets(deployment).stream().mapToLong(DeploymentController::ready).sum();
    long all = sets(deployment).stream().mapToLong(DeploymentController::replicas).sum();
    boolean up = ready(current) >= wanted;
    Json.Obj status =
        object(
            "availableReplicas",
            ready,
            "conditions",
            Values.list(List.of(available(deployment, up), progressing(deployment, current, up))),
            "observedGeneration",
            deployment.content().longAt("metadata", "generation"),
            "readyReplicas",
            ready,
            "replicas",
            all,
            "updatedReplicas",
            replicas(current));
    store
        .find(deployment.uid())
        .ifPresent(live -> api.put(live, live.content().with("status", status)));
  }

  private static long replicas(LiveObject set) {
    return set.content().longAt("status", "replicas").orElse(0L);
  }

  private Json.Obj available(LiveObject deployment, boolean up) {
    return up
        ? condition(
            deployment,
            "Available",
            "True",
            "MinimumReplicasAvailable",
            "Deployment has minimum availability.")
        : condition(
            deployment,
            "Available",
            "False",
            "MinimumReplicasUnavailable",
            "Deployment does not have minimum availability.");
  }

  private Json.Obj progressing(LiveObject deployment, LiveObject current, boolean up) {
    String set = "ReplicaSet \"%s\" ".formatted(current.ref().name());
    if (up) {
      return condition(
          deployment,
          "Progressing",
          "True",
          "NewReplicaSetAvailable",
          set + "has successfully progressed.");
    }
    return isLate(deployment, current)
        ? condition(
            deployment,
            "Progressing",
            "False",
            "ProgressDeadlineExceeded",
            set + "has timed out progressing.")
        : condition(
            deployment, "Progressing", "True", "ReplicaSetUpdated", set + "is progressing.");
  }

  private boolean isLate(LiveObject deployment, LiveObject current) {
    Instant begun =
        Instant.parse(current.content().textAt("metadata", "creationTimestamp").orElseThrow());
    return deployment
        .content()
        .longAt("spec", "progressDeadlineSeconds")
        .filter(seconds -> loop.now().isAfter(begun.plusSeconds(seconds)))
        .isPresent();
  }

  private Json.Obj condition(
      LiveObject deployment, String type, String holds, String reason, String message) {
    Json.Obj plain = object("message", message, "reason", reason, "status", holds, "type", type);
    return deployment.content().itemsAt("status", "conditions").stream()
        .map(known -> (Json.Obj) known)
        .filter(
            known -> known.without("lastTransitionTime").without("lastUpdateTime").equals(plain))
        .findFirst()
        .orElseGet(
            () ->
                plain
                    .with("lastTransitionTime", Values.time(loop.now()))
                    .with("lastUpdateTime", Values.time(loop.now())));
  }
}
