package io.benchmarkdeployer.app.web.job;

import io.benchmarkdeployer.core.model.Container;
import io.benchmarkdeployer.core.model.ContainerState;
import io.benchmarkdeployer.core.model.Pod;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A pod of a job. */
@Serdeable
@Schema(name = "Pod", description = "A pod of a job.")
record PodView(
    @Schema(example = "test-job-x7k2p") String name,
    @Schema(
            description = "Pending, Running, Succeeded, Failed or Unknown, as the cluster says it.",
            example = "Running")
        String phase,
    @Schema(description = "Why, where the cluster has a word for it.") String reason,
    @Schema(description = "The same in more words.") String message,
    @Schema(
            type = "string",
            nullable = true,
            description = "The node that it runs on, once it has one.")
        Optional<String> node,
    @Schema(
            type = "string",
            format = "date-time",
            nullable = true,
            description = "When the node took it up.")
        Optional<Instant> startTime,
    @Schema(description = "Whether it is being deleted.") boolean terminating,
    @Schema(description = "Its containers, those that run before the others first.")
        List<ContainerView> containers) {

  /** A container of a pod. */
  @Serdeable
  @Schema(name = "Container", description = "A container of a pod.")
  record ContainerView(
      @Schema(example = "test") String name,
      @Schema(example = "busybox") String image,
      @Schema(description = "Whether it runs before the others.") boolean init,
      @Schema(description = "waiting, running or terminated.", example = "running") String state,
      @Schema(description = "Why, as the cluster says it.", example = "ErrImagePull") String reason,
      @Schema(description = "The same in more words.") String message,
      @Schema(
              type = "integer",
              nullable = true,
              description = "Its exit code, once it has ended.",
              example = "0")
          Optional<Integer> exitCode,
      @Schema(description = "How often it was started again.", example = "0") int restarts) {

    static ContainerView from(Container container) {
      return switch (container.state()) {
        case ContainerState.Waiting waiting ->
            of(container, "waiting", waiting.reason(), waiting.message(), Optional.empty());
        case ContainerState.Running running -> of(container, "running", "", "", Optional.empty());
        case ContainerState.Terminated end ->
            of(container, "terminated", end.reason(), end.message(), Optional.of(end.exitCode()));
      };
    }

    private static ContainerView of(
        Container container,
        String state,
        String reason,
        String message,
        Optional<Integer> exitCode) {
      return new ContainerView(
          container.name(),
          container.image(),
          container.init(),
          state,
          reason,
          message,
          exitCode,
          container.restarts());
    }
  }

  static PodView from(Pod pod) {
    return new PodView(
        pod.name(),
        pod.phase(),
        pod.reason(),
        pod.message(),
        pod.node(),
        pod.startedAt(),
        pod.terminating(),
        pod.containers().stream().map(ContainerView::from).toList());
  }
}
