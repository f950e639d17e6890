package io.benchmarkdeployer.testkit;

import static io.benchmarkdeployer.testkit.Values.object;

import io.benchmarkdeployer.core.model.Json;
import io.benchmarkdeployer.core.model.Kind;
import io.benchmarkdeployer.core.model.LiveObject;
import java.util.List;
import java.util.Optional;

/** Gives pods to the one node that there is, if they may run there. */
final class Scheduler implements ObjectStore.Listener {
  static final Kind NODE = new Kind("v1", "Node");
  private static final String SOURCE = "default-scheduler";

  private final ObjectStore store;
  private final Api api;
  private final Loop loop;
  private final Journal journal;

  Scheduler(ObjectStore store, Api api, Loop loop, Journal journal) {
    this.store = store;
    this.api = api;
    this.loop = loop;
    this.journal = journal;
  }

  @Override
  public void changed(Optional<LiveObject> before, Optional<LiveObject> after) {
    after
        .filter(object -> before.isEmpty() && object.ref().kind().sameResource(Kind.POD))
        .ifPresent(
            pod ->
                loop.later(Loop.REACTION, () -> store.find(pod.uid()).ifPresent(this::schedule)));
  }

  private void schedule(LiveObject pod) {
    if (pod.content().textAt("spec", "nodeName").isPresent()) {
      return;
    }
    Json.Obj wanted = pod.content().objectAt("spec", "nodeSelector");
    List<LiveObject> nodes = store.list(NODE);
    nodes.stream()
        .filter(node -> Matching.matches(wanted, node.content().objectAt("metadata", "labels")))
        .findFirst()
        .ifPresentOrElse(node -> bind(pod, node), () -> refuse(pod, nodes.size()));
  }

  private void bind(LiveObject pod, LiveObject node) {
    String name = node.ref().name();
    journal.normal(
        SOURCE,
        pod,
        "Scheduled",
        "Successfully assigned %s/%s to %s"
            .formatted(pod.ref().namespace().orElse(""), pod.ref().name(), name));
    Json.Obj condition =
        object(
            "lastProbeTime",
            Json.Null.NULL,
            "lastTransitionTime",
            loop.now(),
            "status",
            "True",
            "type",
            "PodScheduled");
    api.put(pod, with(pod.content().withAt(Json.text(name), "spec", "nodeName"), condition));
  }

  private void refuse(LiveObject pod, int nodes) {
    String message =
        "0/%d nodes are available: %d node(s) didn't match Pod's node affinity."
            .formatted(nodes, nodes);
    journal.warning(SOURCE, pod, "FailedScheduling", message);
    Json.Obj condition =
        object(
            "lastProbeTime",
            Json.Null.NULL,
            "lastTransitionTime",
            loop.now(),
            "message",
            message,
            "reason",
            "Unschedulable",
            "status",
            "False",
            "type",
            "PodScheduled");
    api.put(pod, with(pod.content(), condition));
  }

  private static Json.Obj with(Json.Obj pod, Json.Obj condition) {
    return pod.withAt(Values.list(List.of(condition)), "status", "conditions");
  }
}
