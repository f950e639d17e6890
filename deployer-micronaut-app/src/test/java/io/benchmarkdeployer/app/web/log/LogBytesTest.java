package io.benchmarkdeployer.app.web.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.micronaut.json.JsonMapper;
import java.io.IOException;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogBytesTest {

  private static String text(LogBytes bytes) {
    return new String(bytes.take(), UTF_8);
  }

  @Test
  void whateverBytesThereAreTheJsonIsReadBackAsTheirText() throws IOException {
    var random = new Random(42);
    JsonMapper json = JsonMapper.createDefault();
    var bytes = new LogBytes(0);
    for (int i = 0; i < 5_000; i++) {
      var line = new byte[random.nextInt(60)];
      random.nextBytes(line);
      assertThat(json.readValue(bytes.json(line).take(), String.class))
          .isEqualTo(new String(line, UTF_8));
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 9, 10, 1_000, 4_294_967_296L, Long.MAX_VALUE})
  void numbersAreWrittenInDigits(long number) {
    assertThat(text(new LogBytes(0).number(number))).isEqualTo(String.valueOf(number));
  }

  @Test
  void timesHaveAllTheirNanoseconds() {
    var bytes = new LogBytes(0);

    assertThat(text(bytes.time(Instant.parse("2026-01-31T12:00:00Z"))))
        .isEqualTo("2026-01-31T12:00:00.000000000Z");
    assertThat(text(bytes.time(Instant.parse("2026-01-31T12:00:00.12Z"))))
        .isEqualTo("2026-01-31T12:00:00.120000000Z");
    assertThat(text(bytes.time(Instant.parse("2026-01-31T12:00:01.000000009Z"))))
        .isEqualTo("2026-01-31T12:00:01.000000009Z");
  }
}
