package io.benchmarkdeployer.testkit;

import io.benchmarkdeployer.core.model.Json;
import io.benchmarkdeployer.core.model.LiveObject;
import io.benchmarkdeployer.core.model.Uid;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A pod on its node: its containers, and what has been decided about it. */
final class PodRun {
  private final Uid uid;
  private final String restartPolicy;
  private final Instant startTime;
  private final List<ContainerRun> inits;
  private final List<ContainerRun> mains;
  private Optional<Verdict> verdict = Optional.empty();
  private boolean stopping;

  /** Why the pod has failed as a whole. */
  record Verdict(String reason, String message) {}

  PodRun(LiveObject pod, Instant now) {
    Json.Obj spec = pod.content().objectAt("spec");
    this.uid = pod.uid();
    this.restartPolicy = spec.textAt("restartPolicy").orElse("Always");
    this.startTime = now;
    boolean prepares = !spec.itemsAt("initContainers").isEmpty();
    String waitingFor = prepares ? "PodInitializing" : "ContainerCreating";
    this.inits = containers(spec, "initContainers", true, waitingFor);
    this.mains = containers(spec, "containers", false, waitingFor);
  }

  private static List<ContainerRun> containers(
      Json.Obj spec, String member, boolean init, String waitingFor) {
    return spec.itemsAt(member).stream()
        .map(container -> new ContainerRun((Json.Obj) container, init, waitingFor))
        .toList();
  }

  Uid uid() {
    return uid;
  }

  Instant startTime() {
    return startTime;
  }

  List<ContainerRun> inits() {
    return inits;
  }

  List<ContainerRun> mains() {
    return mains;
  }

  Optional<Verdict> verdict() {
    return verdict;
  }

  Stream<ContainerRun> all() {
    return Stream.concat(inits.stream(), mains.stream());
  }

  Optional<ContainerRun> container(String name) {
    return all().filter(container -> container.name().equals(name)).findFirst();
  }

  /** From now on nothing is started any more. */
  void stop() {
    stopping = true;
  }

  boolean isStopping() {
    return stopping;
  }

  void fail(Verdict why) {
    verdict = Optional.of(why);
    stopping = true;
  }

  boolean isQuiet() {
    return all().noneMatch(ContainerRun::isBusy);
  }

  /** Whether this container is started again after this end. */
  boolean restarts(ContainerRun container) {
    if (stopping || !container.hasEnded()) {
      return false;
    }
    boolean always = restartPolicy.equals("Always") && !container.isInit();
    return always || (container.hasFailed() && !restartPolicy.equals("Never"));
  }

  /** The containers that are to be started now: one init container at a time, then all others. */
  List<ContainerRun> next() {
    if (stopping || hasFailedToPrepare()) {
      return List.of();
    }
    for (ContainerRun init : inits) {
      if (!init.hasSucceeded()) {
        return isFresh(init) ? List.of(init) : List.of();
      }
    }
    return mains.stream().filter(PodRun::isFresh).toList();
  }

  private static boolean isFresh(ContainerRun container) {
    return !container.hasEverRun()
        && container.state() instanceof ContainerRun.State.Waiting waiting
        && (waiting.reason().equals("ContainerCreating")
            || waiting.reason().equals("PodInitializing"));
  }

  private boolean hasFailedToPrepare() {
    return restartPolicy.equals("Never") && inits.stream().anyMatch(ContainerRun::hasFailed);
  }

  boolean isPrepared() {
    return inits.stream().allMatch(ContainerRun::hasSucceeded);
  }

  String phase() {
    if (verdict.isPresent() || hasFailedToPrepare()) {
      return "Failed";
    }
    if (!isPrepared()) {
      return "Pending";
    }
    if (mains.stream().allMatch(one -> one.hasEnded() && !restarts(one))) {
      return mains.stream().allMatch(ContainerRun::hasSucceeded) ? "Succeeded" : "Failed";
    }
    return mains.stream().anyMatch(ContainerRun::hasEverRun) ? "Running" : "Pending";
  }

  List<String> unready() {
    var names = new ArrayList<String>();
    mains.stream().filter(one -> !one.isUp()).map(ContainerRun::name).forEach(names::add);
    return names;
  }
}
