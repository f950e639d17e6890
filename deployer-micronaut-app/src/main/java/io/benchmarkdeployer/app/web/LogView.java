package io.benchmarkdeployer.app.web;

import io.benchmarkdeployer.core.model.CapturedLog;
import io.benchmarkdeployer.core.model.LogCapture;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** How well a job's log was kept. */
@Serdeable
@Schema(name = "Log", description = "How well a job's log was kept.")
public record LogView(
    @Schema(description = "Whether nothing more comes.") boolean sealed,
    @Schema(description = "Whether it is sealed, and no line of it is missing.") boolean whole,
    @Schema(description = "Whether it is kept for good, whatever its age.") boolean pinned,
    @Schema(description = "One for each life of each container, in the order they were found.")
        List<CaptureView> captures) {

  /** How well the log of one life of a container was kept. */
  @Serdeable
  @Schema(
      name = "LogCapture",
      description = "How well the log of one life of a container was kept.")
  public record CaptureView(
      @Schema(example = "test-job-x7k2p") String pod,
      @Schema(example = "test") String container,
      @Schema(description = "0 for the first life, then counted.", example = "0") int attempt,
      @Schema(
              description =
                  "capturing; sealed: whole; gapped: over, lines are missing somewhere; lost: over,"
                      + " its end is missing, or all of it.",
              example = "sealed")
          String state,
      @Schema(description = "What is missing and why; empty where nothing is.") String reason,
      @Schema(
              type = "integer",
              nullable = true,
              description = "How the container ended, where known.",
              example = "0")
          Optional<Integer> exitCode) {

    static CaptureView from(LogCapture capture) {
      return new CaptureView(
          capture.source().pod(),
          capture.source().container(),
          capture.source().attempt(),
          capture.state().wireName(),
          capture.why(),
          known(capture.exitCode()));
    }

    private static Optional<Integer> known(OptionalInt code) {
      return code.isPresent() ? Optional.of(code.getAsInt()) : Optional.empty();
    }
  }

  public static LogView from(CapturedLog log) {
    return new LogView(
        log.isSealed(),
        log.isWhole(),
        log.pinned(),
        log.captures().stream().map(CaptureView::from).toList());
  }
}
