package io.benchmarkdeployer.app.web.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PlainLineTest {
  private static String plain(String line) {
    return new String(PlainLine.of(line.getBytes(UTF_8)), UTF_8);
  }

  @Test
  void coloursTitlesAndProgressBarsAreTakenOut() {
    assertThat(plain("\u001b[1;31mred\u001b[0m")).isEqualTo("red");
    assertThat(plain("\u001b]0;title\u0007text")).isEqualTo("text");
    assertThat(plain("10%\r100%")).isEqualTo("100%");
    assertThat(plain("\u009b31mred")).isEqualTo("red");
  }

  @Test
  void aLineWithoutControlsIsTheSameArray() {
    byte[] line = "throughput\t1e3 한국어".getBytes(UTF_8);

    assertThat(PlainLine.of(line)).isSameAs(line);
  }
}
