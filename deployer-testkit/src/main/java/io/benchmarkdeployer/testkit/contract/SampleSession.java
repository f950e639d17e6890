package io.benchmarkdeployer.testkit.contract;

import io.benchmarkdeployer.core.model.Caller;
import io.benchmarkdeployer.core.model.ContainerRef;
import io.benchmarkdeployer.core.model.Kind;
import io.benchmarkdeployer.core.model.Lease;
import io.benchmarkdeployer.core.model.ResourceRef;
import io.benchmarkdeployer.core.model.SessionEnd;
import io.benchmarkdeployer.core.model.SessionEnd.Reason;
import io.benchmarkdeployer.core.model.SessionId;
import io.benchmarkdeployer.core.model.SessionTicket;
import io.benchmarkdeployer.core.model.TerminalMarker;
import io.benchmarkdeployer.core.model.TerminalSession;
import io.benchmarkdeployer.core.model.TerminalSession.State;
import io.benchmarkdeployer.core.model.Uid;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/** Terminal sessions to put on record; of equal numbers are equal ids. */
final class SampleSession {
  /** To the millisecond, and not to the second. */
  static final Instant NOON = Instant.parse("2026-03-01T12:00:00.123Z");

  static final Instant LATER = NOON.plusMillis(30_001);
  static final Lease LEASE = new Lease("a process", LATER);

  private static final ResourceRef JOB = ResourceRef.job("default", "test-job");

  private SampleSession() {}

  static SessionId id(int number) {
    return new SessionId("%032x".formatted(number));
  }

  /** A new one, and nothing in it that may be absent. */
  static TerminalSession of(int number) {
    return of(number, JOB, NOON);
  }

  static TerminalSession at(int number, Instant createdAt) {
    return of(number, JOB, createdAt);
  }

  static TerminalSession ofJob(int number, ResourceRef job) {
    return of(number, job, NOON);
  }

  private static TerminalSession of(int number, ResourceRef job, Instant createdAt) {
    return new TerminalSession(
        id(number),
        0,
        Caller.ANONYMOUS,
        job,
        new Uid("job-uid"),
        new ContainerRef("default", "test-job-x7k2p", new Uid("pod-uid"), "main"),
        "bash",
        Optional.empty(),
        new TerminalMarker("0123456789abcdef0123456789abcdef"),
        false,
        State.CREATED,
        createdAt,
        createdAt,
        Optional.empty(),
        0,
        0,
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /** In this state, as it comes to it. */
  static TerminalSession in(State state, int number) {
    TerminalSession created = of(number);
    return switch (state) {
      case CREATED -> created;
      case ATTACHED -> created.claimed(LEASE).attached("/bin/bash");
      case DETACHED -> created.claimed(LEASE).attached("/bin/bash").detached();
      case ENDED -> created.ended(end(LATER));
    };
  }

  static SessionEnd end(Instant at) {
    return SessionEnd.of(Reason.IDLE, "Nothing was typed for long", at);
  }

  /** An open one with something in every field that an open one has, none of it plain. */
  static TerminalSession full(int number) {
    return odd(number, State.DETACHED, Optional.empty());
  }

  /** An ended one with something in every field, also in those that an end empties. */
  static TerminalSession fullAndEnded(int number) {
    var end =
        new SessionEnd(
            Reason.EXIT, OptionalInt.of(137), "끝: \"killed\"\n$set \u0000 🙅", LATER.plusMillis(1));
    return odd(number, State.ENDED, Optional.of(end));
  }

  private static TerminalSession odd(int number, State state, Optional<SessionEnd> end) {
    return new TerminalSession(
        id(number),
        7,
        new Caller("김철수 $where {a.b}"),
        new ResourceRef(
            new Kind("batch.example.com/v1beta1", "Job"), Optional.of("0-ns"), "0.a-b.c"),
        new Uid("0b3c-uid/with $ and ."),
        new ContainerRef(
            "n".repeat(63), "p.".repeat(126) + "p", new Uid("$uid.🚀"), "c".repeat(63)),
        "/opt/my shells/셸 '\"$(id)",
        Optional.of("/bin/bash\t-l"),
        new TerminalMarker("f".repeat(32)),
        true,
        state,
        NOON,
        NOON.plusMillis(999),
        Optional.of(new Lease("host.1 $ 호스트/4711", LATER)),
        Long.MAX_VALUE,
        Long.MAX_VALUE - 1,
        Optional.of(SessionEnd.of(Reason.CLOSED_BY_USER, "", NOON.plusMillis(2))),
        end,
        Optional.of(new SessionTicket("0f".repeat(32), NOON.plusMillis(3))));
  }
}
