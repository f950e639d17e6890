package io.benchmarkdeployer.app.web.deployment;

import io.benchmarkdeployer.core.model.ResourceRef;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Optional;

/** An object that was there and goes. */
@Serdeable
@Schema(name = "DeletedResource", description = "An object that was there and goes.")
record DeletedResource(
    @Schema(example = "test-job") String name,
    @Schema(example = "Job") String kind,
    @Schema(
            type = "string",
            nullable = true,
            description = "Null for what lives in no namespace.",
            example = "default")
        Optional<String> namespace) {

  static DeletedResource from(ResourceRef ref) {
    return new DeletedResource(ref.name(), ref.kind().name(), ref.namespace());
  }
}
