package io.benchmarkdeployer.core.model;

import java.time.Instant;
import java.util.Optional;

/** What a container does (Kubernetes API, {@code ContainerState}). */
public sealed interface ContainerState {

  /**
   * Not started: {@code reason} as the kubelet says it, {@code ImagePullBackOff}; both may be
   * empty.
   */
  record Waiting(String reason, String message) implements ContainerState {}

  record Running(Optional<Instant> startedAt) implements ContainerState {}

  /**
   * Ended. {@code reason} is {@code Completed}, {@code Error}, {@code OOMKilled} or another word.
   */
  record Terminated(
      int exitCode,
      String reason,
      String message,
      Optional<Instant> startedAt,
      Optional<Instant> finishedAt)
      implements ContainerState {}

  /** The state in a {@code state} or {@code lastState} of a container status. */
  static ContainerState of(Json state) {
    if (state.at("terminated").isPresent()) {
      return terminated(state.objectAt("terminated"));
    }
    if (state.at("running").isPresent()) {
      return new Running(Instants.at(state, "running", "startedAt"));
    }
    Json waiting = state.objectAt("waiting");
    return new Waiting(waiting.textAt("reason").orElse(""), waiting.textAt("message").orElse(""));
  }

  private static Terminated terminated(Json end) {
    return new Terminated(
        end.longAt("exitCode").orElse(-1L).intValue(),
        end.textAt("reason").orElse(""),
        end.textAt("message").orElse(""),
        Instants.at(end, "startedAt"),
        Instants.at(end, "finishedAt"));
  }
}
