package io.benchmarkdeployer.core.usecase;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ResumePointTest {
  private static final Instant SECOND = Instant.parse("2026-03-01T12:00:05Z");

  private static Instant at(long nanos) {
    return SECOND.plusNanos(nanos);
  }

  private static ResumePoint after(Instant... times) {
    var point = new ResumePoint();
    for (Instant time : times) {
      point.took(time);
    }
    return point;
  }

  @Test
  void aFirstStreamBeginsAtTheBeginningAndJoinsNothing() {
    var point = new ResumePoint();

    assertThat(point.since()).isEmpty();
    assertThat(point.overlap().isJoined()).isTrue();
    assertThat(point.overlap().covers(SECOND)).isFalse();
  }

  @Test
  void aNewStreamBeginsAtTheLastWholeSecond() {
    assertThat(after(at(-1), at(7), at(999_999_999)).since()).contains(SECOND);
  }

  @Test
  void linesOfOneTimeAreKnownAsOftenAsTheyCame() {
    var overlap = after(at(7), at(7), at(8)).overlap();

    assertThat(overlap.covers(at(7))).isTrue();
    assertThat(overlap.covers(at(7))).isTrue();
    assertThat(overlap.covers(at(7))).isFalse();
    assertThat(overlap.covers(at(8))).isTrue();
    assertThat(overlap.covers(at(9))).isFalse();
  }

  @Test
  void timesThatAreNotInOrderAreKnownToo() {
    var overlap = after(at(9), at(3)).overlap();

    assertThat(overlap.covers(at(3))).isTrue();
    assertThat(overlap.covers(at(5))).isFalse();
    assertThat(overlap.covers(at(9))).isTrue();
  }

  @Test
  void aStreamThatBeginsBehindWhatIsKnownIsNotJoined() {
    var overlap = after(at(7)).overlap();

    assertThat(overlap.covers(at(20))).isFalse();
    assertThat(overlap.isJoined()).isFalse();
  }

  /** As the cluster does: from the whole second on, in the same order. */
  @Test
  void whereverAStreamIsCutEachLineIsTakenOnce() {
    var random = new Random(5);
    for (int round = 0; round < 200; round++) {
      List<Instant> log = log(random);
      var point = new ResumePoint();
      var taken = new ArrayList<Instant>();
      int end = 0;
      while (taken.size() < log.size() || end < log.size()) {
        end = Math.min(log.size(), end + random.nextInt(40));
        read(log, random.nextBoolean() ? end : log.size(), point, taken);
      }
      assertThat(taken).isEqualTo(log);
    }
  }

  private static List<Instant> log(Random random) {
    var log = new ArrayList<Instant>();
    Instant time = SECOND;
    for (int i = 0; i < 300; i++) {
      time = random.nextInt(4) == 0 ? time : time.plusMillis(random.nextInt(120));
      log.add(time);
    }
    return log;
  }

  private static void read(List<Instant> log, int end, ResumePoint point, List<Instant> taken) {
    ResumePoint.Overlap overlap = point.overlap();
    Instant since = point.since().orElse(Instant.MIN);
    for (Instant time : log.subList(0, end)) {
      if (!time.isBefore(since) && !overlap.covers(time)) {
        assertThat(overlap.isJoined()).isTrue();
        taken.add(time);
        point.took(time);
      }
    }
  }
}
