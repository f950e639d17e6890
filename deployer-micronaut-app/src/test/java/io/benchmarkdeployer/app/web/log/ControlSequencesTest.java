package io.benchmarkdeployer.app.web.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ControlSequencesTest {

  private static String stripped(String line) {
    return new String(ControlSequences.stripped(line.getBytes(UTF_8)), UTF_8);
  }

  /** ~ stands for the escape character, ^ for the carriage return. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "plain|plain",
        "~[31mred~[0m|red",
        "~[1;38;5;196mx~[K|x",
        "~[?25lhidden~[?25h|hidden",
        "~]0;title\u0007text|text",
        "~]8;;http://x~\\link~]8;;~\\|link",
        "~Pdevice~\\x|x",
        "~(Bx~=y~7z|xyz",
        "a~|a",
        "a~[|a",
        "a~[12|a",
        "a~]never ended|anever ended",
        "bell\u0007 and\b back|bell and back",
        "c1\u009b31mred\u0085|c1red",
        "안녕 ~[1m하세요|안녕 하세요",
        "10%^20%^^30%^|10% 20% 30%",
        "^first|first"
      })
  void whatATerminalObeysIsTakenOut(String line, String left) {
    assertThat(stripped(line.replace('~', '\u001b').replace('^', '\r'))).isEqualTo(left);
  }

  @Test
  void tabsStay() {
    assertThat(stripped("a\tb\u007f")).isEqualTo("a\tb");
  }

  @Test
  void aLineWithoutAnyIsNotCopied() {
    byte[] line = "안녕 a\tb".getBytes(UTF_8);

    assertThat(ControlSequences.stripped(line)).isSameAs(line);
  }

  @Test
  void noControlCharacterIsEverLeft() {
    var random = new Random(7);
    for (int i = 0; i < 20_000; i++) {
      var line = new byte[random.nextInt(40)];
      random.nextBytes(line);
      for (byte b : ControlSequences.stripped(line)) {
        assertThat(b == '\t' || b < 0 || (b >= 0x20 && b != 0x7F)).isTrue();
      }
    }
  }
}
