package io.benchmarkdeployer.app.web.job;

import io.benchmarkdeployer.core.model.CapturedLog;
import io.benchmarkdeployer.core.usecase.AwaitJob.Waited;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Optional;

/** How the waiting for a job ended. */
@Serdeable
@Schema(name = "Waited", description = "How the waiting for a job ended.")
record WaitAnswer(
    @Schema(description = "Whether the job has ended; false where the time was over first.")
        boolean finished,
    @Schema(
            description =
                "finished: completed or failed, see job.status; timeout: the time was over first;"
                    + " deleted: it was deleted meanwhile.",
            example = "finished")
        String outcome,
    @Schema(description = "The job as it was last seen.") JobStatusAnswer job) {

  static WaitAnswer from(
      String jobName, String namespace, Waited waited, Optional<CapturedLog> log) {
    return switch (waited) {
      case Waited.Finished end ->
          new WaitAnswer(true, "finished", JobStatusAnswer.from(end.report(), log));
      case Waited.StillRunning still ->
          new WaitAnswer(false, "timeout", JobStatusAnswer.from(still.report(), log));
      case Waited.Gone gone ->
          new WaitAnswer(
              true, "deleted", JobStatusAnswer.gone(jobName, namespace, gone.last(), log));
    };
  }
}
