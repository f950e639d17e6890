package io.benchmarkdeployer.app.web.deployment;

import io.benchmarkdeployer.app.web.Parameters;
import io.benchmarkdeployer.core.model.Caller;
import io.benchmarkdeployer.core.usecase.DeployRequest;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Optional;

/** What shall be deployed. */
@Serdeable
@Schema(name = "DeployRequest", description = "What shall be deployed.")
record DeployBody(
    @Schema(
            requiredMode = Schema.RequiredMode.REQUIRED,
            description = "One or several Kubernetes manifests in YAML, at most 1 MiB.",
            example =
                """
                apiVersion: batch/v1
                kind: Job
                metadata:
                  name: test-job
                spec:
                  template:
                    spec:
                      containers:
                      - name: test
                        image: busybox
                        command: ['sh', '-c', 'echo hello; sleep 3600']
                      restartPolicy: Never
                """)
        Optional<String> yamlContent,
    @Schema(
            type = "string",
            requiredMode = Schema.RequiredMode.NOT_REQUIRED,
            nullable = true,
            description =
                "The namespace of documents that name none; null or absent for the default one.",
            example = "default")
        Optional<String> namespace,
    @Schema(
            type = "string",
            requiredMode = Schema.RequiredMode.NOT_REQUIRED,
            nullable = true,
            description = "A free label for the deployment.",
            example = "nightly run")
        Optional<String> name) {

  DeployRequest request(Caller caller, Optional<String> idempotencyKey) {
    return new DeployRequest(
        Parameters.required("yaml_content", yamlContent), namespace, name, caller, idempotencyKey);
  }

  /** Without the content: it may hold a Secret's values. */
  @Override
  public String toString() {
    return "DeployBody";
  }
}
