package io.benchmarkdeployer.app.web.job;

import io.benchmarkdeployer.core.model.TerminalText;
import io.benchmarkdeployer.core.usecase.JobLog;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;

/** Lines of a job's log. */
@Serdeable
@Schema(name = "Logs", description = "Lines of a job's log.")
record LogsAnswer(
    @Schema(example = "test-job") String jobName,
    @Schema(example = "default") String namespace,
    @Schema(
            description =
                "The lines, oldest first, each after the name of its pod in brackets; the line"
                    + " itself is as a person reads it, or with raw as it was printed.",
            example = "[\"[test-job-x7k2p] hello\"]")
        List<String> logs,
    @Schema(description = "When it was read.") Instant timestamp,
    @Schema(description = "Whether older lines were left out because there is too much of it.")
        boolean truncated) {

  static LogsAnswer from(String jobName, String namespace, JobLog log, boolean raw, Instant now) {
    return new LogsAnswer(
        jobName,
        namespace,
        log.entries().stream()
            .map(entry -> "[%s] %s".formatted(entry.pod(), text(entry.line().text(), raw)))
            .toList(),
        now,
        log.cut());
  }

  private static String text(String line, boolean raw) {
    return raw ? line : TerminalText.plain(line);
  }
}
