package io.benchmarkdeployer.k8s;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Optional;

/**
 * Reads the times that stand before a log's lines. Those of one second differ in their fraction
 * alone: the rest is read once. One thread at a time.
 */
final class LogTimes {
  /** As in {@code 2026-01-31T12:00:00}. */
  private static final int SECOND = 19;

  private static final int NANO_DIGITS = 9;

  private byte[] known = new byte[0];
  private long second;

  /** Empty where it is no time. */
  Optional<Instant> read(byte[] text) {
    return isOfKnownSecond(text)
        ? Optional.of(Instant.ofEpochSecond(second, nanos(text)))
        : parsed(text);
  }

  private boolean isOfKnownSecond(byte[] text) {
    return known.length == SECOND
        && text.length > SECOND
        && Arrays.equals(text, 0, SECOND, known, 0, SECOND)
        && isFraction(text);
  }

  /** {@code Z}, or {@code .1Z} to {@code .123456789Z}. */
  private static boolean isFraction(byte[] text) {
    int last = text.length - 1;
    boolean isRight = text[last] == 'Z' && last != SECOND + 1 && last <= SECOND + 1 + NANO_DIGITS;
    for (int i = SECOND + 1; i < last; i++) {
      isRight &= text[i] >= '0' && text[i] <= '9';
    }
    return isRight && (last == SECOND || text[SECOND] == '.');
  }

  private static int nanos(byte[] text) {
    int nanos = 0;
    for (int i = SECOND + 1; i <= SECOND + NANO_DIGITS; i++) {
      nanos = 10 * nanos + (i < text.length - 1 ? text[i] - '0' : 0);
    }
    return nanos;
  }

  private Optional<Instant> parsed(byte[] text) {
    try {
      String words = new String(text, StandardCharsets.US_ASCII);
      Instant time = OffsetDateTime.parse(words).toInstant();
      if (text.length > SECOND && isFraction(text)) {
        known = Arrays.copyOf(text, SECOND);
        second = time.getEpochSecond();
      }
      return Optional.of(time);
    } catch (DateTimeParseException other) {
      return Optional.empty();
    }
  }
}
