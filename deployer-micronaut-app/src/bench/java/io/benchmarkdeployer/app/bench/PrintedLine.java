package io.benchmarkdeployer.app.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.time.Instant;
import java.util.Random;

/**
 * A line of 100 bytes that tells its number and when it was printed: {@code 1000000001
 * 1764104501123456789 ...}; what follows is text such as logs have, and not the same each time.
 */
final class PrintedLine {
  static final int LENGTH = 100;

  /** The number of the first line: all have ten digits. */
  static final long FIRST = 1_000_000_001L;

  private static final int NUMBER_DIGITS = 10;
  private static final int TIME = NUMBER_DIGITS + 1;
  private static final int TIME_DIGITS = 19;
  private static final int FILLER = TIME + TIME_DIGITS + 1;
  private static final byte[] WORDS = words();

  private PrintedLine() {}

  private static byte[] words() {
    var random = new Random(4);
    var text = new StringBuilder();
    while (text.length() < 1 << 16) {
      text.append("iteration=").append(random.nextInt(100_000));
      text.append(" throughput=").append(random.nextInt(1_000_000)).append(" ops/s ");
    }
    return text.toString().getBytes(US_ASCII);
  }

  /** So many lines from this number on, each ended by a line feed, printed now. */
  static byte[] some(long first, int count) {
    var bytes = new byte[count * (LENGTH + 1)];
    long now = now();
    for (int i = 0; i < count; i++) {
      write(bytes, i * (LENGTH + 1), first + i, now);
    }
    return bytes;
  }

  private static void write(byte[] bytes, int at, long number, long time) {
    write(bytes, at, number, NUMBER_DIGITS);
    bytes[at + NUMBER_DIGITS] = ' ';
    write(bytes, at + TIME, time, TIME_DIGITS);
    bytes[at + FILLER - 1] = ' ';
    int from = (int) (number * 37 % (WORDS.length - LENGTH));
    System.arraycopy(WORDS, from, bytes, at + FILLER, LENGTH - FILLER);
    bytes[at + LENGTH] = '\n';
  }

  private static void write(byte[] bytes, int at, long number, int digits) {
    long rest = number;
    for (int i = at + digits - 1; i >= at; i--) {
      bytes[i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
  }

  /** What this line says of its number. */
  static long number(byte[] bytes, int line) {
    return digits(bytes, line, NUMBER_DIGITS);
  }

  /** When it was printed, as {@link #now} has it. */
  static long time(byte[] bytes, int line) {
    return digits(bytes, line + TIME, TIME_DIGITS);
  }

  private static long digits(byte[] bytes, int from, int count) {
    long number = 0;
    for (int i = from; i < from + count; i++) {
      number = 10 * number + (bytes[i] - '0');
    }
    return number;
  }

  /** The time in nanoseconds, the same in all processes of a machine. */
  static long now() {
    Instant now = Instant.now();
    return now.getEpochSecond() * 1_000_000_000 + now.getNano();
  }
}
