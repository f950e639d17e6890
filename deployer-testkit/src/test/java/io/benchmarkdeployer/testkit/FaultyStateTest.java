package io.benchmarkdeployer.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.benchmarkdeployer.core.model.Caller;
import io.benchmarkdeployer.core.model.ContainerRef;
import io.benchmarkdeployer.core.model.Lease;
import io.benchmarkdeployer.core.model.ResourceRef;
import io.benchmarkdeployer.core.model.SessionEnd;
import io.benchmarkdeployer.core.model.TerminalSession;
import io.benchmarkdeployer.core.model.Uid;
import io.benchmarkdeployer.core.port.SessionStore;
import io.benchmarkdeployer.core.port.UnknownOutcomeException;
import java.time.Instant;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** The writes of sessions that fail on cue. */
class FaultyStateTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final TerminalSession SESSION =
      TerminalSession.create(
          Caller.ANONYMOUS,
          ResourceRef.job("default", "job"),
          new Uid("job-uid"),
          new ContainerRef("default", "pod", new Uid("pod-uid"), "main"),
          "sh",
          false,
          NOON);

  private final MemoryState state = new MemoryState();
  private final Faults faults = new Faults();
  private final SessionStore store = new FaultyState(state, faults).sessions();

  @Test
  void everyWriteOfSessionsPassesItsPoints() {
    TerminalSession first = store.insert(SESSION);
    store.replace(first.detached());
    store.renew("me", NOON);
    store.forgetEndedBefore(NOON);
    store.find(SESSION.id());
    store.open();
    store.list(Optional.empty());
    assertThat(faults.passed())
        .containsExactly(
            "before insertSession 1",
            "after insertSession 1",
            "before replaceSession 1",
            "after replaceSession 1",
            "before renewSessions 1",
            "after renewSessions 1",
            "before forgetSessions 1",
            "after forgetSessions 1");
  }

  @Test
  void aLostAnswerIsThatOfAWriteThatHappened() {
    loseAnswer("insertSession", () -> store.insert(SESSION));
    TerminalSession claimed = found().claimed(new Lease("me", NOON));
    loseAnswer("replaceSession", () -> store.replace(claimed));
    assertThat(found()).isEqualTo(claimed.withVersion(2));
    loseAnswer("renewSessions", () -> store.renew("me", NOON.plusSeconds(1)));
    assertThat(found().lease()).contains(new Lease("me", NOON.plusSeconds(1)));
    state.sessions().replace(found().ended(SessionEnd.ofExit(0, NOON)));
    loseAnswer("forgetSessions", () -> store.forgetEndedBefore(NOON.plusSeconds(1)));
    assertThat(store.find(SESSION.id())).isEmpty();
  }

  @Test
  void aFaultBeforeAWriteLetsNothingHappen() {
    faults.crashAt("before insertSession 1");
    assertThatThrownBy(() -> store.insert(SESSION)).isInstanceOf(Faults.Crash.class);
    assertThat(store.list(Optional.empty())).isEmpty();
  }

  private TerminalSession found() {
    return store.find(SESSION.id()).orElseThrow();
  }

  private void loseAnswer(String call, ThrowingCallable write) {
    faults.failAt("after " + call + " 1", () -> new UnknownOutcomeException("on cue"));
    assertThatThrownBy(write).hasMessage("on cue");
  }
}
