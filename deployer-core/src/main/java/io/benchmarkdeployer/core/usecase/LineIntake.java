package io.benchmarkdeployer.core.usecase;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.benchmarkdeployer.core.model.LogSource;
import io.benchmarkdeployer.core.model.SecretValues;
import io.benchmarkdeployer.core.model.TerminalText;
import java.time.Instant;
import java.util.Arrays;

/**
 * What one life of a container prints, on its way into its job's log: Secrets' values are masked on
 * it, and long lines cut. One thread at a time; {@link #lastTime} from any.
 */
final class LineIntake {
  /** How control characters begin in UTF-8 that are no ASCII. */
  private static final byte FIRST_OF_C1 = (byte) 0xC2;

  private final LiveLog log;
  private final LogSource source;
  private final SecretValues values;
  private final SecretValues.Pieces secrets;
  private final int longest;
  private volatile Instant last = Instant.MIN;

  /**
   * Into this log.
   *
   * @param secrets what must not be told
   * @param longest longer lines are cut into pieces of so many bytes
   */
  LineIntake(LiveLog log, LogSource source, SecretValues secrets, int longest) {
    this.log = log;
    this.source = source;
    this.values = secrets;
    this.secrets = secrets.pieces();
    this.longest = longest;
  }

  /** Takes a line, or a piece of one; waits where the log can't be written as fast. */
  void line(Instant at, byte[] bytes, boolean ended) throws InterruptedException {
    var masked = secrets.add(ended ? shown(bytes) : bytes, ended);
    if (masked.isPresent()) {
      cut(at, masked.get().bytes(), masked.get().ended());
    }
    last = at;
  }

  /** A value with control sequences in it is one for who reads the line without them. */
  private byte[] shown(byte[] line) {
    if (values.isEmpty() || !hasEscapes(line)) {
      return line;
    }
    byte[] plain = TerminalText.plain(new String(line, UTF_8)).getBytes(UTF_8);
    byte[] masked = values.mask(plain);
    return Arrays.equals(masked, plain) ? line : masked;
  }

  private static boolean hasEscapes(byte[] line) {
    for (byte b : line) {
      if ((b >= 0 && b < ' ' && b != '\t') || b == FIRST_OF_C1) {
        return true;
      }
    }
    return false;
  }

  private void cut(Instant at, byte[] bytes, boolean ended) throws InterruptedException {
    int from = 0;
    while (bytes.length - from > longest) {
      log.add(source, at, Arrays.copyOfRange(bytes, from, from + longest), false);
      from += longest;
    }
    log.add(source, at, from == 0 ? bytes : Arrays.copyOfRange(bytes, from, bytes.length), ended);
  }

  /** Lines may be missing here. */
  void gap(Instant at, String why) throws InterruptedException {
    finish();
    log.addGap(source, at, why);
  }

  /** Nothing more comes of what was begun. */
  void finish() throws InterruptedException {
    var held = secrets.flush();
    if (held.isPresent()) {
      cut(last, held.get().bytes(), held.get().ended());
    }
  }

  /** When the cluster took the last line; long ago where there was none. */
  Instant lastTime() {
    return last;
  }
}
