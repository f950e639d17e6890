package io.benchmarkdeployer.testkit.contract;

import static io.benchmarkdeployer.testkit.contract.SampleSession.LATER;
import static io.benchmarkdeployer.testkit.contract.SampleSession.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.benchmarkdeployer.core.model.Caller;
import io.benchmarkdeployer.core.model.Kind;
import io.benchmarkdeployer.core.model.Lease;
import io.benchmarkdeployer.core.model.ResourceRef;
import io.benchmarkdeployer.core.model.SessionEnd;
import io.benchmarkdeployer.core.model.SessionEnd.Reason;
import io.benchmarkdeployer.core.model.SessionTicket;
import io.benchmarkdeployer.core.model.TerminalSession;
import io.benchmarkdeployer.core.model.TerminalSession.State;
import io.benchmarkdeployer.core.port.ConflictException;
import io.benchmarkdeployer.core.port.SessionStore;
import io.benchmarkdeployer.core.port.StatePort;
import io.benchmarkdeployer.core.port.UnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every {@link SessionStore} does. */
interface SessionBehaviour {
  /** As many as {@link SessionStore#update} has room for: each loses to each other once at most. */
  int RACERS = 16;

  /** One that holds nothing yet. */
  StatePort state();

  // Inserting

  @Test
  default void anInsertedSessionIsFoundByItsId() {
    TerminalSession one = SampleSession.of(1);
    assertThat(store().insert(one)).isEqualTo(one.withVersion(1));
    assertThat(store().find(one.id())).contains(one.withVersion(1));
  }

  @Test
  default void anInsertedSessionHasVersionOneWhateverItsOwnSays() {
    assertThat(store().insert(SampleSession.of(1).withVersion(42)).version()).isEqualTo(1);
    assertThat(foundSession(1).version()).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource(State.class)
  default void insertingASessionTwiceIsAConflictAndChangesNothing(State first) {
    TerminalSession one = store().insert(SampleSession.in(first, 1));
    assertThatThrownBy(() -> store().insert(SampleSession.full(1)))
        .isInstanceOf(ConflictException.class);
    assertThat(allSessions()).containsExactly(one);
  }

  @Test
  default void ofManyInsertsOfOneSessionExactlyOneIsRecorded() throws Exception {
    List<Boolean> wins = Race.of(RACERS, i -> isInserted(SampleSession.of(1).active(i, 0, NOON)));
    assertThat(wins).containsOnlyOnce(true);
    assertThat(allSessions()).hasSize(1);
  }

  // Replacing

  @Test
  default void aReplacedSessionIsOnRecordWithTheNextVersion() {
    TerminalSession first = store().insert(SampleSession.of(1));
    TerminalSession full = SampleSession.full(1).withVersion(first.version());
    assertThat(store().replace(full)).contains(full.withVersion(2));
    assertThat(foundSession(1)).isEqualTo(full.withVersion(2));
    assertThat(store().replace(full.withVersion(2))).contains(full.withVersion(3));
  }

  @Test
  default void whatAReplacedSessionLeavesOutIsNoLongerOnRecord() {
    TerminalSession full = store().insert(SampleSession.full(1));
    TerminalSession bare = replaced(SampleSession.of(1).withVersion(full.version()));
    assertThat(foundSession(1)).isEqualTo(bare).isEqualTo(SampleSession.of(1).withVersion(2));
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, 0, 1, 3, Long.MAX_VALUE - 1})
  default void aSessionOfAnotherVersionReplacesNothing(long version) {
    TerminalSession second =
        replaced(store().insert(SampleSession.of(1)).claimed(SampleSession.LEASE));
    assertThat(store().replace(SampleSession.full(1).withVersion(version))).isEmpty();
    assertThat(allSessions()).containsExactly(second);
  }

  @Test
  default void aSessionThatIsNotThereIsNotReplaced() {
    assertThat(store().replace(SampleSession.of(1))).isEmpty();
    assertThat(store().replace(SampleSession.of(1).withVersion(1))).isEmpty();
    assertThat(allSessions()).isEmpty();
  }

  @Test
  default void aSessionThatWasForgottenIsNotReplaced() {
    TerminalSession ended = store().insert(SampleSession.in(State.ENDED, 1));
    store().forgetEndedBefore(LATER.plusMillis(1));
    assertThat(store().replace(ended)).isEmpty();
    assertThat(allSessions()).isEmpty();
  }

  @Test
  default void aReplacedSessionTouchesNoOther() {
    TerminalSession other = store().insert(SampleSession.of(2));
    replaced(store().insert(SampleSession.of(1)).claimed(SampleSession.LEASE));
    assertThat(foundSession(2)).isEqualTo(other);
  }

  /** Who gets the shell, where many replicas are asked for it at once. */
  @Test
  default void ofManyClaimsOfOneSessionExactlyOneWins() throws Exception {
    TerminalSession now = store().insert(SampleSession.of(1));
    for (int round = 0; round < 10; round++) {
      TerminalSession base = now;
      List<TerminalSession> winners =
          Race.of(RACERS, i -> store().replace(base.claimed(new Lease("process " + i, LATER))))
              .stream()
              .flatMap(Optional::stream)
              .toList();
      assertThat(winners).hasSize(1);
      now = winners.getFirst();
      assertThat(now.version()).isEqualTo(base.version() + 1);
      assertThat(foundSession(1)).isEqualTo(now);
    }
  }

  // Updating

  @Test
  default void anUpdateChangesTheSessionOnRecord() {
    TerminalSession one = store().insert(SampleSession.of(1));
    Optional<TerminalSession> updated =
        store().update(one.id(), found -> found.attached("/bin/sh"));
    assertThat(updated).contains(one.attached("/bin/sh").withVersion(2));
    assertThat(store().find(one.id())).isEqualTo(updated);
  }

  @Test
  default void anUpdateOfNoSessionIsEmpty() {
    assertThat(store().update(SampleSession.id(1), found -> found.detached())).isEmpty();
  }

  @Test
  default void anUpdateThatLeavesTheSessionAsItWasWritesNothing() {
    TerminalSession one = store().insert(SampleSession.of(1));
    assertThat(store().update(one.id(), same -> same)).contains(one);
    assertThat(foundSession(1)).isEqualTo(one);
  }

  @Test
  default void anUpdateThatFindsTheSessionChangedEachTimeIsAConflict() {
    TerminalSession one = store().insert(SampleSession.of(1));
    assertThatThrownBy(
            () ->
                store()
                    .update(
                        one.id(),
                        found -> {
                          replaced(found.active(found.bytesIn() + 1, 0, NOON));
                          return found.claimed(SampleSession.LEASE);
                        }))
        .isInstanceOf(ConflictException.class);
    assertThat(foundSession(1).lease()).isEmpty();
    assertThat(foundSession(1).bytesIn()).isEqualTo(20);
  }

  @Test
  default void updatesOfManyAreAllCounted() throws Exception {
    store().insert(SampleSession.of(1));
    Race.of(RACERS, i -> countOne());
    Race.of(RACERS, i -> countOne());
    assertThat(foundSession(1).bytesIn()).isEqualTo(2 * RACERS);
    assertThat(foundSession(1).version()).isEqualTo(1 + 2 * RACERS);
  }

  @Test
  default void updatesAreAllCountedWhileLeasesAreRenewed() throws Exception {
    store().insert(SampleSession.of(1).claimed(SampleSession.LEASE));
    Race.of(RACERS, i -> i % 2 == 0 ? countOne() : renewOften(i));
    assertThat(foundSession(1).bytesIn()).isEqualTo(RACERS / 2);
    assertThat(foundSession(1).version()).isEqualTo(1 + RACERS / 2);
  }

  // What is read equals what was written

  @Test
  default void everyFieldOfASessionIsReadAsItWasWritten() {
    TerminalSession full = SampleSession.full(1).withVersion(1);
    assertThat(store().insert(SampleSession.full(1))).isEqualTo(full);
    assertThat(foundSession(1)).isEqualTo(full);
    assertThat(allSessions()).containsExactly(full);
    assertThat(store().open()).containsExactly(full);
  }

  @Test
  default void everyFieldOfAnEndedSessionIsReadAsItWasWritten() {
    TerminalSession full = SampleSession.fullAndEnded(1).withVersion(1);
    assertThat(store().insert(SampleSession.fullAndEnded(1))).isEqualTo(full);
    assertThat(foundSession(1)).isEqualTo(full);
    assertThat(allSessions()).containsExactly(full);
  }

  @ParameterizedTest
  @EnumSource(State.class)
  default void everyStateOfASessionIsReadAsItWasWritten(State state) {
    roundTrip(SampleSession.in(state, 1));
  }

  @Test
  default void everyReasonOfAnEndIsReadAsItWasWritten() {
    for (Reason reason : Reason.values()) {
      roundTrip(newSession().ended(SessionEnd.of(reason, "why", LATER)));
      roundTrip(newSession().asked(SessionEnd.of(reason, "why", LATER)));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3, 127, 137, 255, -1, Integer.MAX_VALUE, Integer.MIN_VALUE})
  default void everyExitCodeIsReadAsItWasWritten(int code) {
    TerminalSession one = roundTrip(newSession().ended(SessionEnd.ofExit(code, LATER)));
    assertThat(one.exitCode()).hasValue(code);
  }

  @Test
  default void noExitCodeIsNotExitCodeZero() {
    var none = new SessionEnd(Reason.EXIT, OptionalInt.empty(), "no code is known", LATER);
    assertThat(roundTrip(newSession().ended(none)).exitCode()).isEmpty();
  }

  @Test
  default void emptyTextOfASessionIsNotTextThatIsAbsent() {
    roundTrip(
        newSession()
            .attached("")
            .withTicket(Optional.of(new SessionTicket("", NOON)))
            .claimed(new Lease("", NOON))
            .asked(SessionEnd.of(Reason.IDLE, "", NOON)));
  }

  @Test
  default void theJobOfASessionMayBeOfAnyKindAndVersion() {
    roundTrip(
        SampleSession.ofJob(1, new ResourceRef(new Kind("v1", "Pod"), Optional.empty(), "a")));
    roundTrip(SampleSession.ofJob(2, ResourceRef.job("n".repeat(63), "j.".repeat(126) + "j")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1970-01-01T00:00:00Z",
        "1969-12-31T23:59:59.999Z",
        "2024-02-29T23:59:59.999Z",
        "2026-03-01T12:00:00.100Z",
        "9999-12-31T23:59:59.999Z"
      })
  default void aTimeOfASessionIsReadAsItWasWritten(String text) {
    Instant time = Instant.parse(text);
    roundTrip(
        SampleSession.at(1, time)
            .active(1, 2, time)
            .claimed(new Lease("a process", time))
            .asked(SampleSession.end(time))
            .withTicket(Optional.of(new SessionTicket("0f", time))));
    roundTrip(SampleSession.at(2, time).ended(SampleSession.end(time)));
  }

  /** More may be kept, and need not be. */
  @Test
  default void aTimeOfASessionIsKeptToTheMillisecond() {
    Instant time = NOON.plusNanos(987_654);
    store().insert(SampleSession.at(1, time).claimed(new Lease("a process", time)));
    TerminalSession found = foundSession(1);
    assertThat(
            Stream.of(found.createdAt(), found.lastActivity(), found.lease().orElseThrow().until()))
        .allSatisfy(kept -> assertThat(kept.truncatedTo(ChronoUnit.MILLIS)).isEqualTo(NOON));
  }

  // Finding and listing

  @Test
  default void noSessionIsFoundWhereNoneIs() {
    assertThat(store().find(SampleSession.id(1))).isEmpty();
    assertThat(store().open()).isEmpty();
    assertThat(allSessions()).isEmpty();
    assertThat(store().list(Optional.of("test-job"))).isEmpty();
  }

  @Test
  default void openSessionsAreOldestFirstAndOfEqualTimesTheLesserIdFirst() {
    insertScrambled();
    assertThat(numbers(store().open())).containsExactly(9, 1, 2, 10, 11, 3);
  }

  @Test
  default void listedSessionsAreNewestFirstAndOfEqualTimesTheGreaterIdFirst() {
    insertScrambled();
    assertThat(numbers(allSessions())).containsExactly(3, 11, 10, 2, 1, 9);
    assertThat(numbers(store().list(Optional.of("test-job")))).containsExactly(3, 11, 10, 2, 1, 9);
  }

  @Test
  default void openSessionsAreThoseOfEveryStateButTheLast() {
    insertOneOfEachState();
    assertThat(store().open())
        .extracting(TerminalSession::state)
        .containsExactly(State.CREATED, State.ATTACHED, State.DETACHED);
  }

  @Test
  default void aSessionThatEndsIsNoLongerOpenAndStaysListed() {
    TerminalSession one = store().insert(SampleSession.in(State.ATTACHED, 1));
    assertThat(store().open()).containsExactly(one);
    TerminalSession ended = replaced(one.ended(SampleSession.end(LATER)));
    assertThat(store().open()).isEmpty();
    assertThat(allSessions()).containsExactly(ended);
    assertThat(store().list(Optional.of("test-job"))).containsExactly(ended);
  }

  @Test
  default void sessionsOfAJobAreThoseOfItsNameInWhateverNamespace() {
    store().insert(SampleSession.ofJob(1, ResourceRef.job("here", "a.b")));
    store().insert(SampleSession.ofJob(2, ResourceRef.job("there", "a.b")));
    store().insert(SampleSession.ofJob(3, ResourceRef.job("here", "a-b")).ended(end()));
    store().insert(SampleSession.ofJob(4, ResourceRef.job("here", "a.b")).ended(end()));
    assertThat(numbers(store().list(Optional.of("a.b")))).containsExactly(4, 2, 1);
    assertThat(numbers(store().list(Optional.of("a-b")))).containsExactly(3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a", "a.", "A.B", "axb", "a.b ", "{\"$gt\":\"\"}", ".*", "\u0000"})
  default void theNameOfAJobIsTakenToTheLetter(String name) {
    store().insert(SampleSession.ofJob(1, ResourceRef.job("here", "a.b")));
    assertThat(store().list(Optional.of(name))).isEmpty();
  }

  @Test
  default void aThousandSessionsAreListed() {
    IntStream.range(0, 1_000).forEach(i -> store().insert(numbered(i)));
    List<Integer> even = IntStream.range(0, 500).mapToObj(i -> 2 * i).toList();
    assertThat(numbers(store().open())).isEqualTo(even);
    assertThat(numbers(allSessions()))
        .isEqualTo(IntStream.range(0, 1_000).mapToObj(i -> 999 - i).toList());
    store().renew(SampleSession.LEASE.holder(), LATER.plusSeconds(1));
    assertThat(store().open())
        .allMatch(open -> open.lease().orElseThrow().until().equals(LATER.plusSeconds(1)));
    store().forgetEndedBefore(Instant.MAX);
    assertThat(numbers(allSessions())).isEqualTo(even.reversed());
  }

  @Test
  default void asManySessionsAreAnsweredAsThePortNames() throws Exception {
    int each = SessionStore.MOST / RACERS + 1;
    Race.of(RACERS, racer -> insertFrom(racer * each, each));
    int last = RACERS * each - 1;
    assertThat(numbers(store().open()))
        .isEqualTo(IntStream.range(0, SessionStore.MOST).boxed().toList());
    assertThat(numbers(allSessions()))
        .isEqualTo(IntStream.range(0, SessionStore.MOST).mapToObj(i -> last - i).toList());
  }

  // Renewing

  @Test
  default void aRenewalIsOfTheOpenSessionsOfItsHolder() {
    TerminalSession created = store().insert(SampleSession.of(1).claimed(SampleSession.LEASE));
    TerminalSession attached = store().insert(SampleSession.in(State.ATTACHED, 2));
    TerminalSession detached = store().insert(SampleSession.in(State.DETACHED, 3));
    store().renew("a process", LATER.plusSeconds(30));
    var renewed = new Lease("a process", LATER.plusSeconds(30));
    assertThat(store().open())
        .containsExactly(
            created.claimed(renewed), attached.claimed(renewed), detached.claimed(renewed));
  }

  @Test
  default void aRenewalLeavesAllOthersAsTheyAre() {
    List<TerminalSession> others =
        List.of(
            store().insert(SampleSession.of(1)),
            store().insert(SampleSession.of(2).claimed(new Lease("a process2", LATER))),
            store().insert(SampleSession.of(3).claimed(new Lease("A process", LATER))),
            store().insert(SampleSession.of(4).claimed(new Lease("", LATER))),
            store().insert(SampleSession.in(State.ENDED, 5)),
            store().insert(SampleSession.fullAndEnded(6)));
    store().renew("a process", LATER.plusSeconds(30));
    store().renew(SampleSession.fullAndEnded(6).lease().orElseThrow().holder(), NOON);
    assertThat(allSessions().reversed()).isEqualTo(others);
  }

  @Test
  default void aRenewalMayBeRepeated() {
    store().insert(SampleSession.in(State.ATTACHED, 1));
    store().renew("a process", LATER.plusSeconds(30));
    TerminalSession once = foundSession(1);
    store().renew("a process", LATER.plusSeconds(30));
    assertThat(foundSession(1)).isEqualTo(once);
  }

  @Test
  default void aRenewalOfNothingIsHarmless() {
    store().renew("nobody", LATER);
    assertThat(allSessions()).isEmpty();
  }

  @Test
  default void whatWasReadBeforeARenewalStillReplaces() {
    TerminalSession read = store().insert(SampleSession.in(State.ATTACHED, 1));
    store().renew("a process", LATER.plusSeconds(30));
    assertThat(foundSession(1).version()).isEqualTo(read.version());
    TerminalSession detached = replaced(read.detached());
    assertThat(detached.version()).isEqualTo(read.version() + 1);
    assertThat(foundSession(1)).isEqualTo(detached);
  }

  @Test
  default void aRenewalBringsBackNoSessionThatEnded() {
    TerminalSession one = store().insert(SampleSession.in(State.ATTACHED, 1));
    TerminalSession ended = replaced(one.ended(SampleSession.end(LATER)));
    store().renew("a process", LATER.plusSeconds(30));
    assertThat(allSessions()).containsExactly(ended);
    assertThat(store().open()).isEmpty();
  }

  // Forgetting

  @Test
  default void sessionsThatEndedBeforeATimeAreForgotten() {
    store().insert(SampleSession.of(1).ended(SampleSession.end(NOON.minusMillis(1))));
    store().insert(SampleSession.of(2).ended(SampleSession.end(NOON)));
    store().insert(SampleSession.of(3).ended(SampleSession.end(NOON.plusMillis(1))));
    store().forgetEndedBefore(NOON);
    assertThat(numbers(allSessions())).containsExactly(3, 2);
    store().forgetEndedBefore(NOON);
    assertThat(numbers(allSessions())).containsExactly(3, 2);
    store().forgetEndedBefore(NOON.plusMillis(1));
    assertThat(numbers(allSessions())).containsExactly(3);
    assertThat(store().find(SampleSession.id(2))).isEmpty();
  }

  /** Whole seconds and parts of them, of times with years of any length. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-03-01T12:00:00Z",
        "2026-03-01T12:00:00.100Z",
        "0000-01-01T00:00:00Z",
        "1969-12-31T23:59:59.999Z",
        "+10000-01-01T00:00:00Z"
      })
  default void theTimeBeforeWhichSessionsAreForgottenIsExact(String text) {
    Instant time = Instant.parse(text);
    store().insert(SampleSession.of(1).ended(SampleSession.end(time)));
    store().forgetEndedBefore(time);
    assertThat(allSessions()).hasSize(1);
    store().forgetEndedBefore(time.plusMillis(1));
    assertThat(allSessions()).isEmpty();
  }

  @Test
  default void openSessionsAreNotForgottenHoweverOld() {
    Instant longAgo = NOON.minus(Duration.ofDays(10_000));
    insertOneOfEachState();
    store().insert(SampleSession.at(10, longAgo).asked(SampleSession.end(longAgo)));
    store().forgetEndedBefore(Instant.MAX);
    assertThat(store().open()).hasSize(4).isEqualTo(allSessions().reversed());
  }

  @Test
  default void noSessionIsForgottenThatEndedLater() {
    store().insert(SampleSession.in(State.ENDED, 1));
    store().forgetEndedBefore(Instant.MIN);
    store().forgetEndedBefore(NOON);
    assertThat(allSessions()).hasSize(1);
  }

  // Living and ending

  @Test
  default void everyCallOfSessionsAfterTheCloseIsUnavailable() {
    SessionStore store = store();
    store.insert(SampleSession.of(1));
    state().close();
    assertClosed(() -> store.insert(SampleSession.of(2)));
    assertClosed(() -> store.replace(SampleSession.of(1).withVersion(1)));
    assertClosed(() -> store.update(SampleSession.id(1), same -> same));
    assertClosed(() -> store.find(SampleSession.id(1)));
    assertClosed(store::open);
    assertClosed(() -> store.list(Optional.empty()));
    assertClosed(() -> store.renew("a process", LATER));
    assertClosed(() -> store.forgetEndedBefore(NOON));
    assertClosed(() -> state().sessions().open());
  }

  private static void assertClosed(Runnable call) {
    assertThatThrownBy(call::run).isInstanceOf(UnavailableException.class);
  }

  private SessionStore store() {
    return state().sessions();
  }

  private List<TerminalSession> allSessions() {
    return store().list(Optional.empty());
  }

  private TerminalSession foundSession(int number) {
    return store().find(SampleSession.id(number)).orElseThrow();
  }

  private TerminalSession replaced(TerminalSession session) {
    return store().replace(session).orElseThrow();
  }

  private TerminalSession roundTrip(TerminalSession session) {
    TerminalSession recorded = session.withVersion(1);
    assertThat(store().insert(session)).isEqualTo(recorded);
    assertThat(store().find(session.id())).contains(recorded);
    return recorded;
  }

  private boolean isInserted(TerminalSession session) {
    try {
      store().insert(session);
      return true;
    } catch (ConflictException lost) {
      return false;
    }
  }

  private TerminalSession countOne() {
    return store()
        .update(SampleSession.id(1), found -> found.active(found.bytesIn() + 1, 0, NOON))
        .orElseThrow();
  }

  private TerminalSession renewOften(int number) {
    IntStream.range(0, 20)
        .forEach(i -> store().renew("a process", LATER.plusSeconds(100L * number + i)));
    return foundSession(1);
  }

  private int insertFrom(int first, int count) {
    IntStream.range(first, first + count)
        .forEach(i -> store().insert(SampleSession.at(i, NOON.plusMillis(i))));
    return count;
  }

  private void insertOneOfEachState() {
    int number = 0;
    for (State state : State.values()) {
      store().insert(SampleSession.in(state, number++));
    }
  }

  private void insertScrambled() {
    for (int number : new int[] {10, 2, 11, 1}) {
      store().insert(SampleSession.at(number, NOON));
    }
    store().insert(SampleSession.at(3, NOON.plusMillis(1)));
    store().insert(SampleSession.at(9, NOON.minusMillis(1)));
  }

  /** Every other one has ended; the later the number, the newer. */
  private static TerminalSession numbered(int number) {
    TerminalSession one =
        SampleSession.at(number, NOON.plusMillis(number)).claimed(SampleSession.LEASE);
    return number % 2 == 0 ? one : one.ended(end());
  }

  private static SessionEnd end() {
    return SampleSession.end(LATER);
  }

  private static TerminalSession newSession() {
    TerminalSession like = SampleSession.of(1);
    return TerminalSession.create(
        Caller.ANONYMOUS, like.job(), like.jobUid(), like.container(), "sh", false, NOON);
  }

  private static List<Integer> numbers(List<TerminalSession> sessions) {
    return sessions.stream().map(session -> Integer.parseInt(session.id().value(), 16)).toList();
  }
}
