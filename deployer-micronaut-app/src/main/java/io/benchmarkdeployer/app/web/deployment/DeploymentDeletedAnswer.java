package io.benchmarkdeployer.app.web.deployment;

import io.benchmarkdeployer.core.model.DeployedResource;
import io.benchmarkdeployer.core.model.Deployment;
import io.benchmarkdeployer.core.model.DeploymentState;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;

/** What became of the deletion of one deployment. */
@Serdeable
@Schema(
    name = "DeploymentDeletedAnswer",
    description = "What became of the deletion of one deployment.")
record DeploymentDeletedAnswer(
    @Schema(example = "success") String status,
    @Schema(description = "The same in a sentence.") String message,
    @Schema(example = "6f1c2f9e-5a0e-4b43-9d43-0f5b6a1d7c11") String deploymentId,
    @Schema(
            description =
                "deleted, or deleting where the cluster has not said yet that all is gone; the rest"
                    + " goes on by itself.",
            example = "deleted")
        String state,
    @Schema(description = "Its objects that are gone or go; not those that others took over.")
        List<DeletedResource> deletedResources,
    @Schema(description = "When it was answered.") Instant timestamp) {

  static DeploymentDeletedAnswer from(Deployment deployment, Instant now) {
    boolean gone = deployment.state() == DeploymentState.DELETED;
    return new DeploymentDeletedAnswer(
        "success",
        gone ? "The deployment is deleted" : "The deployment is being deleted",
        deployment.id().value(),
        deployment.state().wireName(),
        deployment.resources().stream()
            .filter(DeploymentDeletedAnswer::goes)
            .map(resource -> DeletedResource.from(resource.ref()))
            .toList(),
        now);
  }

  private static boolean goes(DeployedResource resource) {
    return switch (resource.outcome()) {
      case DELETED, DELETING -> true;
      case PLANNED,
          CREATED,
          CONFIGURED,
          UNCHANGED,
          FAILED,
          UNDONE,
          UNKNOWN,
          LEFT_BEHIND,
          TAKEN_OVER ->
          false;
    };
  }
}
