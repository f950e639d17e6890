package io.benchmarkdeployer.testkit;

import static io.benchmarkdeployer.testkit.Values.object;

import io.benchmarkdeployer.core.model.Json;
import io.benchmarkdeployer.testkit.ContainerRuntime.Exit;
import io.benchmarkdeployer.testkit.ContainerRuntime.Running;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** A container on its node: what it does now, how it ended before, what it printed. */
final class ContainerRun {
  private static final Duration FIRST_BACK_OFF = Duration.ofSeconds(10);
  private static final Duration LONGEST_BACK_OFF = Duration.ofMinutes(5);

  /** Who ran so long starts afresh. */
  private static final Duration LONG_LIFE = LONGEST_BACK_OFF.multipliedBy(2);

  private final Json.Obj spec;
  private final boolean init;
  private State state;
  private Optional<Json.Obj> lastEnd = Optional.empty();
  private Optional<Json.Obj> endBefore = Optional.empty();
  private Optional<ContainerLog> log = Optional.empty();
  private Optional<ContainerLog> previousLog = Optional.empty();
  private int attempts;
  private Duration backOff = Duration.ZERO;
  private Duration imageBackOff = FIRST_BACK_OFF;

  /** What it does now. */
  sealed interface State {
    record Waiting(String reason, String message) implements State {}

    /** Handed to the runtime, which has not answered yet. */
    record Starting() implements State {}

    record Up(Running running, Instant since, String id) implements State {}

    record Ended(Json.Obj terminated, int code, Instant at) implements State {}
  }

  ContainerRun(Json.Obj spec, boolean init, String waitingFor) {
    this.spec = spec;
    this.init = init;
    this.state = new State.Waiting(waitingFor, "");
  }

  Json.Obj spec() {
    return spec;
  }

  boolean isInit() {
    return init;
  }

  String name() {
    return spec.textAt("name").orElse("");
  }

  String image() {
    return spec.textAt("image").orElse("");
  }

  State state() {
    return state;
  }

  /** How often it was started again. */
  int restarts() {
    return Math.max(0, attempts - 1);
  }

  /** Where events about it point: {@code spec.containers{test}}. */
  String fieldPath() {
    return (init ? "spec.initContainers{" : "spec.containers{") + name() + "}";
  }

  boolean isUp() {
    return state instanceof State.Up;
  }

  /** What runs, while it is up. */
  Optional<Running> running() {
    return state instanceof State.Up up ? Optional.of(up.running()) : Optional.empty();
  }

  boolean isBusy() {
    return isUp() || state instanceof State.Starting;
  }

  boolean hasEnded() {
    return state instanceof State.Ended;
  }

  boolean hasSucceeded() {
    return state instanceof State.Ended end && end.code() == 0;
  }

  boolean hasFailed() {
    return state instanceof State.Ended end && end.code() != 0;
  }

  boolean hasEverRun() {
    return attempts > 0;
  }

  void await(String reason, String message) {
    state = new State.Waiting(reason, message);
  }

  void starting() {
    state = new State.Starting();
  }

  void up(Running running, ContainerLog its, Instant now) {
    took(its);
    state = new State.Up(running, now, id());
  }

  /** A life begins: the one before is the previous one. */
  private void took(ContainerLog its) {
    attempts++;
    previousLog = log;
    log = Optional.of(its);
    imageBackOff = FIRST_BACK_OFF;
  }

  private static String id() {
    return "memory://" + UUID.randomUUID().toString().replace("-", "");
  }

  void ended(Exit exit, Instant now) {
    if (state instanceof State.Up up) {
      log.ifPresent(ContainerLog::end);
      end(up.id(), exit.code(), exit.reason(), Optional.empty(), up.since(), now);
      Duration life = Duration.between(up.since(), now);
      backOff = life.compareTo(LONG_LIFE) > 0 ? Duration.ZERO : backOff;
    }
  }

  /** It could not be started; the cluster has it ended all the same. */
  void notStarted(String reason, String message, ContainerLog its, Instant now) {
    took(its);
    its.end();
    end(id(), 128, reason, Optional.of(message), Instant.EPOCH, now);
  }

  private void end(
      String id, int code, String reason, Optional<String> message, Instant since, Instant now) {
    Json.Obj terminated =
        object(
            "containerID", id,
            "exitCode", code,
            "finishedAt", now,
            "message", message,
            "reason", reason,
            "startedAt", since);
    state = new State.Ended(terminated, code, now);
    endBefore = lastEnd;
    lastEnd = Optional.of(terminated);
  }

  /** How long to wait before it is started again: not at all at first. */
  Duration nextBackOff() {
    Duration now = backOff;
    backOff = doubled(backOff.isZero() ? FIRST_BACK_OFF.dividedBy(2) : backOff);
    return now;
  }

  Duration nextImageBackOff() {
    Duration now = imageBackOff;
    imageBackOff = doubled(now);
    return now;
  }

  private static Duration doubled(Duration delay) {
    Duration twice = delay.multipliedBy(2);
    return twice.compareTo(LONGEST_BACK_OFF) < 0 ? twice : LONGEST_BACK_OFF;
  }

  /**
   * The log of its present life, or of the one before; while it waits to be started again, its last
   * life is both.
   */
  Optional<ContainerLog> log(boolean previous) {
    boolean between = state instanceof State.Waiting || state instanceof State.Starting;
    return previous && !between ? previousLog : log;
  }

  Json.Obj status() {
    boolean up = isUp();
    boolean ready = init ? hasSucceeded() : up;
    return object(
        "containerID", containerId(),
        "image", image(),
        "imageID", hasEverRun() ? "memory:" + image() : "",
        "lastState", lastState(),
        "name", name(),
        "ready", ready,
        "restartCount", restarts(),
        "started", init ? Optional.empty() : Optional.of(up),
        "state", stateJson());
  }

  private Optional<String> containerId() {
    return switch (state) {
      case State.Up up -> Optional.of(up.id());
      case State.Ended end -> end.terminated().textAt("containerID");
      case State.Waiting waiting -> lastEnd.flatMap(end -> end.textAt("containerID"));
      case State.Starting starting -> lastEnd.flatMap(end -> end.textAt("containerID"));
    };
  }

  /** How it ended before what it does now. */
  private Json.Obj lastState() {
    return (hasEnded() ? endBefore : lastEnd)
        .map(end -> object("terminated", end))
        .orElse(Json.Obj.EMPTY);
  }

  private Json.Obj stateJson() {
    return switch (state) {
      case State.Up up -> object("running", object("startedAt", up.since()));
      case State.Ended end -> object("terminated", end.terminated());
      case State.Starting starting -> waiting(init ? "PodInitializing" : "ContainerCreating", "");
      case State.Waiting waiting -> waiting(waiting.reason(), waiting.message());
    };
  }

  private static Json.Obj waiting(String reason, String message) {
    return object(
        "waiting",
        object("message", Optional.of(message).filter(text -> !text.isEmpty()), "reason", reason));
  }
}
