package io.benchmarkdeployer.core.model;

/**
 * What a person would read of a line that was printed for a terminal: its text without control
 * sequences, and of what was written over itself, as progress bars are, what stood there last.
 *
 * <p>Taken out are control sequences and strings as ECMA-48 has them, in their 7-bit form and with
 * C1 controls (as characters U+0080 to U+009F), escapes of two characters and more, and all other
 * controls but the tab. What a line's end leaves unfinished is taken out too.
 */
public final class TerminalText {
  private static final char BEL = 0x07;
  private static final char CAN = 0x18;
  private static final char SUB = 0x1A;
  private static final char ESC = 0x1B;
  private static final char DEL = 0x7F;
  private static final char FIRST_C1 = 0x80;
  private static final char LAST_C1 = 0x9F;

  /** The C1 control that ESC and this character stand for is so much further. */
  private static final int TO_C1 = 0x40;

  private final StringBuilder shown;
  private State state = State.TEXT;
  private boolean returned;

  private enum State {
    TEXT,
    /** After ESC. */
    ESCAPE,
    /** In an escape of three characters or more: a final one ends it. */
    LONG_ESCAPE,
    /** In a control sequence: a final character ends it. */
    SEQUENCE,
    /** In an operating system command: BEL or ST ends it. */
    COMMAND,
    /** In any other control string: ST ends it. */
    STRING
  }

  private TerminalText(int length) {
    shown = new StringBuilder(length);
  }

  /** The line as a person reads it; the same string where it has no controls. */
  public static String plain(String line) {
    int first = firstControl(line);
    if (first == line.length()) {
      return line;
    }
    var text = new TerminalText(line.length());
    text.shown.append(line, 0, first);
    for (int i = first; i < line.length(); i++) {
      text.take(line.charAt(i));
    }
    return text.shown.toString();
  }

  private static int firstControl(String line) {
    int i = 0;
    while (i < line.length() && !isControl(line.charAt(i))) {
      i++;
    }
    return i;
  }

  private static boolean isControl(char c) {
    return c < ' ' ? c != '\t' : c >= DEL && c <= LAST_C1;
  }

  private void take(char c) {
    if (c == ESC) {
      state = State.ESCAPE;
    } else if (c == CAN || c == SUB) {
      state = State.TEXT;
    } else if (c >= FIRST_C1 && c <= LAST_C1) {
      state = introducedBy(c);
    } else {
      continueWith(c);
    }
  }

  /** A C1 control begins anew wherever it stands. */
  private static State introducedBy(char c1) {
    return switch (c1) {
      case 0x9B -> State.SEQUENCE;
      case 0x9D -> State.COMMAND;
      case 0x90, 0x98, 0x9E, 0x9F -> State.STRING;
      default -> State.TEXT;
    };
  }

  private void continueWith(char c) {
    switch (state) {
      case TEXT -> show(c);
      case ESCAPE, LONG_ESCAPE, SEQUENCE -> continueEscape(c);
      case COMMAND -> state = c == BEL ? State.TEXT : state;
      case STRING -> {}
    }
  }

  private void continueEscape(char c) {
    if (c < ' ') {
      show(c); // Terminals obey controls in the midst of a sequence, and go on with it.
    } else if (c >= DEL) {
      state = State.TEXT; // No part of any sequence.
      show(c);
    } else {
      state = after(c);
    }
  }

  private State after(char c) {
    return switch (state) {
      case ESCAPE -> afterEscape(c);
      case LONG_ESCAPE -> c < '0' ? state : State.TEXT;
      default -> c < '@' ? state : State.TEXT;
    };
  }

  private static State afterEscape(char c) {
    if (c < '0') {
      return State.LONG_ESCAPE;
    }
    return c >= '@' && c < '`' ? introducedBy((char) (c + TO_C1)) : State.TEXT;
  }

  private void show(char c) {
    if (c == '\r') {
      returned = true;
    } else if (!isControl(c)) {
      overwrite();
      shown.append(c);
    }
  }

  /** Only a character to be seen takes the place of what was there. */
  private void overwrite() {
    if (returned) {
      shown.setLength(0);
      returned = false;
    }
  }
}
