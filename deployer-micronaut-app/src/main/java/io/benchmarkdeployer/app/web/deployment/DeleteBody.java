package io.benchmarkdeployer.app.web.deployment;

import io.benchmarkdeployer.app.web.Parameters;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Optional;

/** What shall be deleted. */
@Serdeable
@Schema(name = "DeleteRequest", description = "What shall be deleted.")
record DeleteBody(
    @Schema(
            requiredMode = Schema.RequiredMode.REQUIRED,
            description =
                "The manifest that names the objects; the yaml_content of a deployment serves as"
                    + " well.")
        Optional<String> yamlContent,
    @Schema(
            type = "string",
            requiredMode = Schema.RequiredMode.NOT_REQUIRED,
            nullable = true,
            description =
                "The namespace of documents that name none; null or absent for the default one.",
            example = "default")
        Optional<String> namespace) {

  String yaml() {
    return Parameters.required("yaml_content", yamlContent);
  }

  /** Without the content: it may hold a Secret's values. */
  @Override
  public String toString() {
    return "DeleteBody";
  }
}
