package io.benchmarkdeployer.app.web.deployment;

import io.benchmarkdeployer.core.model.DeployedResource;
import io.benchmarkdeployer.core.model.Deployment;
import io.benchmarkdeployer.core.model.ResourceRef;
import io.benchmarkdeployer.core.usecase.Plan;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What was deployed, or would be. */
@Serdeable
@Schema(name = "DeployAnswer", description = "What was deployed, or would be.")
record DeployAnswer(
    @Schema(example = "success") String status,
    @Schema(description = "The same in a sentence.") String message,
    @Schema(
            type = "string",
            nullable = true,
            description = "The deployment's id; null for a dry run.",
            example = "6f1c2f9e-5a0e-4b43-9d43-0f5b6a1d7c11")
        Optional<String> deploymentId,
    @Schema(description = "The namespace of documents that named none.", example = "default")
        String namespace,
    @Schema(
            description =
                "What the deployment is known by, its first job where it has one: job, deployment,"
                    + " service, configmap, secret or unknown.",
            example = "job")
        String resourceType,
    @Schema(description = "The name of the same.", example = "test-job") String resourceName,
    @Schema(description = "The manifest, without the values of Secrets; fit for POST /delete.")
        String yamlContent,
    @Schema(description = "When the deployment was recorded; for a dry run, now.")
        Instant createdAt,
    @Schema(description = "Whether this was a dry run, and nothing was changed.") boolean dryRun,
    @Schema(type = "string", nullable = true, description = "The label that was given.")
        Optional<String> name,
    @Schema(description = "Each object, in the order of application.")
        List<ResourceView> resources) {

  static DeployAnswer from(Deployment deployment) {
    ResourceRef primary = deployment.primary().ref();
    return new DeployAnswer(
        "success",
        "Deployed " + sentence(primary, deployment.resources()),
        Optional.of(deployment.id().value()),
        deployment.namespace(),
        ResourceType.of(primary.kind()),
        primary.name(),
        deployment.yaml(),
        deployment.createdAt(),
        false,
        deployment.label(),
        deployment.resources().stream().map(ResourceView::from).toList());
  }

  static DeployAnswer from(Plan plan, Optional<String> label, Instant now) {
    List<DeployedResource> resources = plan.resources();
    ResourceRef primary = DeployedResource.primaryOf(resources).ref();
    return new DeployAnswer(
        "success",
        "Nothing was changed (dry run); this would deploy " + sentence(primary, resources),
        Optional.empty(),
        plan.namespace(),
        ResourceType.of(primary.kind()),
        primary.name(),
        plan.yaml(),
        now,
        true,
        label,
        resources.stream().map(ResourceView::from).toList());
  }

  private static String sentence(ResourceRef primary, List<DeployedResource> resources) {
    int others = resources.size() - 1;
    return others == 0 ? primary.toString() : "%s and %d more".formatted(primary, others);
  }
}
