package io.benchmarkdeployer.k8s;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.benchmarkdeployer.core.port.LogLine;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the kubelet sends, cut into lines; bytes are written as ISO 8859-1 here. */
class LogLinesTest {
  private static final String TIME = "2026-01-02T03:04:05.000000006Z";
  private static final String LATER = "2026-01-02T05:04:05.1+02:00";
  private static final int PIECE = 16_384;

  private static byte[] bytes(String text) {
    return text.getBytes(ISO_8859_1);
  }

  private static List<LogLine> lines(LogLines from, byte[]... chunks) {
    for (byte[] chunk : chunks) {
      from.add(chunk);
    }
    from.end();
    var lines = new ArrayList<LogLine>();
    for (var line = from.next(); line.isPresent(); line = from.next()) {
      lines.add(line.get());
    }
    return lines;
  }

  private static List<LogLine> lines(String text) {
    return lines(new LogLines(), bytes(text));
  }

  private static LogLine line(String time, String text, boolean ended) {
    return new LogLine(
        Optional.of(java.time.OffsetDateTime.parse(time).toInstant()), bytes(text), ended);
  }

  @Test
  void everyByteOfALineIsKept() {
    assertThat(lines(TIME + " a \r b\r\n" + LATER + " \n" + TIME + "  \u00ff\u0000\u0080\n"))
        .containsExactly(
            line(TIME, "a \r b\r", true),
            line(LATER, "", true),
            line(TIME, " \u00ff\u0000\u0080", true));
  }

  @Test
  void whereverTheBytesAreCutTheLinesAreTheSame() {
    String text =
        TIME
            + " {\"tput\": 1e3}\n"
            + TIME
            + " \n"
            + LATER
            + " \u00ed\u0095\u009c\n"
            + TIME
            + " end";
    List<LogLine> whole = lines(text);
    assertThat(whole).hasSize(4);
    byte[] all = bytes(text);
    for (int cut = 0; cut <= all.length; cut++) {
      byte[] head = Arrays.copyOfRange(all, 0, cut);
      byte[] tail = Arrays.copyOfRange(all, cut, all.length);
      assertThat(lines(new LogLines(), head, tail)).as("cut at %d", cut).isEqualTo(whole);
    }
  }

  @Test
  void theLastWordsWithoutALineFeedAreALineThatIsNotEnded() {
    assertThat(lines(TIME + " a\n" + TIME + " last"))
        .containsExactly(line(TIME, "a", true), line(TIME, "last", false));
  }

  @Test
  void aTimeThatAnOlderKubeletPutIntoALongLineIsTakenOut() {
    String piece = "x".repeat(PIECE);
    String text = TIME + " " + piece + TIME + " " + piece + TIME + " end\n" + TIME + " next\n";

    assertThat(lines(text))
        .containsExactly(line(TIME, piece + piece + "end", true), line(TIME, "next", true));
  }

  @Test
  void aLongLineOfANewerKubeletIsKept() {
    String text = "x".repeat(PIECE) + "y".repeat(PIECE) + TIME + " is not a time here";

    assertThat(lines(TIME + " " + text + "\n")).containsExactly(line(TIME, text, true));
  }

  @Test
  void aTimeThatTheContainerPrintedItselfIsKept() {
    String text = "x".repeat(100) + TIME + " y";
    String older = "x".repeat(PIECE) + "2020-01-01T00:00:00Z y";

    assertThat(lines(TIME + " " + text + "\n")).containsExactly(line(TIME, text, true));
    assertThat(lines(TIME + " " + older + "\n")).containsExactly(line(TIME, older, true));
  }

  @Test
  void aLineThatEndsWithAPieceIsKept() {
    String piece = "x".repeat(PIECE);

    assertThat(lines(TIME + " " + piece + "\n" + TIME + " a\n"))
        .containsExactly(line(TIME, piece, true), line(TIME, "a", true));
    assertThat(lines(TIME + " " + piece)).containsExactly(line(TIME, piece, false));
    assertThat(lines(TIME + " " + piece + "2026-01"))
        .containsExactly(line(TIME, piece + "2026-01", false));
  }

  @Test
  void aLineLongerThanTheBoundComesInPieces() {
    String longest = "x".repeat(LogLines.LONGEST);

    assertThat(lines(TIME + " " + longest + "\n")).containsExactly(line(TIME, longest, true));
    assertThat(lines(TIME + " " + longest + "yz\n"))
        .containsExactly(line(TIME, longest, false), line(TIME, "yz", true));
  }

  @Test
  void longLinesCutAnywhereAreTheSame() {
    var text = new ByteArrayOutputStream();
    for (int i = 0; i < 3; i++) {
      text.writeBytes(bytes(TIME + " " + "x".repeat(PIECE)));
    }
    text.writeBytes(bytes(TIME + " end\n"));
    byte[] all = text.toByteArray();
    List<LogLine> whole = lines(new LogLines(), all);
    assertThat(whole).hasSize(1);
    for (int cut = PIECE; cut < PIECE + 80; cut++) {
      byte[] head = Arrays.copyOfRange(all, 0, cut);
      byte[] tail = Arrays.copyOfRange(all, cut, all.length);
      assertThat(lines(new LogLines(), head, tail)).as("cut at %d", cut).isEqualTo(whole);
    }
  }

  @Test
  void whatHasNoTimeIsNoLineOfTheContainer() {
    var lines = new LogLines();

    assertThat(lines(lines, bytes(TIME + " a\nunable to retrieve container logs for x")))
        .containsExactly(line(TIME, "a", true));
    assertThat(lines.complaint()).contains("unable to retrieve container logs for x");
  }

  @Test
  void nothingIsNothing() {
    var lines = new LogLines();

    assertThat(lines(lines)).isEmpty();
    assertThat(lines.complaint()).isEmpty();
  }
}
