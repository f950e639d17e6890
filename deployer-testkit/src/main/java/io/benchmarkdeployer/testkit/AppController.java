package io.benchmarkdeployer.testkit;

import static io.benchmarkdeployer.testkit.Values.object;

import io.benchmarkdeployer.core.model.Json;
import io.benchmarkdeployer.core.model.Kind;
import io.benchmarkdeployer.core.model.LiveObject;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Keeps the pods of replica sets, stateful sets and daemon sets, and tells how many are ready. */
final class AppController implements Controller {
  private static final Kind REPLICA_SET = new Kind("apps/v1", "ReplicaSet");

  private final ObjectStore store;
  private final Api api;
  private final ManagedPods pods;

  AppController(ObjectStore store, Api api, ManagedPods pods) {
    this.store = store;
    this.api = api;
    this.pods = pods;
  }

  @Override
  public boolean handles(Kind kind) {
    return PodTemplates.isApp(kind) && !kind.name().equals("Deployment");
  }

  @Override
  public void sync(LiveObject set) {
    if (set.terminating()) {
      return;
    }
    keep(set, pods.of(set).stream().filter(pod -> !pod.terminating()).toList());
    List<LiveObject> now = pods.of(set).stream().filter(ManagedPods::isActive).toList();
    store
        .find(set.uid())
        .ifPresent(live -> api.put(live, live.content().with("status", status(live, now))));
  }

  private void keep(LiveObject set, List<LiveObject> present) {
    String source = set.ref().kind().name().toLowerCase(Locale.ROOT) + "-controller";
    present.stream().filter(ManagedPods::isOver).forEach(pod -> pods.delete(set, source, pod));
    List<LiveObject> active = present.stream().filter(ManagedPods::isActive).toList();
    for (long i = active.size(); i > desired(set); i--) {
      pods.delete(set, source, active.get((int) i - 1));
    }
    if (isOrdered(set)) {
      createNext(set, source, active);
      return;
    }
    for (long i = active.size(); i < desired(set); i++) {
      if (!pods.create(set, source)) {
        return;
      }
    }
  }

  private static boolean isOrdered(LiveObject set) {
    return set.ref().kind().name().equals("StatefulSet");
  }

  /** One after the other, each when those before it are ready. */
  private void createNext(LiveObject set, String source, List<LiveObject> active) {
    boolean ready = active.stream().allMatch(ManagedPods::isReady);
    for (long i = 0; ready && i < desired(set); i++) {
      String name = set.ref().name() + "-" + i;
      boolean there = pods.of(set).stream().anyMatch(pod -> pod.ref().name().equals(name));
      if (!there) {
        var unused = pods.create(set, source, name, Optional.of(set.ref().name() + "-"));
        return;
      }
    }
  }

  private static long desired(LiveObject set) {
    return set.ref().kind().name().equals("DaemonSet")
        ? 1
        : set.content().longAt("spec", "replicas").orElse(1L);
  }

  private static Json.Obj status(LiveObject set, List<LiveObject> active) {
    int all = active.size();
    int ready = (int) active.stream().filter(ManagedPods::isReady).count();
    Optional<Long> seen = set.content().longAt("metadata", "generation");
    if (set.ref().kind().name().equals("DaemonSet")) {
      return object(
          "currentNumberScheduled", all,
          "desiredNumberScheduled", 1,
          "numberAvailable", ready,
          "numberMisscheduled", 0,
          "numberReady", ready,
          "observedGeneration", seen,
          "updatedNumberScheduled", all);
    }
    Json.Obj status =
        object(
            "availableReplicas", ready,
            "observedGeneration", seen,
            "readyReplicas", ready,
            "replicas", all);
    return set.ref().kind().sameResource(REPLICA_SET)
        ? status.with("fullyLabeledReplicas", Json.number(all))
        : status
            .with("currentReplicas", Json.number(all))
            .with("updatedReplicas", Json.number(all));
  }
}
