package io.benchmarkdeployer.testkit.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What is typed. */
interface TypingBehaviour extends ExecBehaviour {
  /** More than all buffers on the way to a program hold. */
  int MEBIBYTES_OF_ALL_BUFFERS = 256;

  @Test
  default void whatIsTypedIsEchoedBeforeItsLineEnds() {
    Seat seat = scene().open();

    seat.type("echo not yet entered");

    seat.until("echo not yet entered");
  }

  @Test
  default void koreanTextIsTypedWhole() {
    Seat seat = scene().open();
    seat.enter("echo rea''dy; cat");
    seat.until("ready\r\n");

    seat.enter("한국어 입력 🙂");

    // Once as its echo, once from the program.
    seat.until("한국어 입력 🙂");
    seat.until("한국어 입력 🙂");
  }

  @Test
  default void aCharacterMayBeSplitOverTwoWrites() {
    byte[] korean = "한국어\r".getBytes(UTF_8);
    Seat seat = scene().open();
    seat.enter("echo rea''dy; cat");
    seat.until("ready\r\n");

    for (byte part : korean) {
      seat.type(new byte[] {part});
    }

    seat.until("한국어");
    seat.until("한국어");
  }

  @Test
  default void linesArriveInTheOrderInWhichTheyWereTyped() {
    Seat seat = scene().open();
    seat.enter("stty -echo; echo rea''dy; cat");
    seat.until("ready\r\n");

    for (int i = 0; i < 200; i++) {
      seat.enter("line-" + i);
    }

    for (int i = 0; i < 200; i++) {
      seat.until("line-" + i + "\r\n");
    }
  }

  @Test
  default void anArrayMayBeUsedAgainOnceItIsTyped() {
    Seat seat = scene().open();
    byte[] keys = "echo kept''whole\r".getBytes(UTF_8);

    seat.type(keys);
    Arrays.fill(keys, (byte) 'x');

    assertThat(seat.until(Seat.PROMPT)).contains("keptwhole\r\n");
  }

  @Test
  default void aMebibyteOfLinesArrivesWhole() throws Exception {
    byte[] lines =
        "0123456789 abcdefghijklmnopqrstuvwxyz ABCDEFGHIJKLMNOPQRSTUVWXYZ\n"
            .repeat(16 << 10)
            .getBytes(UTF_8);
    Seat seat = scene().open();
    seat.enter("stty -echo; echo rea''dy; sha256sum; stty echo");
    seat.until("ready\r\n");

    var typed = seat.typeMeanwhile(lines);
    typed.get(ExecScene.PATIENCE.toSeconds(), TimeUnit.SECONDS);
    seat.type(Seat.CTRL_D);

    seat.until(sha256(lines));
    seat.until(Seat.PROMPT);
  }

  @Test
  default void aMebibyteOfAnyBytesArrivesWholeInRawMode() throws Exception {
    byte[] bytes = new byte[1 << 20];
    new Random(1).nextBytes(bytes);
    Seat seat = scene().open();
    seat.enter("stty raw -echo; echo rea''dy; head -c 1048576 | sha256sum; stty sane");
    seat.until("ready\n");

    var typed = seat.typeMeanwhile(bytes);

    seat.until(sha256(bytes));
    typed.get(ExecScene.PATIENCE.toSeconds(), TimeUnit.SECONDS);
    seat.until(Seat.PROMPT);
  }

  private static String sha256(byte[] bytes) throws NoSuchAlgorithmException {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }

  @Test
  default void ctrlCEndsAProgramThatWaits() throws Exception {
    Seat seat = scene().open();
    seat.enter("echo beg''un; sleep 100");
    seat.until("begun");
    // Of a shell that is just about to make the program its foreground, nobody gets the signal.
    Thread.sleep(500);

    seat.type(Seat.CTRL_C);

    seat.until(Seat.PROMPT);
    assertThat(seat.answer("echo al''ive")).contains("alive\r\n");
  }

  @Test
  default void aWriterWhoseProgramDoesNotReadIsHeldBackAndUnblockedByClose() throws Exception {
    Seat seat = scene().open();
    seat.enter("stty raw -echo; echo rea''dy; sleep 100");
    seat.until("ready\n");
    var written = new AtomicLong();
    var closed = new AtomicBoolean();
    Thread writer =
        Thread.startVirtualThread(
            () -> {
              while (!closed.get() && written.get() < MEBIBYTES_OF_ALL_BUFFERS) {
                seat.type(new byte[1 << 20]);
                written.incrementAndGet();
              }
            });
    awaitStandstill(written);

    closed.set(true);
    seat.close();

    assertThat(writer.join(ExecScene.PATIENCE)).isTrue();
    assertThat(written.get()).isLessThan(MEBIBYTES_OF_ALL_BUFFERS);
  }

  private static void awaitStandstill(AtomicLong written) {
    for (long before = -1; before != written.get(); Seat.lookAway(Duration.ofSeconds(1))) {
      before = written.get();
    }
  }

  @Test
  default void typingIntoWhatHasEndedDoesNothing() {
    Seat seat = scene().open();
    seat.enter("exit 0");
    seat.untilEnd();

    seat.enter("echo hello");
    seat.terminal().endInput();

    assertThat(seat.untilEnd()).isEmpty();
  }
}
