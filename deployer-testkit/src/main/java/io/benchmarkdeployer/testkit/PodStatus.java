package io.benchmarkdeployer.testkit;

import static io.benchmarkdeployer.testkit.Values.object;

import io.benchmarkdeployer.core.model.Json;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Writes a pod's status as the kubelet tells it. */
final class PodStatus {
  private static final String ADDRESS = "10.0.0.1";

  private final PodRun run;
  private final Json.Obj before;
  private final Instant now;

  PodStatus(PodRun run, Json.Obj before, Instant now) {
    this.run = run;
    this.before = before;
    this.now = now;
  }

  Json.Obj toJson() {
    Optional<Json.Arr> inits =
        run.inits().isEmpty() ? Optional.empty() : Optional.of(statuses(run.inits()));
    return object(
        "conditions", conditions(),
        "containerStatuses", statuses(run.mains()),
        "hostIP", ADDRESS,
        "initContainerStatuses", inits,
        "message", run.verdict().map(PodRun.Verdict::message),
        "phase", run.phase(),
        "qosClass", before.at("qosClass"),
        "reason", run.verdict().map(PodRun.Verdict::reason),
        "startTime", run.startTime());
  }

  private static Json.Arr statuses(List<ContainerRun> containers) {
    return Values.list(containers.stream().map(ContainerRun::status).toList());
  }

  private Json.Arr conditions() {
    List<String> unready = run.unready();
    String why = "containers with unready status: [" + String.join(" ", unready) + "]";
    return Values.list(
        List.of(
            initialized(),
            condition("Ready", unready.isEmpty(), "ContainersNotReady", why),
            condition("ContainersReady", unready.isEmpty(), "ContainersNotReady", why),
            condition("PodScheduled", true, "", "")));
  }

  private Json.Obj initialized() {
    List<String> open =
        run.inits().stream().filter(init -> !init.hasSucceeded()).map(ContainerRun::name).toList();
    return condition(
        "Initialized",
        open.isEmpty(),
        "ContainersNotInitialized",
        "containers with incomplete status: [" + String.join(" ", open) + "]");
  }

  private Json.Obj condition(String type, boolean holds, String reason, String message) {
    boolean completed = run.phase().equals("Succeeded") && !type.equals("PodScheduled");
    String status = holds ? "True" : "False";
    return object(
        "lastProbeTime",
        Json.Null.NULL,
        "lastTransitionTime",
        since(type, status),
        "message",
        holds || completed ? Optional.empty() : Optional.of(message),
        "reason",
        reason(holds, completed, reason),
        "status",
        status,
        "type",
        type);
  }

  private static Optional<String> reason(boolean holds, boolean completed, String reason) {
    if (completed) {
      return Optional.of("PodCompleted");
    }
    return holds ? Optional.empty() : Optional.of(reason);
  }

  /** A condition that stays as it was keeps its time. */
  private Json since(String type, String status) {
    return before.itemsAt("conditions").stream()
        .filter(one -> one.textAt("type").equals(Optional.of(type)))
        .filter(one -> one.textAt("status").equals(Optional.of(status)))
        .map(one -> one.at("lastTransitionTime"))
        .flatMap(Optional::stream)
        .findFirst()
        .orElse(Values.time(now));
  }
}
