package io.benchmarkdeployer.app.web.deployment;

import io.benchmarkdeployer.app.web.CauseView;
import io.benchmarkdeployer.core.model.DeployedResource;
import io.benchmarkdeployer.core.model.Uid;
import io.benchmarkdeployer.core.model.WorkloadStatus;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Optional;

/** One object of a deployment. */
@Serdeable
@Schema(name = "Resource", description = "One object of a deployment.")
record ResourceView(
    @Schema(example = "batch/v1") String apiVersion,
    @Schema(example = "Job") String kind,
    @Schema(example = "test-job") String name,
    @Schema(
            type = "string",
            nullable = true,
            description = "Null for what lives in no namespace.",
            example = "default")
        Optional<String> namespace,
    @Schema(description = "What is planned: create, configure, keep or replace.") String action,
    @Schema(
            description =
                "What became of it: planned, created, configured, unchanged, failed, undone,"
                    + " unknown, left_behind, taken_over, deleting or deleted.")
        String outcome,
    @Schema(
            type = "string",
            nullable = true,
            description = "Why, where the outcome is not the good one.")
        Optional<String> reason,
    @Schema(
            type = "string",
            nullable = true,
            description = "The cluster's identity of the object, once it is known.")
        Optional<String> uid,
    @Schema(
            type = "string",
            nullable = true,
            description =
                "What it does: pending, running, completed, failed, deleted, deployed or unknown;"
                    + " null for what does not run.")
        Optional<String> status,
    @Schema(description = "Why it is not as one would like it; null where nothing is wrong.")
        Optional<CauseView> cause) {

  static ResourceView from(DeployedResource resource) {
    return new ResourceView(
        resource.ref().kind().apiVersion(),
        resource.ref().kind().name(),
        resource.ref().name(),
        resource.ref().namespace(),
        resource.action().wireName(),
        resource.outcome().wireName(),
        resource.reason(),
        resource.uid().map(Uid::value),
        resource.status().map(status -> status.phase().wireName()),
        resource.status().flatMap(WorkloadStatus::cause).map(CauseView::from));
  }
}
