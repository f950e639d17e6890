package io.benchmarkdeployer.app.web.deployment;

import io.benchmarkdeployer.app.web.CauseView;
import io.benchmarkdeployer.core.model.Caller;
import io.benchmarkdeployer.core.model.Deployment;
import io.benchmarkdeployer.core.model.ResourceRef;
import io.benchmarkdeployer.core.model.WorkloadPhase;
import io.benchmarkdeployer.core.model.WorkloadStatus;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** A deployment on record, with its last known status. */
@Serdeable
@Schema(name = "Deployment", description = "A deployment on record, with its last known status.")
public record DeploymentView(
    @Schema(example = "6f1c2f9e-5a0e-4b43-9d43-0f5b6a1d7c11") String deploymentId,
    @Schema(
            description = "What it is known by: its first job where it has one.",
            example = "test-job")
        String resourceName,
    @Schema(
            description = "job, deployment, service, configmap, secret or unknown.",
            example = "job")
        String resourceType,
    @Schema(example = "default") String namespace,
    @Schema(description = "When it was recorded.") Instant createdAt,
    @Schema(
            description =
                "pending, running, completed, failed or deleted; deployed for what is meant to stay"
                    + " or does not run; unknown.",
            example = "running")
        String status,
    @Schema(description = "The manifest, without the values of Secrets; fit for POST /delete.")
        String yamlContent,
    @Schema(
            type = "integer",
            nullable = true,
            description = "For jobs: pods that are pending or running.",
            example = "1")
        Optional<Integer> activePods,
    @Schema(
            type = "integer",
            nullable = true,
            description = "For jobs: pods that ended well.",
            example = "0")
        Optional<Integer> succeededPods,
    @Schema(
            type = "integer",
            nullable = true,
            description = "For jobs: pods that failed.",
            example = "0")
        Optional<Integer> failedPods,
    @Schema(type = "string", nullable = true, description = "The label that was given.")
        Optional<String> name,
    @Schema(description = "The record's own state: pending, deployed, failed, deleting, deleted.")
        String state,
    @Schema(
            description =
                "Whether the status may be old, because the cluster can't be heard just now.")
        boolean stale,
    @Schema(description = "Why it is not as one would like it; null where nothing is wrong.")
        Optional<CauseView> cause,
    @Schema(
            type = "string",
            nullable = true,
            description = "Why the deployment failed, where it did.")
        Optional<String> failure,
    @Schema(
            type = "string",
            format = "date-time",
            nullable = true,
            description = "When the cluster took up what it is known by.")
        Optional<Instant> startTime,
    @Schema(
            type = "string",
            format = "date-time",
            nullable = true,
            description = "When that ended, either way.")
        Optional<Instant> completionTime,
    @Schema(description = "Who deployed it.", example = "anonymous") String createdBy,
    @Schema(
            type = "string",
            format = "date-time",
            nullable = true,
            description = "When it was deleted.")
        Optional<Instant> deletedAt,
    @Schema(type = "string", nullable = true, description = "Who deleted it.")
        Optional<String> deletedBy,
    @Schema(description = "Each object, in the order of application.")
        List<ResourceView> resources) {

  /**
   * As it is on record.
   *
   * @param stale whether the cluster can't be heard just now
   */
  public static DeploymentView from(Deployment deployment, boolean stale) {
    ResourceRef primary = deployment.primary().ref();
    Optional<WorkloadStatus> known = deployment.status();
    Optional<WorkloadStatus> jobStatus = known.filter(any -> primary.kind().isJob());
    return new DeploymentView(
        deployment.id().value(),
        primary.name(),
        ResourceType.of(primary.kind()),
        primary.namespace().orElse(deployment.namespace()),
        deployment.createdAt(),
        deployment.phase().wireName(),
        deployment.yaml(),
        count(primary, jobStatus, status -> activeOf(deployment, status)),
        count(primary, jobStatus, WorkloadStatus::succeeded),
        count(primary, jobStatus, WorkloadStatus::failed),
        deployment.label(),
        deployment.state().wireName(),
        stale,
        known.flatMap(WorkloadStatus::cause).map(CauseView::from),
        deployment.failure(),
        known.flatMap(WorkloadStatus::startedAt),
        known.flatMap(WorkloadStatus::finishedAt),
        deployment.createdBy().name(),
        deployment.deletedAt(),
        deployment.deletedBy().map(Caller::name),
        deployment.resources().stream().map(ResourceView::from).toList());
  }

  /** What was last seen running runs no more once the deployment is gone. */
  private static int activeOf(Deployment deployment, WorkloadStatus lastSeen) {
    return deployment.phase() == WorkloadPhase.DELETED ? 0 : lastSeen.active();
  }

  private static Optional<Integer> count(
      ResourceRef primary, Optional<WorkloadStatus> status, Function<WorkloadStatus, Integer> of) {
    return primary.kind().isJob() ? Optional.of(status.map(of).orElse(0)) : Optional.empty();
  }
}
