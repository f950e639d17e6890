package io.benchmarkdeployer.app.web.terminal;

import io.benchmarkdeployer.core.model.SessionEnd;
import io.benchmarkdeployer.core.model.TerminalSession;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.Optional;

/** A terminal session as it is on record. */
@Serdeable
@Schema(name = "TerminalSession", description = "A terminal session as it is on record.")
record SessionView(
    @Schema(example = "0f8fad5bd9cb469fa16570867728950e") String sessionId,
    @Schema(example = "test-job") String jobName,
    @Schema(example = "default") String namespace,
    @Schema(example = "test-job-x7k2p") String podName,
    @Schema(example = "main") String containerName,
    @Schema(
            description = "The shell that runs; before it does, the one that was asked for.",
            example = "/bin/bash")
        String shell,
    @Schema(description = "Whether it has not ended.") boolean isActive,
    @Schema(description = "When it was made.") Instant createdAt,
    @Schema(description = "When something was typed or printed the last time.")
        Instant lastActivity,
    @Schema(description = "created, attached, detached or ended.", example = "attached")
        String state,
    @Schema(description = "Who made it; nobody else may attach.", example = "anonymous")
        String owner,
    @Schema(description = "Whether those who join while somebody is attached may only look.")
        boolean readOnly,
    @Schema(description = "Typed so far, in bytes.") long bytesIn,
    @Schema(description = "Printed so far, in bytes.") long bytesOut,
    @Schema(
            type = "string",
            nullable = true,
            description =
                "Why it ended: exit, pod_gone, idle, max_age, unattached, detached,"
                    + " closed_by_user, replaced, revoked, server_shutdown, server_lost,"
                    + " connection_lost or no_shell.",
            example = "exit")
        Optional<String> endReason,
    @Schema(type = "string", nullable = true, description = "The same in a sentence.")
        Optional<String> endMessage,
    @Schema(
            nullable = true,
            description = "The shell's, where it ended by itself.",
            example = "0",
            type = "integer")
        Optional<Integer> exitCode,
    @Schema(type = "string", format = "date-time", nullable = true, description = "When it ended.")
        Optional<Instant> endedAt) {

  static SessionView from(TerminalSession session) {
    Optional<SessionEnd> end = session.end();
    return new SessionView(
        session.id().value(),
        session.job().name(),
        session.container().namespace(),
        session.container().pod(),
        session.container().container(),
        session.shell().orElse(session.askedShell()),
        session.isOpen(),
        session.createdAt(),
        session.lastActivity(),
        session.state().wireName(),
        session.owner().name(),
        session.readOnlyGuests(),
        session.bytesIn(),
        session.bytesOut(),
        end.map(it -> it.reason().wireName()),
        end.map(SessionEnd::message),
        session.exitCode().stream().boxed().findFirst(),
        end.map(SessionEnd::at));
  }
}
