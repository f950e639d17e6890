package io.benchmarkdeployer.core.model;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What pods tell about why something does not run as it should. */
final class PodTrouble {
  private static final Set<String> IMAGE_REASONS =
      Set.of(
          "ErrImagePull",
          "ImagePullBackOff",
          "InvalidImageName",
          "ErrImageNeverPull",
          "ImageInspectError",
          "RegistryUnavailable");
  private static final Set<String> HARMLESS_WAITING =
      Set.of("", "ContainerCreating", "PodInitializing");
  private static final Set<String> START_REASONS =
      Set.of("ContainerCannotRun", "StartError", "RunContainerError");

  private PodTrouble() {}

  /** The first trouble among the pods, the newest pod asked first; empty where all is well. */
  static Optional<Cause> of(List<Pod> pods) {
    return pods.stream()
        .sorted(NEWEST_FIRST)
        .map(PodTrouble::of)
        .flatMap(Optional::stream)
        .findFirst();
  }

  private static final Comparator<Pod> NEWEST_FIRST =
      Comparator.comparing((Pod pod) -> pod.createdAt().orElse(Instant.EPOCH)).reversed();

  private static Optional<Cause> of(Pod pod) {
    return scheduling(pod)
        .or(() -> podReason(pod))
        .or(
            () ->
                pod.containers().stream()
                    .map(one -> of(pod, one))
                    .flatMap(Optional::stream)
                    .findFirst());
  }

  private static Optional<Cause> scheduling(Pod pod) {
    return pod.conditions().stream()
        .filter(condition -> condition.type().equals("PodScheduled") && !condition.holds())
        .filter(condition -> condition.reason().equals("Unschedulable"))
        .map(
            condition ->
                cause(
                    Cause.Type.UNSCHEDULABLE, pod, "No node takes the pod: " + condition.message()))
        .findFirst();
  }

  private static Optional<Cause> podReason(Pod pod) {
    return switch (pod.reason()) {
      case "Evicted" ->
          Optional.of(cause(Cause.Type.EVICTED, pod, "The node evicted the pod: " + pod.message()));
      case "DeadlineExceeded" ->
          Optional.of(
              cause(Cause.Type.DEADLINE, pod, "The pod ran longer than its activeDeadlineSeconds"));
      default -> Optional.empty();
    };
  }

  private static Optional<Cause> of(Pod pod, Container container) {
    return switch (container.state()) {
      case ContainerState.Waiting waiting -> waiting(pod, container, waiting);
      case ContainerState.Running running ->
          container.previous().flatMap(end -> ended(pod, container, end));
      case ContainerState.Terminated end -> ended(pod, container, end);
    };
  }

  private static Optional<Cause> waiting(
      Pod pod, Container container, ContainerState.Waiting waiting) {
    if (HARMLESS_WAITING.contains(waiting.reason())) {
      return Optional.empty();
    }
    if (waiting.reason().equals("CrashLoopBackOff")) {
      return container.previous().flatMap(end -> ended(pod, container, end));
    }
    return Optional.of(
        IMAGE_REASONS.contains(waiting.reason())
            ? cause(Cause.Type.IMAGE_PULL, pod, container, imageMessage(container, waiting))
            : cause(
                Cause.Type.START_FAILED,
                pod,
                container,
                startMessage(container, waiting.reason(), waiting.message())));
  }

  private static Optional<Cause> ended(
      Pod pod, Container container, ContainerState.Terminated end) {
    if (end.reason().equals("OOMKilled")) {
      return Optional.of(
          exit(Cause.Type.OUT_OF_MEMORY, pod, container, end, "was killed: out of memory"));
    }
    if (START_REASONS.contains(end.reason())) {
      String message = startMessage(container, end.reason(), end.message());
      return Optional.of(withExit(cause(Cause.Type.START_FAILED, pod, container, message), end));
    }
    return end.exitCode() == 0
        ? Optional.empty()
        : Optional.of(
            exit(Cause.Type.EXIT_CODE, pod, container, end, "exited with code " + end.exitCode()));
  }

  private static String imageMessage(Container container, ContainerState.Waiting waiting) {
    return "The image %s of container %s can't be had (%s): %s"
        .formatted(container.image(), container.name(), waiting.reason(), waiting.message());
  }

  private static String startMessage(Container container, String reason, String message) {
    return "Container %s can't be started (%s): %s".formatted(container.name(), reason, message);
  }

  private static Cause exit(
      Cause.Type type, Pod pod, Container container, ContainerState.Terminated end, String what) {
    String more = end.message().isEmpty() ? "" : ": " + end.message();
    return withExit(
        cause(type, pod, container, "Container " + container.name() + " " + what + more), end);
  }

  private static Cause withExit(Cause cause, ContainerState.Terminated end) {
    return new Cause(
        cause.type(), cause.message(), cause.pod(), cause.container(), Optional.of(end.exitCode()));
  }

  private static Cause cause(Cause.Type type, Pod pod, String message) {
    return new Cause(type, message, Optional.of(pod.name()), Optional.empty(), Optional.empty());
  }

  private static Cause cause(Cause.Type type, Pod pod, Container container, String message) {
    return new Cause(
        type, message, Optional.of(pod.name()), Optional.of(container.name()), Optional.empty());
  }
}
