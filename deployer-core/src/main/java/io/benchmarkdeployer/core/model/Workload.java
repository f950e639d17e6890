package io.benchmarkdeployer.core.model;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * An object of the cluster that runs pods, read for its status. What does not run (a ConfigMap, a
 * Service) is none.
 */
public record Workload(LiveObject object, List<Condition> conditions) {
  private static final Set<String> APPS = Set.of("Deployment", "StatefulSet", "DaemonSet");

  /** The object as a workload; empty where its kind runs nothing whose status can be read. */
  public static Optional<Workload> of(LiveObject object) {
    return runs(object.ref().kind())
        ? Optional.of(new Workload(withoutBulk(object), Condition.of(object.content())))
        : Optional.empty();
  }

  /** Thousands are kept in memory: what their pods shall be is most of an object and not needed. */
  private static LiveObject withoutBulk(LiveObject object) {
    Json.Obj content = object.content();
    Json.Obj metadata = content.objectAt("metadata").without("managedFields");
    Json.Obj slim = content.with("metadata", metadata);
    boolean pod = object.ref().kind().sameResource(Kind.POD);
    Json.Obj spec = content.objectAt("spec").without("template");
    return new LiveObject(object.ref(), object.uid(), pod ? slim : slim.with("spec", spec));
  }

  /** Whether objects of this kind run something. */
  public static boolean runs(Kind kind) {
    return kind.isJob() || kind.sameResource(Kind.POD) || isApp(kind);
  }

  /** Whether objects of this kind come to an end by themselves, and never run again then. */
  static boolean ends(Kind kind) {
    return kind.isJob() || kind.sameResource(Kind.POD);
  }

  private static boolean isApp(Kind kind) {
    return kind.group().equals("apps") && APPS.contains(kind.name());
  }

  /** Whether it is a job that has ended, either way. */
  public boolean isFinishedJob() {
    return object.ref().kind().isJob() && (holds("Complete") || holds("Failed"));
  }

  /**
   * The pods among these that it controls, directly or, for a Deployment, through a replica set of
   * its.
   */
  public List<Pod> podsAmong(List<Pod> pods) {
    return pods.stream().filter(this::controls).toList();
  }

  private boolean controls(Pod pod) {
    return pod.controlledBy(object.uid())
        || pod.uid().equals(object.uid())
        || pod.controller().filter(this::isReplicaSetOfThis).isPresent();
  }

  /**
   * A replica set is named after its Deployment and a hash: good enough to show a cause, not to
   * grant access.
   */
  private boolean isReplicaSetOfThis(Pod.Controller controller) {
    return object.ref().kind().name().equals("Deployment")
        && controller.kind().name().equals("ReplicaSet")
        && controller.name().matches(Pattern.quote(object.ref().name()) + "-[a-z0-9]+");
  }

  /** Its status by what the cluster says of it and of its pods. */
  public WorkloadStatus status(List<Pod> itsPods) {
    if (object.ref().kind().isJob()) {
      return jobStatus(itsPods);
    }
    return isApp(object.ref().kind()) ? appStatus(itsPods) : podStatus(itsPods);
  }

  private WorkloadStatus jobStatus(List<Pod> pods) {
    if (holds("Complete")) {
      return status(WorkloadPhase.COMPLETED, Optional.empty());
    }
    if (holds("Failed")) {
      return status(
          WorkloadPhase.FAILED, Optional.of(failure(condition("Failed").orElseThrow(), pods)));
    }
    if (suspended()) {
      return status(
          WorkloadPhase.PENDING,
          Optional.of(Cause.of(Cause.Type.SUSPENDED, "The job is suspended (spec.suspend)")));
    }
    boolean ended = count("failed") + count("succeeded") > 0;
    boolean started = ended || pods.stream().anyMatch(Workload::hasStarted);
    return status(started ? WorkloadPhase.RUNNING : WorkloadPhase.PENDING, PodTrouble.of(pods));
  }

  private static boolean hasStarted(Pod pod) {
    return !pod.phase().equals("Pending");
  }

  private boolean suspended() {
    return object.content().at("spec", "suspend").equals(Optional.of(new Json.Bool(true)));
  }

  private Cause failure(Condition failed, List<Pod> pods) {
    String words = failed.message().isEmpty() ? failed.reason() : failed.message();
    return switch (failed.reason()) {
      case "DeadlineExceeded" ->
          Cause.of(
              Cause.Type.DEADLINE, "The job ran longer than its activeDeadlineSeconds: " + words);
      case "BackoffLimitExceeded" -> backoff(words, pods);
      default -> PodTrouble.of(pods).orElse(Cause.of(Cause.Type.OTHER, words));
    };
  }

  private static Cause backoff(String words, List<Pod> pods) {
    return PodTrouble.of(pods)
        .map(
            pod ->
                new Cause(
                    pod.type(),
                    pod.message() + ". " + words,
                    pod.pod(),
                    pod.container(),
                    pod.exitCode()))
        .orElseGet(() -> Cause.of(Cause.Type.BACKOFF_LIMIT, words));
  }

  private WorkloadStatus appStatus(List<Pod> pods) {
    boolean seen = number("status", "observedGeneration") >= number("metadata", "generation");
    boolean up = seen && ready() >= desired();
    Optional<Condition> stuck =
        condition("Progressing")
            .filter(condition -> !condition.holds())
            .or(() -> condition("ReplicaFailure").filter(Condition::holds));
    if (up) {
      return app(WorkloadPhase.DEPLOYED, Optional.empty());
    }
    Optional<Cause> cause = PodTrouble.of(pods).or(() -> stuck.map(Workload::refused));
    return app(stuck.isPresent() ? WorkloadPhase.FAILED : WorkloadPhase.PENDING, cause);
  }

  private static Cause refused(Condition stuck) {
    var type =
        stuck.type().equals("ReplicaFailure") ? Cause.Type.PODS_REFUSED : Cause.Type.DEADLINE;
    return Cause.of(type, stuck.message());
  }

  private long ready() {
    return Math.max(number("status", "readyReplicas"), number("status", "numberReady"));
  }

  private long desired() {
    return object.ref().kind().name().equals("DaemonSet")
        ? number("status", "desiredNumberScheduled")
        : object.content().longAt("spec", "replicas").orElse(1L);
  }

  private WorkloadStatus app(WorkloadPhase phase, Optional<Cause> cause) {
    long pods = Math.max(number("status", "replicas"), number("status", "currentNumberScheduled"));
    return new WorkloadStatus(phase, (int) pods, 0, 0, created(), Optional.empty(), cause);
  }

  private WorkloadStatus podStatus(List<Pod> pods) {
    String phase = object.content().textAt("status", "phase").orElse("Unknown");
    Optional<Cause> cause = PodTrouble.of(pods.isEmpty() ? List.of(Pod.of(object)) : pods);
    Optional<Instant> started = Instants.at(object.content(), "status", "startTime");
    return switch (phase) {
      case "Pending" ->
          new WorkloadStatus(WorkloadPhase.PENDING, 1, 0, 0, started, Optional.empty(), cause);
      case "Running" ->
          new WorkloadStatus(WorkloadPhase.RUNNING, 1, 0, 0, started, Optional.empty(), cause);
      case "Succeeded" ->
          new WorkloadStatus(WorkloadPhase.COMPLETED, 0, 1, 0, started, podEnd(), Optional.empty());
      case "Failed" -> new WorkloadStatus(WorkloadPhase.FAILED, 0, 0, 1, started, podEnd(), cause);
      default ->
          new WorkloadStatus(WorkloadPhase.UNKNOWN, 0, 0, 0, started, Optional.empty(), cause);
    };
  }

  private Optional<Instant> podEnd() {
    return Pod.of(object).containers().stream()
        .map(Container::state)
        .filter(ContainerState.Terminated.class::isInstance)
        .map(state -> ((ContainerState.Terminated) state).finishedAt())
        .flatMap(Optional::stream)
        .max(Instant::compareTo);
  }

  private WorkloadStatus status(WorkloadPhase phase, Optional<Cause> cause) {
    return new WorkloadStatus(
        phase,
        count("active"),
        count("succeeded"),
        count("failed"),
        Instants.at(object.content(), "status", "startTime"),
        finishedAt(),
        cause);
  }

  private Optional<Instant> finishedAt() {
    return Instants.at(object.content(), "status", "completionTime")
        .or(() -> condition("Failed").filter(Condition::holds).flatMap(Condition::since));
  }

  private Optional<Instant> created() {
    return Instants.at(object.content(), "metadata", "creationTimestamp");
  }

  private int count(String field) {
    return (int) number("status", field);
  }

  private long number(String... path) {
    return object.content().longAt(path).orElse(0L);
  }

  private boolean holds(String type) {
    return condition(type).filter(Condition::holds).isPresent();
  }

  private Optional<Condition> condition(String type) {
    return conditions.stream().filter(condition -> condition.type().equals(type)).findFirst();
  }
}
