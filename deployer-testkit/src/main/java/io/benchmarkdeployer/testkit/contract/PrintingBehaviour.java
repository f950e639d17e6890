package io.benchmarkdeployer.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.benchmarkdeployer.core.port.TerminalEnd;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is printed. */
interface PrintingBehaviour extends ExecBehaviour {
  /** Within this a flood has stopped; a person would be told of half a second. */
  Duration SOON = Duration.ofSeconds(10);

  @Test
  default void koreanTextIsPrintedWhole() {
    Seat seat = scene().open();

    seat.enter("printf '\\355\\225\\234\\352\\265\\255\\n'");

    seat.until("한국\r\n");
  }

  @Test
  default void aCharacterThatIsPrintedInTwoHalvesIsWhole() {
    Seat seat = scene().open();

    seat.enter("printf '\\355\\225'; sleep 1; printf '\\234\\n'");

    seat.until("한\r\n");
  }

  @Test
  default void ctrlCEndsAFloodAndThePromptComesBack() {
    Seat seat = scene().open();
    seat.enter("yes");
    seat.skip(1 << 20);

    long start = System.nanoTime();
    seat.type(Seat.CTRL_C);
    seat.skipTo(Seat.PROMPT);

    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(SOON);
    assertThat(seat.answer("echo al''ive")).contains("alive\r\n");
  }

  @Test
  default void whoReadsLateLosesNothing() {
    String numbers = lines(200_000);
    Seat seat = scene().open();

    seat.enter("seq 200000");
    Seat.lookAway(Duration.ofSeconds(2));

    assertThat(seat.until(Seat.PROMPT).contains(numbers)).isTrue();
  }

  @Test
  default void allThatWasPrintedIsReadBeforeTheEndIsTold() {
    Seat seat = scene().open();

    seat.enter("seq 20000; exit 3");
    Seat.lookAway(Duration.ofSeconds(1));

    assertThat(seat.untilEnd().contains(lines(20_000))).isTrue();
    assertThat(seat.terminal().end()).isEqualTo(new TerminalEnd.Exited(3));
  }

  private static String lines(int count) {
    return IntStream.rangeClosed(1, count).mapToObj(i -> i + "\r\n").collect(Collectors.joining());
  }

  @Test
  default void whoDoesNotReadSlowsNobodyElse() {
    Seat flooded = scene().open();
    Seat other = scene().open();
    flooded.enter("yes");
    Seat.lookAway(Duration.ofSeconds(1));

    long start = System.nanoTime();
    for (int i = 0; i < 10; i++) {
      assertThat(other.answer("echo he''llo")).contains("hello\r\n");
    }

    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(SOON);
  }

  @Test
  default void printedBytesComeInPiecesThatAreNotEmptyAndNotLarge() throws Exception {
    Seat seat = scene().open();
    seat.enter("yes");

    for (int i = 0; i < 200; i++) {
      assertThat(seat.terminal().read().orElseThrow().length).isBetween(1, 64 << 10);
    }
  }
}
