package io.benchmarkdeployer.testkit;

import io.benchmarkdeployer.core.model.Json;
import io.benchmarkdeployer.core.model.Kind;
import io.benchmarkdeployer.core.model.LiveObject;
import io.benchmarkdeployer.core.model.Uid;
import io.benchmarkdeployer.testkit.ContainerRuntime.Exit;
import io.benchmarkdeployer.testkit.ContainerRuntime.Running;
import io.benchmarkdeployer.testkit.ContainerRuntime.Start;
import io.benchmarkdeployer.testkit.ContainerRuntime.StartFailure;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The node: runs the containers of the pods that it was given, and tells what they do. */
final class Kubelet implements ObjectStore.Listener {
  private static final Logger LOG = System.getLogger(Kubelet.class.getName());
  private static final String SOURCE = "kubelet";
  private static final Duration RETRY = Duration.ofSeconds(10);

  private final ObjectStore store;
  private final Api api;
  private final Loop loop;
  private final Journal journal;
  private final InstantSource clock;
  private final ContainerRuntime runtime;
  private final LogSpace logSpace = LogSpace.ofMemory();
  private final Map<Uid, PodRun> runs = new HashMap<>();

  Kubelet(
      ObjectStore store,
      Api api,
      Loop loop,
      Journal journal,
      InstantSource clock,
      ContainerRuntime runtime) {
    this.store = store;
    this.api = api;
    this.loop = loop;
    this.journal = journal;
    this.clock = clock;
    this.runtime = runtime;
  }

  @Override
  public void changed(Optional<LiveObject> before, Optional<LiveObject> after) {
    if (!after.or(() -> before).filter(Kubelet::isPod).isPresent()) {
      return;
    }
    if (after.isEmpty()) {
      before.ifPresent(pod -> forget(pod.uid()));
    } else if (after.get().terminating()) {
      loop.later(Duration.ZERO, () -> terminate(after.get()));
    } else if (isBound(after.get()) && !runs.containsKey(after.get().uid())) {
      runs.put(after.get().uid(), new PodRun(after.get(), loop.now()));
      loop.later(Loop.REACTION, () -> take(after.get()));
    }
  }

  private static boolean isPod(LiveObject object) {
    return object.ref().kind().sameResource(Kind.POD);
  }

  private static boolean isBound(LiveObject pod) {
    return pod.content().textAt("spec", "nodeName").isPresent() && !ManagedPods.isOver(pod);
  }

  /** What of a pod is left on the node when its object is gone is stopped at once. */
  private void forget(Uid pod) {
    PodRun run = runs.remove(pod);
    if (run != null) {
      run.stop();
      run.all().forEach(container -> stop(container, Duration.ZERO));
    }
    runtime.podGone(pod.value());
  }

  private void take(LiveObject pod) {
    PodRun run = runs.get(pod.uid());
    if (run == null) {
      return;
    }
    pod.content()
        .longAt("spec", "activeDeadlineSeconds")
        .ifPresent(seconds -> loop.later(Duration.ofSeconds(seconds), () -> expire(run)));
    proceed(run);
  }

  private void expire(PodRun run) {
    if (run.isStopping() || !runs.containsKey(run.uid())) {
      return;
    }
    String message = "Pod was active on the node longer than the specified deadline";
    run.fail(new PodRun.Verdict("DeadlineExceeded", message));
    find(run).ifPresent(pod -> journal.normal(SOURCE, pod, "DeadlineExceeded", message));
    stopAll(run);
    tell(run);
  }

  private void terminate(LiveObject pod) {
    PodRun run = runs.get(pod.uid());
    if (run == null) {
      store.find(pod.uid()).ifPresent(store::remove);
    } else if (!run.isStopping()) {
      run.stop();
      stopAll(run);
      finish(run);
    }
  }

  private void stopAll(PodRun run) {
    find(run).ifPresent(pod -> run.all().forEach(container -> stop(pod, container)));
  }

  private void stop(LiveObject pod, ContainerRun container) {
    if (container.isUp()) {
      note(pod, container, "Normal", "Killing", "Stopping container " + container.name());
      stop(container, grace(pod));
    }
  }

  private static void stop(ContainerRun container, Duration grace) {
    if (container.state() instanceof ContainerRun.State.Up up) {
      up.running().stop(grace);
    }
  }

  private static Duration grace(LiveObject pod) {
    return Duration.ofSeconds(
        pod.content()
            .longAt("metadata", "deletionGracePeriodSeconds")
            .or(() -> pod.content().longAt("spec", "terminationGracePeriodSeconds"))
            .orElse(30L));
  }

  /** Starts what is to be started, and tells how things are. */
  private void proceed(PodRun run) {
    run.next().forEach(container -> start(run, container));
    tell(run);
    finish(run);
  }

  /** A pod that is being deleted goes when its containers have ended. */
  private void finish(PodRun run) {
    if (run.isQuiet() && run.isStopping()) {
      find(run).filter(LiveObject::terminating).ifPresent(store::remove);
    }
  }

  private void tell(PodRun run) {
    find(run)
        .ifPresent(
            pod -> {
              Json.Obj before = pod.content().objectAt("status");
              Json.Obj now = new PodStatus(run, before, loop.now()).toJson();
              api.put(pod, pod.content().with("status", now));
            });
  }

  private Optional<LiveObject> find(PodRun run) {
    return store.find(run.uid());
  }

  private void start(PodRun run, ContainerRun container) {
    Optional<LiveObject> pod = find(run);
    if (pod.isEmpty() || run.isStopping() || container.isBusy()) {
      return;
    }
    try {
      Start start = order(pod.get(), container);
      container.starting();
      loop.laterUnlocked(Loop.REACTION, () -> launch(run, container, start));
    } catch (Environment.Missing missing) {
      container.await("CreateContainerConfigError", missing.what());
      note(pod.get(), container, "Warning", "Failed", "Error: " + missing.what());
      loop.later(RETRY, () -> restart(run, container));
    }
  }

  private Start order(LiveObject pod, ContainerRun container) throws Environment.Missing {
    Json.Obj spec = container.spec();
    Map<String, String> environment = Environment.of(store, pod, spec);
    int attempt = container.hasEverRun() ? container.restarts() + 1 : 0;
    return new Start(
        pod.ref().namespace().orElseThrow(),
        pod.ref().name(),
        pod.uid().value(),
        container.name(),
        attempt,
        container.image(),
        texts(spec.itemsAt("command"), environment),
        texts(spec.itemsAt("args"), environment),
        environment,
        spec.textAt("workingDir"));
  }

  private static List<String> texts(List<Json> items, Map<String, String> environment) {
    return items.stream()
        .map(item -> item instanceof Json.Text text ? text.value() : item.toString())
        .map(text -> Environment.expanded(environment, text))
        .toList();
  }

  /** Without the lock: starting a process takes its time. */
  private void launch(PodRun run, ContainerRun container, Start start) {
    var log = ContainerLog.in(logSpace, clock);
    try {
      Running running = runtime.start(start, log::append);
      loop.run(() -> started(run, container, running, log));
    } catch (StartFailure failure) {
      loop.run(() -> notStarted(run, container, failure, log));
    } catch (RuntimeException bug) {
      LOG.log(Level.ERROR, "A container could not be started", bug);
      StartFailure failure = StartFailure.ofProgram("StartError", "the runtime failed");
      loop.run(() -> notStarted(run, container, failure, log));
    }
  }

  private void started(PodRun run, ContainerRun container, Running running, ContainerLog log) {
    container.up(running, log, loop.now());
    find(run).ifPresent(pod -> noteStart(pod, container));
    var unused =
        running
            .exit()
            .thenAccept(exit -> loop.later(Duration.ZERO, () -> ended(run, container, exit)));
    if (run.isStopping()) {
      running.stop(find(run).map(Kubelet::grace).orElse(Duration.ZERO));
    }
    tell(run);
  }

  private void noteStart(LiveObject pod, ContainerRun container) {
    notePulled(pod, container);
    note(pod, container, "Normal", "Started", "Started container " + container.name());
  }

  private void notePulled(LiveObject pod, ContainerRun container) {
    String message =
        "Container image \"%s\" already present on machine".formatted(container.image());
    note(pod, container, "Normal", "Pulled", message);
    note(pod, container, "Normal", "Created", "Created container " + container.name());
  }

  private void notStarted(
      PodRun run, ContainerRun container, StartFailure failure, ContainerLog log) {
    Optional<LiveObject> pod = find(run);
    if (failure.isOfImage()) {
      pod.ifPresent(some -> imageMissing(run, some, container, failure));
      tell(run);
      finish(run);
      return;
    }
    if (failure.isOfNode()) {
      notMade(run, container, failure);
      return;
    }
    String message = String.valueOf(failure.getMessage());
    pod.ifPresent(
        some -> {
          notePulled(some, container);
          note(some, container, "Warning", "Failed", "Error: " + message);
        });
    container.notStarted(failure.reason(), message, log, loop.now());
    afterEnd(run, container);
  }

  private void notMade(PodRun run, ContainerRun container, StartFailure failure) {
    String message = String.valueOf(failure.getMessage());
    container.await(failure.reason(), message);
    find(run).ifPresent(pod -> note(pod, container, "Warning", "Failed", "Error: " + message));
    tell(run);
    finish(run);
    loop.later(RETRY, () -> restart(run, container));
  }

  private void imageMissing(
      PodRun run, LiveObject pod, ContainerRun container, StartFailure failure) {
    String image = container.image();
    note(pod, container, "Normal", "Pulling", "Pulling image \"%s\"".formatted(image));
    note(
        pod,
        container,
        "Warning",
        "Failed",
        "Failed to pull image \"%s\": %s".formatted(image, failure.getMessage()));
    note(pod, container, "Warning", "Failed", "Error: " + failure.reason());
    container.await(failure.reason(), String.valueOf(failure.getMessage()));
    Duration delay = container.nextImageBackOff();
    loop.later(delay.dividedBy(10), () -> backOffImage(run, container));
    loop.later(delay, () -> restart(run, container));
  }

  private void backOffImage(PodRun run, ContainerRun container) {
    if (run.isStopping() || !(container.state() instanceof ContainerRun.State.Waiting)) {
      return;
    }
    String message = "Back-off pulling image \"%s\"".formatted(container.image());
    container.await("ImagePullBackOff", message);
    find(run)
        .ifPresent(
            pod -> {
              note(pod, container, "Normal", "BackOff", message);
              note(pod, container, "Warning", "Failed", "Error: ImagePullBackOff");
            });
    tell(run);
  }

  private void ended(PodRun run, ContainerRun container, Exit exit) {
    container.ended(exit, loop.now());
    afterEnd(run, container);
  }

  private void afterEnd(PodRun run, ContainerRun container) {
    if (!runs.containsKey(run.uid())) {
      // It was being started while its pod went.
      runtime.podGone(run.uid().value());
    }
    if (run.restarts(container)) {
      Duration delay = container.nextBackOff();
      if (delay.isZero()) {
        loop.later(Loop.REACTION, () -> restart(run, container));
      } else {
        loop.later(Loop.REACTION, () -> backOff(run, container, delay));
        loop.later(delay, () -> restart(run, container));
      }
    }
    proceed(run);
  }

  private void backOff(PodRun run, ContainerRun container, Duration delay) {
    if (run.isStopping() || !container.hasEnded()) {
      return;
    }
    Optional<LiveObject> pod = find(run);
    if (pod.isEmpty()) {
      return;
    }
    container.await(
        "CrashLoopBackOff",
        "back-off %ds restarting failed container=%s pod=%s_%s(%s)"
            .formatted(
                delay.toSeconds(),
                container.name(),
                pod.get().ref().name(),
                pod.get().ref().namespace().orElse(""),
                run.uid()));
    note(pod.get(), container, "Warning", "BackOff", "Back-off restarting failed container");
    tell(run);
  }

  private void restart(PodRun run, ContainerRun container) {
    start(run, container);
    tell(run);
  }

  private void note(
      LiveObject pod, ContainerRun container, String type, String reason, String message) {
    journal.note(SOURCE, pod, container.fieldPath(), type, reason, message);
  }

  /** The pod's run, if it is on this node. */
  Optional<PodRun> run(Uid pod) {
    return Optional.ofNullable(runs.get(pod));
  }
}
