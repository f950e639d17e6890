package io.benchmarkdeployer.app.web.terminal;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Arrays;
import java.util.Optional;

/**
 * Writes what a shell prints as JSON messages, from bytes to bytes. A character that is split over
 * two outputs is held back until it is whole; what is no UTF-8 becomes U+FFFD. One thread at a
 * time.
 */
final class JsonOutput {
  private static final byte[] HEAD = "{\"type\":\"output\",\"data\":\"".getBytes(US_ASCII);
  private static final byte[] TAIL = "\"}".getBytes(US_ASCII);
  private static final byte[] REPLACEMENT = {(byte) 0xEF, (byte) 0xBF, (byte) 0xBD};

  /** What stands in JSON for a byte that may not stand there itself, by that byte; else nothing. */
  private static final byte[][] ESCAPES = escapes();

  private static final int LONGEST_ESCAPE = 6;

  // The character that is not whole yet, and which bytes may come next in it.
  private final byte[] partial = new byte[4];
  private int have;
  private int missing;
  private int lowest;
  private int highest;

  private byte[] out = new byte[0];
  private int size;

  private static byte[][] escapes() {
    var escapes = new byte[128][0];
    for (int c = 0; c < 0x20; c++) {
      escapes[c] = "\\u%04x".formatted(c).getBytes(US_ASCII);
    }
    escapes['\n'] = "\\n".getBytes(US_ASCII);
    escapes['\r'] = "\\r".getBytes(US_ASCII);
    escapes['\t'] = "\\t".getBytes(US_ASCII);
    escapes['\b'] = "\\b".getBytes(US_ASCII);
    escapes['"'] = "\\\"".getBytes(US_ASCII);
    escapes['\\'] = "\\\\".getBytes(US_ASCII);
    return escapes;
  }

  /** A message with the characters that these bytes complete; empty where they complete none. */
  Optional<ByteBuf> message(byte[] printed) {
    begin(printed.length);
    int at = 0;
    while (at < printed.length) {
      at = missing == 0 ? plain(printed, at) : inner(printed, at);
    }
    return finished();
  }

  /** What is held back, at the end: it will never be whole. */
  Optional<ByteBuf> rest() {
    begin(0);
    if (missing > 0) {
      replace();
    }
    return finished();
  }

  private void begin(int length) {
    out = new byte[HEAD.length + length + length / 8 + TAIL.length + 2 * LONGEST_ESCAPE];
    size = 0;
    append(HEAD, 0, HEAD.length);
  }

  private Optional<ByteBuf> finished() {
    boolean isEmpty = size == HEAD.length;
    append(TAIL, 0, TAIL.length);
    var message =
        isEmpty ? Optional.<ByteBuf>empty() : Optional.of(Unpooled.wrappedBuffer(out, 0, size));
    out = new byte[0];
    return message;
  }

  private void append(byte[] bytes, int from, int length) {
    if (out.length - size < length) {
      out = Arrays.copyOf(out, size + length + out.length / 2);
    }
    System.arraycopy(bytes, from, out, size, length);
    size += length;
  }

  /** As many as need nothing, and the one after them. */
  private int plain(byte[] bytes, int from) {
    int at = from;
    while (at < bytes.length && bytes[at] >= 0 && ESCAPES[bytes[at]].length == 0) {
      at++;
    }
    append(bytes, from, at - from);
    return at < bytes.length ? special(bytes[at], at) : at;
  }

  private int special(byte b, int at) {
    if (b < 0) {
      lead(b);
    } else {
      append(ESCAPES[b], 0, ESCAPES[b].length);
    }
    return at + 1;
  }

  private void lead(byte b) {
    int value = b & 0xFF;
    lowest = value == 0xE0 ? 0xA0 : value == 0xF0 ? 0x90 : 0x80;
    highest = value == 0xED ? 0x9F : value == 0xF4 ? 0x8F : 0xBF;
    missing = value < 0xC2 ? 0 : value < 0xE0 ? 1 : value < 0xF0 ? 2 : value < 0xF5 ? 3 : 0;
    if (missing == 0) {
      replace();
    } else {
      partial[0] = b;
      have = 1;
    }
  }

  private void replace() {
    missing = 0;
    append(REPLACEMENT, 0, REPLACEMENT.length);
  }

  /** One that can't come here ends the character before it, and is looked at anew. */
  private int inner(byte[] bytes, int at) {
    int value = bytes[at] & 0xFF;
    if (value < lowest || value > highest) {
      replace();
      return at;
    }
    lowest = 0x80;
    highest = 0xBF;
    partial[have++] = bytes[at];
    if (--missing == 0) {
      append(partial, 0, have);
    }
    return at + 1;
  }
}
