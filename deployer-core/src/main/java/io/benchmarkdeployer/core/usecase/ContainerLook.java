package io.benchmarkdeployer.core.usecase;

import io.benchmarkdeployer.core.model.Container;
import io.benchmarkdeployer.core.model.ContainerState;
import io.benchmarkdeployer.core.model.ContainerState.Terminated;
import io.benchmarkdeployer.core.model.LogSource;
import io.benchmarkdeployer.core.model.Pod;
import java.util.Optional;
import java.util.OptionalInt;

/** How one life of a container stands, by what is known of its pod. */
sealed interface ContainerLook {
  /** It has not begun. */
  record NotBegun() implements ContainerLook {}

  /** It runs. */
  record Running() implements ContainerLook {}

  /**
   * It is over.
   *
   * @param previous whether the container has begun its next life since, so that the cluster knows
   *     this one as the life before
   */
  record Ended(OptionalInt exitCode, boolean previous) implements ContainerLook {}

  /** So many lives have begun since that the cluster has thrown its log away. */
  record Forgotten() implements ContainerLook {}

  static ContainerLook of(Pod pod, LogSource source) {
    return pod.containers().stream()
        .filter(container -> container.name().equals(source.container()))
        .findFirst()
        .map(container -> of(container, source.attempt(), hasEnded(pod)))
        .orElseGet(Forgotten::new);
  }

  private static boolean hasEnded(Pod pod) {
    return pod.phase().equals("Succeeded") || pod.phase().equals("Failed");
  }

  private static ContainerLook of(Container container, int attempt, boolean over) {
    int later = container.restarts() - attempt;
    if (later == 0) {
      return now(container, over);
    }
    if (later == 1) {
      return new Ended(code(container.previous()), true);
    }
    return later < 0 ? new NotBegun() : new Forgotten();
  }

  private static ContainerLook now(Container container, boolean over) {
    return switch (container.state()) {
      case ContainerState.Running running -> over ? unknownEnd() : new Running();
      case Terminated end -> new Ended(OptionalInt.of(end.exitCode()), false);
      case ContainerState.Waiting waiting when container.previous().isPresent() ->
          new Ended(code(container.previous()), false);
      case ContainerState.Waiting waiting -> over ? unknownEnd() : new NotBegun();
    };
  }

  private static Ended unknownEnd() {
    return new Ended(OptionalInt.empty(), false);
  }

  private static OptionalInt code(Optional<Terminated> end) {
    return end.map(known -> OptionalInt.of(known.exitCode())).orElse(OptionalInt.empty());
  }
}
