package io.benchmarkdeployer.core.port;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/**
 * A line as a container printed it: bytes, whatever they are.
 *
 * @param at when the cluster took it; empty where the cluster did not say
 * @param bytes the line without its line feed; the array is the caller's to read, never to change
 * @param ended whether a line feed ended it: false for the last words of a container that printed
 *     none, and for a piece of a line that is longer than the implementation's bound
 */
// A copy for each line of a log would be waste; equality is by content, see below.
@SuppressWarnings("ArrayRecordComponent")
public record LogLine(Optional<Instant> at, byte[] bytes, boolean ended) {

  /** The line as UTF-8, with U+FFFD where it is none. */
  public String text() {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof LogLine line
        && at.equals(line.at)
        && ended == line.ended
        && Arrays.equals(bytes, line.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return "LogLine of %d bytes at %s".formatted(bytes.length, at);
  }
}
