package io.benchmarkdeployer.core.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TerminalTextTest {
  private static final int MEBIBYTE = 1 << 20;
  private static final Duration SOON = Duration.ofSeconds(5);

  @Test
  void aLineWithoutControlsIsTheSameString() {
    String line = "tabs\t and 한국어 🚀 and é stay";

    assertThat(TerminalText.plain(line)).isSameAs(line);
    assertThat(TerminalText.plain("")).isEmpty();
  }

  @Test
  void coloursAndMovesAreTakenOut() {
    assertPlain("\u001b[1;31mred\u001b[0m and \u001b[38:5:2mgreen\u001b[K", "red and green");
    assertPlain("\u001b[?25lhidden\u001b[?25h", "hidden");
    assertPlain("\u001b[ qcursor\u001b[!p", "cursor");
  }

  @Test
  void titlesAndLinksAreTakenOutWhicheverWayTheyEnd() {
    assertPlain("\u001b]0;title\u0007text", "text");
    assertPlain("\u001b]8;;http://x\u001b\\link\u001b]8;;\u001b\\", "link");
    assertPlain("\u001b]0;title\u009ctext", "text");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\u001bP", "\u001bX", "\u001b^", "\u001b_", "\u0090", "\u0098", "\u009e"})
  void controlStringsAreTakenOutToTheirTerminator(String begin) {
    assertPlain("a" + begin + "hidden\u0007still\u001b\\b", "ab");
    assertPlain("a" + begin + "hidden\u009cb", "ab");
  }

  @Test
  void c1ControlsAreTakenOutAsTheirEscapesAre() {
    assertPlain("\u009b31mred\u009b0m", "red");
    assertPlain("\u009d0;title\u0007text", "text");
    assertPlain("a\u0085b\u008dc", "abc");
  }

  @Test
  void shortEscapesAreTakenOut() {
    assertPlain("\u001b(Ba\u001b7b\u001b8c\u001bMd\u001b=e\u001b#8f", "abcdef");
  }

  @Test
  void otherControlsAreTakenOut() {
    assertPlain("a\u0000b\u0007c\bd\u000be\u000cf\u007fg\u0018h\u001ai", "abcdefghi");
  }

  @Test
  void aSequenceThatIsBrokenOffHidesNothingAfterIt() {
    assertPlain("\u001b[31\u001b[0mtext", "text");
    assertPlain("\u001b[31\u0018text", "text");
    assertPlain("\u001b]0;title\u001atext", "text");
    assertPlain("\u001b]0;title\u001b[1mtext", "text");
    assertPlain("\u001b[3é", "é");
    assertPlain("\u001b한", "한");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\u001b",
        "\u001b[",
        "\u001b[12;",
        "\u001b]0;title",
        "\u001bP$q",
        "\u001b(",
        "\u009b1"
      })
  void whatTheEndLeavesUnfinishedIsTakenOut(String unfinished) {
    assertPlain("text" + unfinished, "text");
  }

  @Test
  void ofAProgressBarItsLastStateIsLeft() {
    assertPlain("10%\r50%\r100%", "100%");
    assertPlain("10%\r50%\r", "50%");
    assertPlain("10%\r50%\r\r\u001b[K", "50%");
    assertPlain("10%\r\u001b[2K\u001b[32mdone\u001b[0m", "done");
    assertPlain("10%\u001b[\r1mdone", "done");
    assertPlain("dos line\r", "dos line");
    assertPlain("\r", "");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\u001b",
        "\u001b[",
        "\u001b]",
        "\u001bP",
        "\r",
        "a\r",
        "\u009b",
        "\u001b]a\u001b"
      })
  void hostileTextTakesLinearTime(String again) {
    String line = again.repeat(MEBIBYTE / again.length());

    assertTimeoutPreemptively(SOON, () -> assertThat(TerminalText.plain(line)).hasSizeLessThan(2));
  }

  private static void assertPlain(String line, String plain) {
    assertThat(TerminalText.plain(line)).isEqualTo(plain);
  }
}
