package io.benchmarkdeployer.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.benchmarkdeployer.core.port.LogLine;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is kept of what a container prints. */
class ContainerLogTest {
  private static final int MEBIBYTE = 1 << 20;

  private final ManualClock clock = new ManualClock(Instant.parse("2030-01-01T00:00:00Z"));
  private final ContainerLog log = ContainerLog.in(new LogSpace(1L << 30), clock);

  @Test
  void piecesMakeOneLineAtTheTimeOfItsEnd() {
    byte[] word = "한국어\n".getBytes(UTF_8);
    log.append(Arrays.copyOf(word, 2));
    clock.advance(Duration.ofSeconds(1));
    log.append(Arrays.copyOfRange(word, 2, word.length));

    assertThat(all())
        .singleElement()
        .satisfies(line -> assertThat(line.text()).isEqualTo("한국어"))
        .satisfies(line -> assertThat(line.at()).contains(clock.instant()));
  }

  @Test
  void lastWordsAreALineThatNothingEnded() {
    log.append("first\nlast".getBytes(UTF_8));
    assertThat(all()).hasSize(1);

    log.end();
    log.end();

    assertThat(all()).extracting(LogLine::ended).containsExactly(true, false);
  }

  @Test
  void aLineThatIsTooLongComesInPieces() {
    log.append(("x".repeat(2 * MEBIBYTE + 5) + "\n").getBytes(UTF_8));

    assertThat(all())
        .extracting(line -> line.bytes().length)
        .containsExactly(MEBIBYTE, MEBIBYTE, 5);
    assertThat(all()).extracting(LogLine::ended).containsExactly(false, false, true);
  }

  @Test
  void manyLogsShareOneRoomAndTheLargestGivesWay() {
    var space = new LogSpace(10L * MEBIBYTE);
    ContainerLog small = ContainerLog.in(space, clock);
    small.append("kept\n".getBytes(UTF_8));
    List<ContainerLog> loud =
        Stream.generate(() -> ContainerLog.in(space, clock)).limit(5).toList();
    byte[] line = ("x".repeat(MEBIBYTE / 4 - 1) + "\n").getBytes(UTF_8);

    for (int i = 0; i < 40; i++) {
      loud.forEach(one -> one.append(line));
    }

    assertThat(loud.stream().mapToLong(ContainerLog::bytes).sum())
        .isBetween(5L * MEBIBYTE, 11L * MEBIBYTE);
    assertThat(loud).allSatisfy(one -> assertThat(one.bytes()).isPositive());
    assertThat(small.read(0).lines()).extracting(LogLine::text).containsExactly("kept");
  }

  @Test
  void theOldestLinesGoWhenThereIsNoMoreRoom() {
    byte[] line = ("x".repeat(MEBIBYTE / 2 - 1) + "\n").getBytes(UTF_8);
    for (int i = 0; i < 200; i++) {
      log.append(line);
    }
    log.append("newest\n".getBytes(UTF_8));

    List<LogLine> kept = all();

    assertThat(kept.stream().mapToLong(one -> one.bytes().length).sum())
        .isBetween(60L * MEBIBYTE, 64L * MEBIBYTE);
    assertThat(kept.getLast().text()).isEqualTo("newest");
  }

  @Test
  void aTailIsTakenBeforeTheTime() {
    log.append("1\n2\n".getBytes(UTF_8));
    clock.advance(Duration.ofSeconds(10));
    log.append("3\n4\n".getBytes(UTF_8));
    Instant later = clock.instant().plusMillis(900);

    assertThat(log.start(OptionalInt.of(3), Optional.empty())).isEqualTo(1);
    assertThat(log.start(OptionalInt.of(3), Optional.of(later))).isEqualTo(2);
    assertThat(log.start(OptionalInt.of(1), Optional.of(later))).isEqualTo(3);
    assertThat(log.start(OptionalInt.empty(), Optional.of(later.plusSeconds(1)))).isEqualTo(4);
  }

  private List<LogLine> all() {
    var lines = new ArrayList<LogLine>();
    ContainerLog.Read read = log.read(0);
    while (!read.lines().isEmpty()) {
      lines.addAll(read.lines());
      read = log.read(read.next());
    }
    return lines;
  }
}
