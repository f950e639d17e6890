package io.benchmarkdeployer.app.web.log;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.Arrays;

/**
 * Bytes that grow, and how text, numbers and times are written into them: a busy log has no time
 * for an object a line. One thread at a time.
 */
final class LogBytes {
  /** What stands in JSON for a byte that may not stand there itself, by that byte; else nothing. */
  private static final byte[][] ESCAPES = escapes();

  private static final int NANO_DIGITS = 9;

  private byte[] bytes;
  private int size;

  // Most lines of a run are of one second: its text is made once.
  private long second = Long.MIN_VALUE;
  private byte[] secondText = new byte[0];

  LogBytes(int expected) {
    bytes = new byte[Math.max(64, expected)];
  }

  private static byte[][] escapes() {
    var escapes = new byte[128][0];
    for (int c = 0; c < 0x20; c++) {
      escapes[c] = "\\u%04x".formatted(c).getBytes(US_ASCII);
    }
    escapes['\n'] = "\\n".getBytes(US_ASCII);
    escapes['\r'] = "\\r".getBytes(US_ASCII);
    escapes['\t'] = "\\t".getBytes(US_ASCII);
    escapes['"'] = "\\\"".getBytes(US_ASCII);
    escapes['\\'] = "\\\\".getBytes(US_ASCII);
    return escapes;
  }

  LogBytes add(byte[] more) {
    return add(more, 0, more.length);
  }

  LogBytes add(byte[] more, int from, int length) {
    room(length);
    System.arraycopy(more, from, bytes, size, length);
    size += length;
    return this;
  }

  LogBytes add(String text) {
    return add(text.getBytes(UTF_8));
  }

  LogBytes add(char ascii) {
    room(1);
    bytes[size++] = (byte) ascii;
    return this;
  }

  /** As Java's own collections grow: fifty percent beyond what is needed. */
  private void room(int length) {
    if (bytes.length - size < length) {
      bytes = Arrays.copyOf(bytes, Math.addExact(size, length) + bytes.length / 2);
    }
  }

  /** A number that is not negative. */
  LogBytes number(long number) {
    int digits = 1;
    for (long rest = number / 10; rest > 0; rest /= 10) {
      digits++;
    }
    return digits(number, digits);
  }

  private LogBytes digits(long number, int digits) {
    room(digits);
    long rest = number;
    for (int i = size + digits - 1; i >= size; i--) {
      bytes[i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    size += digits;
    return this;
  }

  /** As RFC 3339 has it, to the nanosecond. */
  LogBytes time(Instant at) {
    if (at.getEpochSecond() != second) {
      second = at.getEpochSecond();
      String text = Instant.ofEpochSecond(second).toString();
      secondText = text.substring(0, text.length() - 1).getBytes(US_ASCII);
    }
    return add(secondText).add('.').digits(at.getNano(), NANO_DIGITS).add('Z');
  }

  LogBytes json(String text) {
    return json(text.getBytes(UTF_8));
  }

  /** A JSON string; what is no UTF-8 in it becomes U+FFFD. */
  LogBytes json(byte[] text) {
    byte[] valid = utf8(text);
    room(valid.length + 2);
    bytes[size++] = '"';
    int begun = 0;
    for (int i = 0; i < valid.length; i++) {
      byte b = valid[i];
      if (b >= 0 && ESCAPES[b].length > 0) {
        add(valid, begun, i - begun).add(ESCAPES[b]);
        begun = i + 1;
      }
    }
    return add(valid, begun, valid.length - begun).add('"');
  }

  /** The same bytes where they are ASCII, as most of all logs are. */
  static byte[] utf8(byte[] text) {
    for (byte b : text) {
      if (b < 0) {
        return new String(text, UTF_8).getBytes(UTF_8);
      }
    }
    return text;
  }

  int size() {
    return size;
  }

  /** What was written; it is empty again. */
  byte[] take() {
    byte[] taken = Arrays.copyOf(bytes, size);
    size = 0;
    return taken;
  }
}
