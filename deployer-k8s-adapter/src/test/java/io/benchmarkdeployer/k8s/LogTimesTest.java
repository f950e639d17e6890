package io.benchmarkdeployer.k8s;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogTimesTest {
  private static final String SECOND = "2026-01-31T12:00:00";

  private final LogTimes times = new LogTimes();

  private Optional<Instant> read(String text) {
    return times.read(text.getBytes(US_ASCII));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Z",
        ".Z",
        ".1Z",
        ".12Z",
        ".000000001Z",
        ".123456789Z",
        ".5+01:00",
        "+01:00",
        ".9z"
      })
  void readsATimeAlikeWhetherItsSecondIsKnownOrNot(String end) {
    Optional<Instant> expected = Optional.of(OffsetDateTime.parse(SECOND + end).toInstant());

    assertThat(read(SECOND + end)).isEqualTo(expected);
    read(SECOND + "Z");
    assertThat(read(SECOND + end)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".1234567890Z", ".12", ".1aZ", "x1Z", ".-1Z", ".1Z0", "ZZ"})
  void takesNothingElseForATimeAfterOneOfThatSecond(String end) {
    read(SECOND + "Z");

    assertThat(read(SECOND + end)).isEmpty();
  }

  @Test
  void goesOnToTheNextSecondAndBack() {
    assertThat(read(SECOND + ".5Z")).contains(Instant.parse(SECOND + ".5Z"));
    assertThat(read("2026-01-31T12:00:01.5Z")).contains(Instant.parse("2026-01-31T12:00:01.5Z"));
    assertThat(read(SECOND + ".7Z")).contains(Instant.parse(SECOND + ".7Z"));
  }
}
