package io.benchmarkdeployer.app.web.terminal;

import io.benchmarkdeployer.core.model.SessionId;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;

/** Terminal sessions have ended, or end within two seconds. */
@Serdeable
@Schema(
    name = "TerminalEnded",
    description = "Terminal sessions have ended, or end within two seconds.")
record TerminalEndedAnswer(
    @Schema(description = "What was done, in a sentence.") String message,
    @Schema(description = "How many were asked to end.", example = "1") int sessions) {

  static TerminalEndedAnswer of(SessionId id) {
    return new TerminalEndedAnswer("Ended terminal session " + id, 1);
  }

  static TerminalEndedAnswer ofJob(String job, int ended) {
    return new TerminalEndedAnswer("Ended %d terminal sessions of %s".formatted(ended, job), ended);
  }
}
