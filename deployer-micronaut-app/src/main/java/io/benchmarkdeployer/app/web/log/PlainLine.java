package io.benchmarkdeployer.app.web.log;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.benchmarkdeployer.core.model.TerminalText;

/** A line's bytes as a person reads them; of most lines that is what they are. */
final class PlainLine {
  private static final int DELETE = 0x7F;

  /** How U+0080 to U+00BF begin in UTF-8: control characters are among them. */
  private static final byte MAY_BE_CONTROL = (byte) 0xC2;

  private PlainLine() {}

  /** The same array where nothing is to be taken out. */
  static byte[] of(byte[] line) {
    for (byte b : line) {
      if (isControl(b)) {
        return TerminalText.plain(new String(line, UTF_8)).getBytes(UTF_8);
      }
    }
    return line;
  }

  private static boolean isControl(byte b) {
    return (b >= 0 && b < ' ' && b != '\t') || b == DELETE || b == MAY_BE_CONTROL;
  }
}
