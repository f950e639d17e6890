package io.benchmarkdeployer.app.web.job;

import io.benchmarkdeployer.app.web.Parameters;
import io.micronaut.core.bind.annotation.Bindable;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which log, in a body. */
@Serdeable
@Schema(name = "LogsRequest", description = "Which log.")
record LogsBody(
    @Schema(requiredMode = Schema.RequiredMode.REQUIRED, example = "test-job")
        Optional<String> jobName,
    @Schema(
            type = "string",
            requiredMode = Schema.RequiredMode.NOT_REQUIRED,
            nullable = true,
            description = "Null or absent for the default one.",
            example = "default")
        Optional<String> namespace,
    @Schema(
            description = "The last so many lines; null for all, 100 where absent.",
            type = "integer",
            defaultValue = "100",
            nullable = true)
        @Bindable(defaultValue = "100")
        @Nullable String tailLines,
    @Schema(
            type = "boolean",
            requiredMode = Schema.RequiredMode.NOT_REQUIRED,
            nullable = true,
            description = "Whether to wait, 25 seconds at most, until the log has ended.",
            defaultValue = "false")
        Optional<Boolean> follow,
    @Schema(
            type = "boolean",
            requiredMode = Schema.RequiredMode.NOT_REQUIRED,
            nullable = true,
            description = "Whether control sequences, as of colours, stay in the lines.",
            defaultValue = "false")
        Optional<Boolean> raw) {

  String requiredJobName() {
    return Parameters.required("job_name", jobName);
  }

  boolean isRaw() {
    return raw.orElse(false);
  }

  boolean isToFollow() {
    return follow.orElse(false);
  }

  Tail tail() {
    return tailLines == null ? Tail.ALL : Tail.of(Optional.of(tailLines));
  }
}
