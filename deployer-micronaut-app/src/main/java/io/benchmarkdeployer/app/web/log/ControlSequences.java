package io.benchmarkdeployer.app.web.log;

import java.util.Arrays;

/**
 * Takes out of a line what a terminal would not show but obey: colours, movements, titles, and all
 * control characters but the tab. A carriage return within a line becomes a space, or a counter
 * that was drawn over itself would read as one long number.
 */
final class ControlSequences {
  private static final int ESCAPE = 0x1B;
  private static final int BELL = 0x07;
  private static final int DELETE = 0x7F;

  /** How U+0080 to U+009F, control characters too, begin in UTF-8. */
  private static final int C1 = 0xC2;

  private static final int CSI = 0x9B;

  private final byte[] line;
  private final byte[] kept;
  private int at;
  private int size;

  private ControlSequences(byte[] line) {
    this.line = line;
    this.kept = new byte[line.length];
  }

  /** The line without them; itself where there are none. */
  static byte[] stripped(byte[] line) {
    for (int i = 0; i < line.length; i++) {
      if (isControl(line[i] & 0xFF) || isC1(line, i)) {
        return new ControlSequences(line).strip();
      }
    }
    return line;
  }

  private static boolean isControl(int b) {
    return (b < 0x20 && b != '\t') || b == DELETE;
  }

  private static boolean isC1(byte[] line, int i) {
    return (line[i] & 0xFF) == C1
        && i + 1 < line.length
        && (line[i + 1] & 0xFF) >= 0x80
        && (line[i + 1] & 0xFF) < 0xA0;
  }

  private byte[] strip() {
    while (at < line.length) {
      int b = line[at] & 0xFF;
      if (b == ESCAPE) {
        at = afterEscape(at + 1);
      } else if (isC1(line, at)) {
        at = (line[at + 1] & 0xFF) == CSI ? afterCsi(at + 2) : at + 2;
      } else if (b == '\r') {
        returned();
      } else if (isControl(b)) {
        at++;
      } else {
        kept[size++] = line[at++];
      }
    }
    return Arrays.copyOf(kept, size);
  }

  private void returned() {
    while (at < line.length && line[at] == '\r') {
      at++;
    }
    if (at < line.length && size > 0) {
      kept[size++] = ' ';
    }
  }

  private int afterEscape(int from) {
    if (from == line.length) {
      return from;
    }
    return switch (line[from]) {
      case '[' -> afterCsi(from + 1);
      case ']', 'P', 'X', '^', '_' -> afterString(from + 1);
      default -> afterPlain(from);
    };
  }

  /** Parameters, intermediates, then one letter. */
  private int afterCsi(int from) {
    int i = from;
    while (i < line.length && line[i] >= 0x20 && line[i] < 0x40) {
      i++;
    }
    return i < line.length && line[i] >= 0x40 && line[i] < DELETE ? i + 1 : i;
  }

  /** Up to its terminator; one that has none hides nothing of the line. */
  private int afterString(int from) {
    for (int i = from; i < line.length; i++) {
      if (line[i] == BELL) {
        return i + 1;
      }
      if (line[i] == ESCAPE && i + 1 < line.length && line[i + 1] == '\\') {
        return i + 2;
      }
    }
    return from;
  }

  private int afterPlain(int from) {
    int i = from;
    while (i < line.length && line[i] >= 0x20 && line[i] < 0x30) {
      i++;
    }
    return i < line.length && line[i] >= 0x30 && line[i] < DELETE ? i + 1 : i;
  }
}
