package io.benchmarkdeployer.app.web.job;

import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;

/** The job is gone, or goes. */
@Serdeable
@Schema(name = "JobDeletedAnswer", description = "The job is gone, or goes.")
record JobDeletedAnswer(
    @Schema(example = "success") String status,
    @Schema(description = "The same in a sentence.") String message,
    @Schema(example = "test-job") String jobName,
    @Schema(example = "default") String namespace) {

  static JobDeletedAnswer of(String jobName, String namespace, boolean wasThere) {
    String message = wasThere ? "Deleted Job %s/%s" : "There was no Job %s/%s (any more)";
    return new JobDeletedAnswer(
        "success", message.formatted(namespace, jobName), jobName, namespace);
  }
}
