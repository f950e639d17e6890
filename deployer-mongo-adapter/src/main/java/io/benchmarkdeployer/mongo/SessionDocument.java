package io.benchmarkdeployer.mongo;

import io.benchmarkdeployer.core.model.Caller;
import io.benchmarkdeployer.core.model.ContainerRef;
import io.benchmarkdeployer.core.model.SessionEnd;
import io.benchmarkdeployer.core.model.SessionId;
import io.benchmarkdeployer.core.model.SessionTicket;
import io.benchmarkdeployer.core.model.TerminalMarker;
import io.benchmarkdeployer.core.model.TerminalSession;
import io.benchmarkdeployer.core.model.Uid;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.bson.BsonDocument;

/** A terminal session as a document: its id is the {@value #ID}, which there is only once. */
final class SessionDocument {
  static final String ID = "_id";
  static final String VERSION = "version";
  static final String JOB = "job.name";
  static final String HOLDER = "lease." + LeaseFields.HOLDER;
  static final String UNTIL = "lease." + LeaseFields.UNTIL;

  /** Where it stands in the order of sessions, by {@code createdAt}, then id. */
  static final String PLACE = "place";

  /** Its place in the order of sessions, of an open one only. */
  static final String OPEN = "open";

  /** When it ended, as {@link #sortable}; of an ended one only. */
  static final String ENDED = "ended";

  static final List<Index> INDEXES =
      List.of(
          Index.on(PLACE), Index.newestFirst(JOB, PLACE), Index.sparse(OPEN), Index.sparse(ENDED));

  private SessionDocument() {}

  /** A time as text whose order, character by character, is that of time. */
  static String sortable(Instant time) {
    long seconds = time.getEpochSecond() - Instant.MIN.getEpochSecond();
    return "%017d%09d".formatted(seconds, time.getNano());
  }

  static BsonDocument write(TerminalSession session) {
    var fields = searched(session);
    return fields
        .put("owner", session.owner().name())
        .put("job", ResourceFields.write(session.job()))
        .put("job_uid", session.jobUid().value())
        .put("container", write(session.container()))
        .put("asked_shell", session.askedShell())
        .putIf(session.shell(), shell -> fields.put("shell", shell))
        .put("marker", session.marker().value())
        .put("read_only_guests", session.readOnlyGuests())
        .put("state", session.state())
        .put("created_at", session.createdAt())
        .put("last_activity", session.lastActivity())
        .putIf(session.lease(), lease -> fields.put("lease", LeaseFields.write(lease)))
        .put("bytes_in", session.bytesIn())
        .put("bytes_out", session.bytesOut())
        .putIf(session.asked(), asked -> fields.put("asked", write(asked)))
        .putIf(session.end(), end -> fields.put("end", write(end)))
        .putIf(session.ticket(), ticket -> fields.put("ticket", write(ticket)))
        .document();
  }

  private static Fields searched(TerminalSession session) {
    String place = sortable(session.createdAt()) + "_" + session.id();
    var fields = new Fields();
    return fields
        .put(ID, session.id().value())
        .put(VERSION, session.version())
        .put(PLACE, place)
        .putIf(
            Optional.of(session).filter(TerminalSession::isOpen), open -> fields.put(OPEN, place))
        .putIf(session.end(), end -> fields.put(ENDED, sortable(end.at())));
  }

  private static Fields write(ContainerRef container) {
    return new Fields()
        .put("namespace", container.namespace())
        .put("pod", container.pod())
        .put("pod_uid", container.podUid().value())
        .put("container", container.container());
  }

  private static Fields write(SessionEnd end) {
    var fields = new Fields().put("reason", end.reason());
    end.exitCode().ifPresent(code -> fields.put("exit_code", code));
    return fields.put("message", end.message()).put("at", end.at());
  }

  private static Fields write(SessionTicket ticket) {
    return new Fields().put("digest", ticket.digest()).put("until", ticket.until());
  }

  /**
   * The session that this document holds.
   *
   * @throws RuntimeException of any kind where it is not as we write it
   */
  static TerminalSession read(BsonDocument document) {
    var fields = new Fields(document);
    return new TerminalSession(
        new SessionId(fields.text(ID)),
        fields.whole(VERSION),
        new Caller(fields.text("owner")),
        ResourceFields.ref(fields.fields("job")),
        new Uid(fields.text("job_uid")),
        container(fields.fields("container")),
        fields.text("asked_shell"),
        fields.maybe("shell", fields::text),
        new TerminalMarker(fields.text("marker")),
        fields.flag("read_only_guests"),
        fields.word("state", TerminalSession.State.class),
        fields.time("created_at"),
        fields.time("last_activity"),
        fields.maybe("lease", fields::fields).map(LeaseFields::read),
        fields.whole("bytes_in"),
        fields.whole("bytes_out"),
        fields.maybe("asked", fields::fields).map(SessionDocument::end),
        fields.maybe("end", fields::fields).map(SessionDocument::end),
        fields.maybe("ticket", fields::fields).map(SessionDocument::ticket));
  }

  private static ContainerRef container(Fields fields) {
    return new ContainerRef(
        fields.text("namespace"),
        fields.text("pod"),
        new Uid(fields.text("pod_uid")),
        fields.text("container"));
  }

  private static SessionEnd end(Fields fields) {
    return new SessionEnd(
        fields.word("reason", SessionEnd.Reason.class),
        fields.maybe("exit_code", fields::number).map(OptionalInt::of).orElse(OptionalInt.empty()),
        fields.text("message"),
        fields.time("at"));
  }

  private static SessionTicket ticket(Fields fields) {
    return new SessionTicket(fields.text("digest"), fields.time("until"));
  }
}
