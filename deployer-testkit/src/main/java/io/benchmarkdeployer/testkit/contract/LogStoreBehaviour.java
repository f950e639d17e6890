package io.benchmarkdeployer.testkit.contract;

import static io.benchmarkdeployer.testkit.contract.SampleLog.LATER;
import static io.benchmarkdeployer.testkit.contract.SampleLog.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.benchmarkdeployer.core.model.CapturedLog;
import io.benchmarkdeployer.core.model.Lease;
import io.benchmarkdeployer.core.model.LogCapture;
import io.benchmarkdeployer.core.model.LogEntry;
import io.benchmarkdeployer.core.model.LogSegment;
import io.benchmarkdeployer.core.model.ResourceRef;
import io.benchmarkdeployer.core.model.Uid;
import io.benchmarkdeployer.core.model.WorkloadPhase;
import io.benchmarkdeployer.core.port.ConflictException;
import io.benchmarkdeployer.core.port.LogEnd;
import io.benchmarkdeployer.core.port.LogStore;
import io.benchmarkdeployer.core.port.StatePort;
import io.benchmarkdeployer.core.port.UnavailableException;
import io.benchmarkdeployer.core.port.UnknownOutcomeException;
import io.benchmarkdeployer.testkit.Faults;
import io.benchmarkdeployer.testkit.FaultyState;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every {@link LogStore} does. */
interface LogStoreBehaviour {
  int MANY = 16;
  Uid ONE = SampleLog.uid(1);
  Uid OTHER = SampleLog.uid(2);
  int KIB = 1 << 10;
  int MIB = 1 << 20;

  /** One that holds nothing yet. */
  StatePort state();

  // Records: inserting

  @Test
  default void anInsertedLogIsFoundByItsJob() {
    CapturedLog one = SampleLog.of(1);
    assertThat(logs().insert(one)).isEqualTo(one.withVersion(1));
    assertThat(logs().find(ONE)).contains(one.withVersion(1));
    assertThat(logs().find(OTHER)).isEmpty();
  }

  @Test
  default void anInsertedLogHasVersionOneWhateverItsOwnSays() {
    assertThat(logs().insert(SampleLog.of(1).withVersion(42)).version()).isEqualTo(1);
    assertThat(foundLog(1).version()).isEqualTo(1);
  }

  @Test
  default void insertingALogTwiceIsAConflictAndChangesNothing() {
    CapturedLog one = logs().insert(SampleLog.of(1));
    assertThatThrownBy(() -> logs().insert(SampleLog.full(1)))
        .isInstanceOf(ConflictException.class);
    assertThat(foundLog(1)).isEqualTo(one);
  }

  @Test
  default void ofManyInsertsOfOneLogExactlyOneIsRecorded() throws Exception {
    List<Boolean> wins = Race.of(MANY, i -> isInserted(SampleLog.at(1, NOON.plusMillis(i))));
    assertThat(wins).containsOnlyOnce(true);
    assertThat(logs().open()).hasSize(1);
  }

  /** A fence may be there before the record is, and after it. */
  @Test
  default void insertingARecordLeavesTheEntriesAsTheyAre() {
    LogSegment segment = appended(ONE, 1, logs().fence(ONE, 1), 3);
    logs().insert(SampleLog.of(1));
    assertThat(logs().fence(ONE, 1)).isEqualTo(SampleLog.endOf(segment));
    assertThat(numbersOf(ONE)).containsExactly(1L, 2L, 3L);
  }

  // Records: replacing

  @Test
  default void aReplacedLogIsOnRecordWithTheNextVersion() {
    CapturedLog first = logs().insert(SampleLog.of(1));
    CapturedLog full = SampleLog.full(1).withVersion(first.version());
    assertThat(logs().replace(full)).contains(full.withVersion(2));
    assertThat(foundLog(1)).isEqualTo(full.withVersion(2));
  }

  @Test
  default void whatAReplacedLogLeavesOutIsNoLongerOnRecord() {
    logs().insert(SampleLog.full(1));
    CapturedLog bare = SampleLog.of(1).released().withVersion(1);
    assertThat(logs().replace(bare)).contains(bare.withVersion(2));
    assertThat(foundLog(1)).isEqualTo(bare.withVersion(2));
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, 0, 1, 3, Long.MAX_VALUE - 1})
  default void aLogOfAnotherVersionReplacesNothing(long version) {
    logs().insert(SampleLog.of(1));
    CapturedLog second = logs().replace(foundLog(1).released()).orElseThrow();
    assertThat(logs().replace(SampleLog.full(1).withVersion(version))).isEmpty();
    assertThat(foundLog(1)).isEqualTo(second);
  }

  @Test
  default void aLogThatIsNotThereIsNotReplaced() {
    assertThat(logs().replace(SampleLog.of(1))).isEmpty();
    CapturedLog deleted = logs().insert(SampleLog.of(1));
    logs().delete(ONE);
    assertThat(logs().replace(deleted)).isEmpty();
    assertThat(logs().find(ONE)).isEmpty();
  }

  @Test
  default void ofManyWhoTakeALogOverAtOnceExactlyOneWins() throws Exception {
    CapturedLog free = logs().insert(SampleLog.of(1).released());
    List<CapturedLog> winners =
        Race.of(MANY, i -> logs().replace(free.taken(new Lease("process " + i, LATER)))).stream()
            .flatMap(Optional::stream)
            .toList();
    assertThat(winners).containsExactly(foundLog(1));
    assertThat(foundLog(1).fence()).isEqualTo(2);
  }

  @Test
  default void updatesOfALogByManyAreAllDone() throws Exception {
    logs().insert(SampleLog.of(1));
    Race.of(MANY, i -> logs().update(ONE, log -> log.taken(SampleLog.LEASE)));
    assertThat(foundLog(1).fence()).isEqualTo(1 + MANY);
    assertThat(foundLog(1).version()).isEqualTo(1 + MANY);
  }

  @Test
  default void anUpdateThatLeavesTheLogAsItWasWritesNothing() {
    CapturedLog one = logs().insert(SampleLog.of(1));
    assertThat(logs().update(ONE, same -> same)).contains(one);
    assertThat(logs().update(OTHER, CapturedLog::released)).isEmpty();
    assertThat(foundLog(1)).isEqualTo(one);
  }

  // Records: what is read equals what was written

  @Test
  default void everyFieldOfALogIsReadAsItWasWritten() {
    sameWhenRead(SampleLog.full(1));
    sameWhenRead(SampleLog.of(2));
    sameWhenRead(SampleLog.of(3).released());
    sameWhenRead(SampleLog.sealed(4, LATER));
  }

  @ParameterizedTest
  @EnumSource(LogCapture.State.class)
  default void everyStateOfACaptureIsReadAsItWasWritten(LogCapture.State captured) {
    sameWhenRead(
        SampleLog.of(1).with(new LogCapture(SampleLog.SOURCE, captured, "", OptionalInt.empty())));
    sameWhenRead(
        SampleLog.of(2).with(new LogCapture(SampleLog.SOURCE, captured, "?", OptionalInt.of(0))));
  }

  @ParameterizedTest
  @EnumSource(WorkloadPhase.class)
  default void everyOutcomeOfALogIsReadAsItWasWritten(WorkloadPhase outcome) {
    sameWhenRead(SampleLog.of(1).sealed(outcome, NOON, LATER));
  }

  /** That none was to be masked is something else than that nobody knows. */
  @Test
  default void theSecretsThatALogMasksAreReadAsTheyWereWritten() {
    sameWhenRead(SampleLog.of(1).masking(Set.of()));
    sameWhenRead(SampleLog.of(2).masking(Set.of(SampleLog.secret("login", "17"))));
    logs().insert(SampleLog.of(3));
    assertThat(foundLog(3).secrets()).isEmpty();
  }

  @Test
  default void aLogOfAThousandCapturesIsReadAsItWasWritten() {
    CapturedLog log = SampleLog.of(1);
    for (int i = 0; i < CapturedLog.MOST_CAPTURES; i++) {
      log = log.with(LogCapture.begun(RandomEntries.source(i)).gapped("a gap ".repeat(20)));
    }
    sameWhenRead(log);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1970-01-01T00:00:00Z",
        "1969-12-31T23:59:59.999Z",
        "2026-03-01T12:00:00.100Z",
        "9999-12-31T23:59:59.999Z"
      })
  default void aTimeOfALogIsReadAsItWasWritten(String text) {
    Instant time = Instant.parse(text);
    sameWhenRead(SampleLog.at(1, time).leased(new Lease("a process", time)));
    sameWhenRead(SampleLog.at(2, time).sealed(WorkloadPhase.FAILED, time, time));
  }

  @Test
  default void aTimeOfALogIsKeptToTheMillisecond() {
    Instant time = NOON.plusNanos(987_654);
    logs().insert(SampleLog.at(1, time).leased(new Lease("a process", time)));
    assertThat(Stream.of(foundLog(1).createdAt(), foundLog(1).lease().orElseThrow().until()))
        .allSatisfy(kept -> assertThat(kept.truncatedTo(ChronoUnit.MILLIS)).isEqualTo(NOON));
  }

  // Records: finding

  @Test
  default void theNewestOfTheJobsOfANameIsTheOneBegunLast() {
    logs().insert(SampleLog.at(1, NOON.plusMillis(2)));
    logs().insert(SampleLog.at(2, NOON.plusMillis(10)).sealed(WorkloadPhase.FAILED, NOON, NOON));
    logs().insert(SampleLog.at(3, NOON));
    assertThat(logs().findNewest("default", "test-job").map(CapturedLog::job)).contains(OTHER);
  }

  @Test
  default void theNewestLogIsOfTheJobOfThatNameAndNamespace() {
    logs().insert(SampleLog.of(1, ResourceRef.job("here", "a.b"), NOON));
    logs().insert(SampleLog.of(2, ResourceRef.job("there", "a.b"), LATER));
    logs().insert(SampleLog.of(3, ResourceRef.job("here", "a-b"), LATER));
    assertThat(logs().findNewest("here", "a.b").map(CapturedLog::job)).contains(ONE);
    assertThat(logs().findNewest("here", "b")).isEmpty();
    assertThat(logs().findNewest("nowhere", "a.b")).isEmpty();
    assertThat(logs().findNewest("", "")).isEmpty();
  }

  @Test
  default void openLogsAreThoseThatAreNotSealedOldestFirst() {
    logs().insert(SampleLog.at(3, NOON));
    logs().insert(SampleLog.at(1, NOON).released());
    logs().insert(SampleLog.at(2, NOON.minusMillis(1)).pinned(true));
    logs().insert(SampleLog.sealed(4, LATER));
    assertThat(logs().open())
        .extracting(CapturedLog::job)
        .extracting(Uid::value)
        .containsExactly(
            SampleLog.uid(2).value(), SampleLog.uid(1).value(), SampleLog.uid(3).value());
    logs().update(ONE, log -> log.sealed(WorkloadPhase.FAILED, NOON, LATER));
    assertThat(logs().open()).hasSize(2);
  }

  @Test
  default void anExpiredLogIsOneToBeKeptUntilAnEarlierTime() {
    logs().insert(SampleLog.sealed(1, NOON.minusMillis(1)));
    logs().insert(SampleLog.sealed(2, NOON));
    logs().insert(SampleLog.sealed(3, NOON.plusMillis(1)));
    assertThat(logs().expired(NOON)).containsExactly(foundLog(1));
    assertThat(logs().expired(NOON.plusMillis(1)))
        .containsExactlyInAnyOrder(foundLog(1), foundLog(2));
    assertThat(logs().expired(Instant.MIN)).isEmpty();
  }

  @Test
  default void aLogThatIsPinnedOrNotSealedDoesNotExpire() {
    logs().insert(SampleLog.sealed(1, NOON).pinned(true));
    logs().insert(SampleLog.of(2));
    assertThat(logs().expired(Instant.MAX)).isEmpty();
    logs().update(ONE, log -> log.pinned(false));
    assertThat(logs().expired(Instant.MAX)).containsExactly(foundLog(1));
    logs().update(ONE, log -> log.pinned(true));
    assertThat(logs().expired(Instant.MAX)).isEmpty();
  }

  // Records: renewing

  @Test
  default void aRenewalOfLogsIsOfThoseThatTheHolderCaptures() {
    CapturedLog mine = logs().insert(SampleLog.of(1));
    List<CapturedLog> others =
        List.of(
            logs().insert(SampleLog.of(2).leased(new Lease("a process2", LATER))),
            logs().insert(SampleLog.of(3).released()),
            logs().insert(SampleLog.sealed(4, LATER)),
            logs().insert(SampleLog.sealed(5, LATER).leased(SampleLog.LEASE)));
    Lease longer = new Lease("a process", LATER.plusSeconds(30));
    logs().renew("a process", longer.until());
    logs().renew("a process", longer.until());
    logs().renew("nobody", NOON);
    assertThat(foundLog(1)).isEqualTo(mine.leased(longer));
    others.forEach(other -> assertThat(logs().find(other.job())).contains(other));
  }

  @Test
  default void whatWasReadOfALogBeforeARenewalStillReplaces() {
    CapturedLog read = logs().insert(SampleLog.of(1));
    logs().renew("a process", LATER.plusSeconds(30));
    assertThat(foundLog(1).version()).isEqualTo(read.version());
    assertThat(logs().replace(read.released())).contains(foundLog(1));
  }

  // Fences

  @Test
  default void aLogWithoutEntriesEndsBeforeItsFirst() {
    assertThat(logs().fence(ONE, 1)).isEqualTo(LogEnd.NONE);
    assertThat(logs().read(ONE, 0, MIB)).isEmpty();
    assertThat(logs().readBack(ONE, Long.MAX_VALUE, MIB)).isEmpty();
  }

  @Test
  default void aFenceIsRepeatableAndTellsWhereTheLogEnds() {
    logs().fence(ONE, 1);
    LogSegment first = appended(ONE, 1, LogEnd.NONE, 5);
    assertThat(logs().fence(ONE, 1)).isEqualTo(SampleLog.endOf(first));
    assertThat(logs().fence(ONE, 1)).isEqualTo(SampleLog.endOf(first));
    LogSegment second = appended(ONE, 1, SampleLog.endOf(first), 2);
    assertThat(logs().fence(ONE, 7)).isEqualTo(SampleLog.endOf(second));
    assertThat(numbersOf(ONE)).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L);
  }

  @Test
  default void aLowerFenceIsAConflictAndChangesNothing() {
    LogSegment first = appended(ONE, 5, logs().fence(ONE, 5), 1);
    assertThatThrownBy(() -> logs().fence(ONE, 4)).isInstanceOf(ConflictException.class);
    appended(ONE, 5, SampleLog.endOf(first), 1);
    assertThatThrownBy(() -> logs().fence(ONE, 0)).isInstanceOf(ConflictException.class);
    assertThat(logs().fence(ONE, 5).sequence()).isEqualTo(2);
  }

  @Test
  default void aFenceIsOfOneLogOnly() {
    logs().fence(ONE, 1);
    logs().fence(OTHER, 9);
    appended(ONE, 1, LogEnd.NONE, 1);
    assertThat(logs().fence(ONE, 2).sequence()).isEqualTo(1);
    assertThat(logs().fence(OTHER, 9)).isEqualTo(LogEnd.NONE);
  }

  @Test
  default void anAppendBeforeAnyFenceIsRefused() {
    logs().insert(SampleLog.of(1));
    for (long fence : new long[] {0, 1, -1}) {
      assertThat(logs().append(ONE, fence, SampleLog.lines(LogEnd.NONE, 1))).isFalse();
    }
    assertThat(logs().read(ONE, 0, MIB)).isEmpty();
  }

  @Test
  default void anAppendOfAnOlderFenceIsRefusedAndChangesNothing() {
    LogEnd end = SampleLog.endOf(appended(ONE, 1, logs().fence(ONE, 1), 3));
    assertThat(logs().fence(ONE, 2)).isEqualTo(end);
    assertThat(logs().append(ONE, 1, SampleLog.lines(end, 1))).isFalse();
    assertThat(logs().append(ONE, 3, SampleLog.lines(end, 1))).isFalse();
    LogEnd next = SampleLog.endOf(appended(ONE, 2, end, 1));
    assertThat(logs().append(ONE, 1, SampleLog.lines(next, 1))).isFalse();
    assertThat(logs().fence(ONE, 2)).isEqualTo(next);
    assertThat(numbersOf(ONE)).containsExactly(1L, 2L, 3L, 4L);
  }

  /** As long as a log is: where it is kept in pieces, at the end of each too. */
  @Test
  default void anAppendOfAnOlderFenceIsRefusedWhereverTheLogEnds() {
    LogEnd end = logs().fence(ONE, 1);
    for (int i = 1; i <= 24; i++) {
      assertThat(logs().append(ONE, i, SampleLog.sized(end, 100 * KIB, "a"))).isTrue();
      end = SampleLog.endOf(SampleLog.sized(end, 100 * KIB, "a"));
      if (i % 2 == 0) {
        assertThat(logs().append(ONE, i, SampleLog.sized(end, 450 * KIB, "b"))).isTrue();
        end = SampleLog.endOf(SampleLog.sized(end, 450 * KIB, "b"));
      }
      assertThat(logs().fence(ONE, i + 1)).isEqualTo(end);
      assertThat(logs().append(ONE, i, SampleLog.sized(end, 500 * KIB, "c"))).isFalse();
      assertThat(logs().append(ONE, i, SampleLog.lines(end, 1))).isFalse();
    }
    assertThat(linesOf(ONE)).hasSize(36).noneMatch(line -> line.text().startsWith("c"));
  }

  /** They take the log from each other as often as they can, each writing until it is refused. */
  @Test
  default void whatManyWritersAppendedIsReadOnceAndInOrderAndNoneOfALosersAfterAFence()
      throws Exception {
    List<LogWriter> writers = LogWriter.race(state(), ONE, 4, 12);
    List<LogEntry.Line> all = linesOf(ONE);
    assertThat(all.stream().map(LogEntry.Line::sequence).toList())
        .isEqualTo(LongStream.rangeClosed(1, all.size()).boxed().toList());
    assertThat(all.stream().map(LogWriter::mark).toList())
        .isEqualTo(
            writers.stream()
                .flatMap(writer -> writer.written().stream())
                .sorted(Comparator.comparingLong(LogWriter.Written::sequence))
                .toList());
    for (LogWriter.Fenced fenced : LogWriter.fences(writers)) {
      assertThat(all.stream().skip(fenced.end().sequence()).map(LogWriter::mark))
          .allMatch(line -> line.fence() >= fenced.fence());
    }
  }

  // Appending

  @Test
  default void anAppendInTheWrongPlaceIsRefusedAndChangesNothing() {
    LogEnd end = SampleLog.endOf(appended(ONE, 1, logs().fence(ONE, 1), 3));
    Stream.of(
            LogEnd.NONE,
            new LogEnd(end.sequence() - 1, end.offset()),
            new LogEnd(end.sequence() + 1, end.offset()),
            new LogEnd(end.sequence(), end.offset() - 1),
            new LogEnd(end.sequence(), end.offset() + 1),
            new LogEnd(1_000_000, 1L << 40))
        .forEach(place -> assertThat(logs().append(ONE, 1, SampleLog.lines(place, 2))).isFalse());
    assertThat(logs().fence(ONE, 1)).isEqualTo(end);
    assertThat(numbersOf(ONE)).containsExactly(1L, 2L, 3L);
    appended(ONE, 1, end, 1);
  }

  @Test
  default void aSegmentIsAppendedOnce() {
    LogSegment first = appended(ONE, 1, logs().fence(ONE, 1), 3);
    assertThat(logs().append(ONE, 1, first)).isFalse();
    assertThat(numbersOf(ONE)).containsExactly(1L, 2L, 3L);
  }

  @Test
  default void ofManyAppendsInOnePlaceExactlyOneIsDone() throws Exception {
    LogEnd place = logs().fence(ONE, 1);
    for (int round = 0; round < 20; round++) {
      LogEnd end = place;
      List<Boolean> wins =
          Race.of(4, i -> logs().append(ONE, 1, SampleLog.sized(end, (i + 1) * 60 * KIB, "" + i)));
      assertThat(wins).containsOnlyOnce(true);
      place = SampleLog.endOf(SampleLog.sized(end, (wins.indexOf(true) + 1) * 60 * KIB, "winner"));
      assertThat(logs().read(ONE, end.sequence(), MIB)).hasSize(1);
    }
    assertThat(logs().fence(ONE, 1)).isEqualTo(place);
    assertThat(numbersOf(ONE)).hasSize(20);
  }

  @Test
  default void anAppendOfUnknownOutcomeThatHappenedIsFoundOutByAFence() {
    LogEnd end = logs().fence(ONE, 1);
    LogSegment segment = SampleLog.lines(end, 2);
    assertUnknown("after append 1", segment);
    assertThat(logs().fence(ONE, 1)).isEqualTo(SampleLog.endOf(segment));
    appended(ONE, 1, SampleLog.endOf(segment), 1);
    assertThat(numbersOf(ONE)).containsExactly(1L, 2L, 3L);
  }

  @Test
  default void anAppendOfUnknownOutcomeThatDidNotHappenIsFoundOutByAFence() {
    LogEnd end = SampleLog.endOf(appended(ONE, 1, logs().fence(ONE, 1), 1));
    LogSegment segment = SampleLog.lines(end, 2);
    assertUnknown("before append 1", segment);
    assertThat(logs().fence(ONE, 1)).isEqualTo(end);
    assertThat(logs().append(ONE, 1, segment)).isTrue();
    assertThat(numbersOf(ONE)).containsExactly(1L, 2L, 3L);
  }

  private void assertUnknown(String point, LogSegment segment) {
    var faults = new Faults().failAt(point, () -> new UnknownOutcomeException("no answer"));
    try (var faulty = new FaultyState(state(), faults)) {
      assertThatThrownBy(() -> faulty.logs().append(ONE, 1, segment))
          .isInstanceOf(UnknownOutcomeException.class);
    }
  }

  @Test
  default void segmentsOfAnyBytesAreReadAsTheyWereWritten() {
    var random = new RandomEntries(new Random(4));
    LogEnd end = logs().fence(ONE, 1);
    var written = new ArrayList<LogEntry>();
    for (int i = 0; i < 30; i++) {
      LogSegment segment = random.segment(end, 1 + i * 7);
      assertThat(logs().append(ONE, 1, segment)).isTrue();
      written.addAll(segment.entries());
      end = SampleLog.endOf(segment);
    }
    assertThat(entriesOf(ONE)).isEqualTo(written);
  }

  @Test
  default void whatASegmentSaysOfItselfIsReadAsItWasWritten() {
    LogSegment segment = appended(ONE, 1, logs().fence(ONE, 1), 1_000);
    assertThat(logs().read(ONE, 0, MIB))
        .singleElement()
        .usingRecursiveComparison()
        .isEqualTo(segment);
  }

  @Test
  default void aSegmentOfTheMostEntriesAndOneOfTheLongestLineAreReadAsTheyWereWritten() {
    LogEnd end = SampleLog.endOf(appended(ONE, 1, logs().fence(ONE, 1), LogSegment.MOST_ENTRIES));
    LogSegment line = new RandomEntries(new Random(5)).line(end, MIB);
    assertThat(logs().append(ONE, 1, line)).isTrue();
    appended(ONE, 1, SampleLog.endOf(line), 1);
    assertThat(numbersOf(ONE)).hasSize(LogSegment.MOST_ENTRIES + 2);
    assertThat(logs().read(ONE, end.sequence(), 1).getFirst().entries()).isEqualTo(line.entries());
  }

  @Test
  default void timesOfEntriesAreKeptToTheNanosecond() {
    LogSegment segment = appended(ONE, 1, logs().fence(ONE, 1), 3);
    assertThat(linesOf(ONE))
        .extracting(LogEntry.Line::at)
        .containsExactly(NOON.plusNanos(1), NOON.plusNanos(2), NOON.plusNanos(3));
    assertThat(entriesOf(ONE)).isEqualTo(segment.entries());
  }

  @ParameterizedTest
  @ValueSource(strings = {"a/1", "a", "$uid.🚀", "{\"$gt\":\"\"}", ".*", "\u0000", "a'\"\n"})
  default void aJobsUidIsTakenToTheLetter(String uid) {
    var job = new Uid(uid + "x");
    logs().insert(SampleLog.of(1));
    appended(ONE, 1, logs().fence(ONE, 1), 1);
    appended(job, 3, logs().fence(job, 3), 2);
    var like = new Uid(uid + "y");
    assertThat(logs().read(like, 0, MIB)).isEmpty();
    assertThat(logs().append(like, 3, SampleLog.lines(LogEnd.NONE, 1))).isFalse();
    logs().delete(like);
    assertThat(logs().find(job)).isEmpty();
    assertThat(numbersOf(job)).hasSize(2);
    assertThat(numbersOf(ONE)).hasSize(1);
  }

  // Reading

  @Test
  default void aLogIsReadFromAnyCursor() {
    fill(ONE, 12, 10);
    for (long after = 0; after < 125; after++) {
      List<LogSegment> read = logs().read(ONE, after, Long.MAX_VALUE);
      assertThat(firsts(read))
          .isEqualTo(
              IntStream.range((int) Math.min(12, after / 10), 12)
                  .mapToObj(i -> 1 + 10L * i)
                  .toList());
    }
    assertThat(firsts(logs().read(ONE, -1, 1))).containsExactly(1L);
    assertThat(logs().read(ONE, Long.MAX_VALUE, MIB)).isEmpty();
  }

  @Test
  default void aLogIsReadBackFromAnyCursor() {
    fill(ONE, 12, 10);
    for (long before = 0; before < 125; before++) {
      List<LogSegment> read = logs().readBack(ONE, before, Long.MAX_VALUE);
      int last = (int) Math.min(12, Math.max(0, (before + 8) / 10));
      assertThat(firsts(read))
          .isEqualTo(IntStream.range(0, last).mapToObj(i -> 1 + 10L * (last - 1 - i)).toList());
    }
    assertThat(logs().readBack(ONE, -1, MIB)).isEmpty();
    assertThat(firsts(logs().readBack(ONE, Long.MAX_VALUE, 1))).containsExactly(111L);
  }

  @Test
  default void aReadHasAsManyBytesAsAreWantedAndAtLeastOneSegment() {
    LogSegment one = fill(ONE, 9, 10).getFirst();
    for (long most : new long[] {Long.MIN_VALUE, -1, 0, 1, one.size() - 1, one.size()}) {
      assertThat(firsts(logs().read(ONE, 0, most))).containsExactly(1L);
      assertThat(logs().readBack(ONE, 5, most)).hasSize(1);
    }
    assertThat(firsts(logs().read(ONE, 15, 160))).containsExactly(11L, 21L);
    assertThat(firsts(logs().read(ONE, 15, 239))).containsExactly(11L, 21L);
    assertThat(firsts(logs().read(ONE, 15, 240))).containsExactly(11L, 21L, 31L);
    assertThat(firsts(logs().readBack(ONE, 45, 239))).containsExactly(41L, 31L);
    assertThat(firsts(logs().readBack(ONE, 45, 240))).containsExactly(41L, 31L, 21L);
  }

  @Test
  default void aBigLogIsReadInPiecesOfTheSizeThatIsWanted() {
    LogEnd end = fillBig(ONE, 256, 256 * KIB);
    assertThat(end.offset()).isEqualTo(64 * MIB);
    long after = 0;
    long read = 0;
    while (after < end.sequence()) {
      List<LogSegment> some = logs().read(ONE, after, MIB);
      assertThat(some).hasSize(4);
      assertThat(some.getFirst().first()).isEqualTo(after + 1);
      read += some.stream().mapToLong(LogSegment::size).sum();
      after = some.getLast().last();
    }
    assertThat(read).isEqualTo(end.offset());
    assertThat(firsts(logs().readBack(ONE, end.sequence() + 1, 3 * MIB)))
        .isEqualTo(IntStream.range(0, 12).mapToObj(i -> end.sequence() - i).toList());
  }

  /** One kept piece is not thousands of segments that are read for one. */
  @Test
  default void aLogOfVeryManySmallSegmentsIsReadWhole() {
    fill(ONE, 1_200, 1);
    assertThat(numbersOf(ONE)).isEqualTo(LongStream.rangeClosed(1, 1_200).boxed().toList());
    assertThat(firsts(logs().read(ONE, 700, 100)).getFirst()).isEqualTo(701);
    assertThat(firsts(logs().readBack(ONE, 700, 100)).getFirst()).isEqualTo(699);
  }

  // Dropping

  @Test
  default void aDropKeepsHeadAndTailAndDropsMostOfTheMiddle() {
    LogEnd end = fillBig(ONE, 256, 64 * KIB);
    long from = 2 * MIB + 1;
    long to = end.offset() - 3 * MIB - 1;
    logs().drop(ONE, from, to);
    List<LogSegment> kept = allSegments(ONE);
    assertThat(kept.stream().filter(segment -> segment.offset() < from)).hasSize(33);
    assertThat(kept.stream().filter(segment -> segment.end() > to)).hasSize(49);
    long middle =
        kept.stream()
            .filter(segment -> segment.offset() >= from && segment.end() <= to)
            .mapToLong(LogSegment::size)
            .sum();
    assertThat(middle).isLessThanOrEqualTo((to - from) / 4);
    logs().drop(ONE, from, to);
    assertThat(firsts(allSegments(ONE))).isEqualTo(firsts(kept));
  }

  @Test
  default void justOverFourMebibytesMostOfTheMiddleIsDropped() {
    LogEnd end = fillBig(ONE, 120, 128 * KIB);
    long from = 3 * MIB + 100 * KIB;
    long to = from + 4 * MIB + 1;
    logs().drop(ONE, from, to);
    long left = allSegments(ONE).stream().mapToLong(LogSegment::size).sum();
    assertThat(end.offset() - left).isBetween(3L * MIB, to - from);
  }

  @Test
  default void aDroppedPartIsReadOver() {
    LogEnd end = fillBig(ONE, 128, 64 * KIB);
    logs().drop(ONE, MIB, 7 * MIB);
    List<Long> kept = firsts(allSegments(ONE));
    for (long cursor : new long[] {16, 30, 64, 90}) {
      long next = kept.stream().filter(first -> first > cursor).findFirst().orElseThrow();
      assertThat(logs().read(ONE, cursor, 1).getFirst().first()).isEqualTo(next);
      assertThat(firsts(logs().read(ONE, cursor, MIB)))
          .isEqualTo(kept.stream().filter(first -> first > cursor).limit(16).toList());
      long before = kept.stream().filter(first -> first < cursor).toList().getLast();
      assertThat(logs().readBack(ONE, cursor, 1).getFirst().first()).isEqualTo(before);
      assertThat(firsts(logs().readBack(ONE, cursor, 8 * MIB)))
          .isEqualTo(kept.stream().filter(first -> first < cursor).toList().reversed());
    }
    assertThat(logs().fence(ONE, 1)).isEqualTo(end);
  }

  @Test
  default void aLogGoesOnAfterADropAsIfNothingWas() {
    LogEnd end = fillBig(ONE, 64, 64 * KIB);
    logs().drop(ONE, 0, Long.MAX_VALUE);
    assertThat(logs().append(ONE, 1, SampleLog.lines(LogEnd.NONE, 1))).isFalse();
    LogEnd next = SampleLog.endOf(appended(ONE, 1, end, 3));
    assertThat(logs().fence(ONE, 1)).isEqualTo(next);
    logs().drop(ONE, 0, Long.MAX_VALUE);
    assertThat(logs().fence(ONE, 2)).isEqualTo(next);
    appended(ONE, 2, next, 3);
    assertThat(firsts(logs().readBack(ONE, Long.MAX_VALUE, 1))).containsExactly(68L);
  }

  @Test
  default void nothingIsDroppedOfAnotherLogNorOfOneThatIsNotThere() {
    fillBig(ONE, 64, 64 * KIB);
    logs().drop(OTHER, 0, Long.MAX_VALUE);
    logs().drop(ONE, MIB, MIB);
    logs().drop(ONE, 2 * MIB, MIB);
    assertThat(numbersOf(ONE)).hasSize(64);
  }

  // Deleting

  @Test
  default void aDeletedLogIsForgottenAndSoAreItsEntries() {
    logs().insert(SampleLog.of(1));
    CapturedLog other = logs().insert(SampleLog.of(2));
    fillBig(ONE, 32, 64 * KIB);
    fill(OTHER, 3, 10);
    logs().delete(ONE);
    logs().delete(ONE);
    assertThat(logs().find(ONE)).isEmpty();
    assertThat(logs().open()).containsExactly(other);
    assertThat(logs().read(ONE, 0, MIB)).isEmpty();
    assertThat(logs().readBack(ONE, Long.MAX_VALUE, MIB)).isEmpty();
    assertThat(numbersOf(OTHER)).hasSize(30);
  }

  @Test
  default void aDeletedLogTakesNoAppendUntilItIsBegunAgain() {
    LogEnd end = SampleLog.endOf(fill(ONE, 3, 10).getLast());
    logs().delete(ONE);
    assertThat(logs().append(ONE, 1, SampleLog.lines(end, 1))).isFalse();
    assertThat(logs().append(ONE, 1, SampleLog.lines(LogEnd.NONE, 1))).isFalse();
    assertThat(logs().read(ONE, 0, MIB)).isEmpty();
    assertThat(logs().fence(ONE, 1)).isEqualTo(LogEnd.NONE);
    assertThat(logs().append(ONE, 1, SampleLog.lines(end, 1))).isFalse();
    appended(ONE, 1, LogEnd.NONE, 2);
    assertThat(numbersOf(ONE)).containsExactly(1L, 2L);
  }

  // Living and ending

  @Test
  default void everyCallOfLogsAfterTheCloseIsUnavailable() {
    LogStore store = logs();
    store.insert(SampleLog.of(1));
    state().close();
    Stream.<Runnable>of(
            () -> store.insert(SampleLog.of(2)),
            () -> store.replace(SampleLog.of(1)),
            () -> store.find(ONE),
            () -> store.findNewest("default", "test-job"),
            store::open,
            () -> store.expired(NOON),
            () -> store.renew("a process", LATER),
            () -> store.fence(ONE, 1),
            () -> store.append(ONE, 1, SampleLog.lines(LogEnd.NONE, 1)),
            () -> store.read(ONE, 0, 1),
            () -> store.readBack(ONE, 1, 1),
            () -> store.drop(ONE, 0, 1),
            () -> store.delete(ONE))
        .forEach(call -> assertThatThrownBy(call::run).isInstanceOf(UnavailableException.class));
  }

  private LogStore logs() {
    return state().logs();
  }

  private CapturedLog foundLog(int number) {
    return logs().find(SampleLog.uid(number)).orElseThrow();
  }

  private boolean isInserted(CapturedLog log) {
    try {
      logs().insert(log);
      return true;
    } catch (ConflictException lost) {
      return false;
    }
  }

  private void sameWhenRead(CapturedLog log) {
    CapturedLog recorded = log.withVersion(1);
    assertThat(logs().insert(log)).isEqualTo(recorded);
    assertThat(logs().find(log.job())).contains(recorded);
    logs().delete(log.job());
  }

  /** So many lines more. */
  private LogSegment appended(Uid job, long fence, LogEnd end, int lines) {
    LogSegment segment = SampleLog.lines(end, lines);
    assertThat(logs().append(job, fence, segment)).isTrue();
    return segment;
  }

  /** So many segments of so many lines each. */
  private List<LogSegment> fill(Uid job, int segments, int lines) {
    LogEnd end = logs().fence(job, 1);
    var all = new ArrayList<LogSegment>();
    for (int i = 0; i < segments; i++) {
      all.add(appended(job, 1, end, lines));
      end = SampleLog.endOf(all.getLast());
    }
    return all;
  }

  /** So many lines of that size, each a segment of its own. */
  private LogEnd fillBig(Uid job, int lines, int size) {
    LogEnd end = logs().fence(job, 1);
    for (int i = 0; i < lines; i++) {
      LogSegment segment = SampleLog.sized(end, size, "line " + (i + 1));
      assertThat(logs().append(job, 1, segment)).isTrue();
      end = SampleLog.endOf(segment);
    }
    return end;
  }

  private List<LogSegment> allSegments(Uid job) {
    var all = new ArrayList<LogSegment>();
    List<LogSegment> some = logs().read(job, 0, MIB);
    while (!some.isEmpty()) {
      all.addAll(some);
      some = logs().read(job, some.getLast().last(), MIB);
    }
    return all;
  }

  private List<LogEntry> entriesOf(Uid job) {
    return allSegments(job).stream().flatMap(segment -> segment.entries().stream()).toList();
  }

  private List<LogEntry.Line> linesOf(Uid job) {
    return entriesOf(job).stream().map(LogEntry.Line.class::cast).toList();
  }

  private List<Long> numbersOf(Uid job) {
    return entriesOf(job).stream().map(LogEntry::sequence).toList();
  }

  private static List<Long> firsts(List<LogSegment> segments) {
    return segments.stream().map(LogSegment::first).toList();
  }
}
