package io.benchmarkdeployer.app.web.terminal;

import io.benchmarkdeployer.core.model.TerminalSession;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;

/** Terminal sessions on record. */
@Serdeable
@Schema(name = "TerminalSessions", description = "Terminal sessions on record.")
record SessionsAnswer(
    @Schema(description = "Newest first; those that ended stay for a day.")
        List<SessionView> sessions,
    @Schema(description = "How many these are.", example = "3") int totalSessions,
    @Schema(description = "How many of them have not ended.", example = "1") int activeSessions) {

  static SessionsAnswer of(List<TerminalSession> sessions) {
    return new SessionsAnswer(
        sessions.stream().map(SessionView::from).toList(),
        sessions.size(),
        (int) sessions.stream().filter(TerminalSession::isOpen).count());
  }
}
