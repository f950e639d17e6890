package io.benchmarkdeployer.app.web.job;

import io.benchmarkdeployer.app.web.CauseView;
import io.benchmarkdeployer.app.web.LogView;
import io.benchmarkdeployer.core.model.CapturedLog;
import io.benchmarkdeployer.core.model.Condition;
import io.benchmarkdeployer.core.model.Workload;
import io.benchmarkdeployer.core.model.WorkloadPhase;
import io.benchmarkdeployer.core.model.WorkloadStatus;
import io.benchmarkdeployer.core.usecase.JobReport;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A job as the cluster has just told it. */
@Serdeable
@Schema(description = "A job as the cluster has just told it.")
record JobStatusAnswer(
    @Schema(example = "test-job") String jobName,
    @Schema(example = "default") String namespace,
    @Schema(
            description = "pending, running, completed, failed, deleted or unknown.",
            example = "running")
        String status,
    @Schema(description = "The same word with a capital.", example = "Running") String phase,
    @Schema(
            type = "string",
            format = "date-time",
            nullable = true,
            description = "When the cluster took the job up.")
        Optional<Instant> startTime,
    @Schema(
            type = "string",
            format = "date-time",
            nullable = true,
            description = "When it ended, either way.")
        Optional<Instant> completionTime,
    @Schema(description = "Pods that are pending or running.", example = "1") int activePods,
    @Schema(description = "Pods that ended well.", example = "0") int succeededPods,
    @Schema(description = "Pods that failed.", example = "0") int failedPods,
    @Schema(description = "Why it is not as one would like it; null where nothing is wrong.")
        Optional<CauseView> cause,
    @Schema(description = "The pods that the job controls, oldest first.") List<PodView> pods,
    @Schema(description = "The job's conditions, as the cluster has them.")
        List<ConditionView> conditions,
    @Schema(description = "How well its log is kept; null where none is on record.")
        Optional<LogView> logs) {

  /** A condition, as the cluster has it. */
  @Serdeable
  @Schema(name = "Condition", description = "A condition, as the cluster has it.")
  record ConditionView(
      @Schema(example = "Complete") String type,
      @Schema(description = "Whether it holds.", example = "true") boolean holds,
      @Schema(description = "Why, in one word.", example = "Completed") String reason,
      @Schema(description = "The same in more words.") String message,
      @Schema(type = "string", format = "date-time", nullable = true, description = "Since when.")
          Optional<Instant> since) {

    static ConditionView from(Condition condition) {
      return new ConditionView(
          condition.type(),
          condition.holds(),
          condition.reason(),
          condition.message(),
          condition.since());
    }
  }

  /**
   * As an answer.
   *
   * @param log of the newest job of this name, which may be another
   */
  static JobStatusAnswer from(JobReport report, Optional<CapturedLog> log) {
    return of(
        report.job().ref().name(),
        report.job().ref().namespace().orElse(""),
        report.status(),
        report.pods().stream().map(PodView::from).toList(),
        Workload.of(report.job()).map(Workload::conditions).orElse(List.of()),
        log.filter(found -> found.job().equals(report.job().uid())));
  }

  /** The job is gone; its status as it was last seen. */
  static JobStatusAnswer gone(
      String jobName, String namespace, WorkloadStatus last, Optional<CapturedLog> log) {
    var gone =
        new WorkloadStatus(
            WorkloadPhase.DELETED,
            0,
            last.succeeded(),
            last.failed(),
            last.startedAt(),
            last.finishedAt(),
            last.cause());
    return of(jobName, namespace, gone, List.of(), List.of(), log);
  }

  private static JobStatusAnswer of(
      String jobName,
      String namespace,
      WorkloadStatus status,
      List<PodView> pods,
      List<Condition> conditions,
      Optional<CapturedLog> log) {
    String word = status.phase().wireName();
    return new JobStatusAnswer(
        jobName,
        namespace,
        word,
        Character.toUpperCase(word.charAt(0)) + word.substring(1),
        status.startedAt(),
        status.finishedAt(),
        status.active(),
        status.succeeded(),
        status.failed(),
        status.cause().map(CauseView::from),
        pods,
        conditions.stream().map(ConditionView::from).toList(),
        log.map(LogView::from));
  }
}
