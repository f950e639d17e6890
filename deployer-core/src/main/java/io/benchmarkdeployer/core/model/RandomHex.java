package io.benchmarkdeployer.core.model;

import java.security.SecureRandom;
import java.util.HexFormat;

/** Random values that nobody guesses, in hexadecimal digits. */
final class RandomHex {
  private static final SecureRandom RANDOM = new SecureRandom();

  private RandomHex() {}

  static String ofBits(int bits) {
    var bytes = new byte[bits / Byte.SIZE];
    RANDOM.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
