package io.benchmarkdeployer.app.web;

import io.benchmarkdeployer.core.model.Cause;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Optional;

/** Why something is not as one would like it. */
@Serdeable
@Schema(description = "Why something is not as one would like it.")
public record CauseView(
    @Schema(
            description =
                "image_pull, unschedulable, start_failed, exit_code, out_of_memory, deadline,"
                    + " backoff_limit, evicted, pods_refused, suspended, deleted_outside or other.",
            example = "exit_code")
        String type,
    @Schema(description = "What happened, in a sentence or two.") String message,
    @Schema(
            type = "string",
            nullable = true,
            description = "The pod that shows it, where it is one pod's.")
        Optional<String> pod,
    @Schema(
            type = "string",
            nullable = true,
            description = "The container that shows it, where it is one container's.")
        Optional<String> container,
    @Schema(
            type = "integer",
            nullable = true,
            description = "The exit code, where a container ended.",
            example = "1")
        Optional<Integer> exitCode) {

  public static CauseView from(Cause cause) {
    return new CauseView(
        cause.type().wireName(), cause.message(), cause.pod(), cause.container(), cause.exitCode());
  }
}
