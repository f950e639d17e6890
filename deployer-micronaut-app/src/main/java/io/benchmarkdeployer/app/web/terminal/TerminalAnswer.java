package io.benchmarkdeployer.app.web.terminal;

import io.benchmarkdeployer.core.model.TerminalSession;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.Optional;

/** A terminal session that was made; its shell starts with the first connection. */
@Serdeable
@Schema(
    name = "TerminalCreated",
    description = "A terminal session that was made; its shell starts with the first connection.")
record TerminalAnswer(
    @Schema(example = "0f8fad5bd9cb469fa16570867728950e") String sessionId,
    @Schema(example = "test-job") String jobName,
    @Schema(example = "default") String namespace,
    @Schema(example = "test-job-x7k2p") String podName,
    @Schema(example = "main") String containerName,
    @Schema(description = "The shell that was asked for.", example = "/bin/bash") String shell,
    @Schema(
            description = "Where to connect.",
            example = "ws://localhost:8002/terminal/0f8fad5bd9cb469fa16570867728950e")
        String websocketUrl,
    @Schema(description = "When it was made.") Instant createdAt,
    @Schema(description = "Whether those who join while somebody is attached may only look.")
        boolean readOnly,
    @Schema(
            type = "string",
            nullable = true,
            description =
                "Where tokens are set: lets a browser connect once, as the subprotocol"
                    + " deployer.ticket.<ticket>; else null.")
        Optional<String> ticket,
    @Schema(
            type = "integer",
            nullable = true,
            description = "For how many seconds it is good.",
            example = "30")
        Optional<Long> ticketExpiresIn) {

  static TerminalAnswer of(
      TerminalSession session, String websocketUrl, Optional<TicketAnswer> ticket) {
    return new TerminalAnswer(
        session.id().value(),
        session.job().name(),
        session.container().namespace(),
        session.container().pod(),
        session.container().container(),
        session.askedShell(),
        websocketUrl,
        session.createdAt(),
        session.readOnlyGuests(),
        ticket.map(TicketAnswer::ticket),
        ticket.map(TicketAnswer::ticketExpiresIn));
  }
}
