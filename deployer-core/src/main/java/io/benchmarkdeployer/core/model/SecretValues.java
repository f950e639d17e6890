package io.benchmarkdeployer.core.model;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Values that nobody may read in a log, and the mask over them. Looked for are
 *
 * <ul>
 *   <li>each value of at least {@value #SHORTEST} bytes, also without the white space around it,
 *   <li>each line of at least {@value #SHORTEST_LINE} bytes of a value that has several,
 *   <li>both forms of the value in base64 (RFC 4648, section 4), with and without padding.
 * </ul>
 *
 * <p>Of what is longer than {@value #LONGEST} bytes, a line of base64, its parts of that length are
 * looked for, one after the other, and its last {@value #LONGEST} bytes: all of it is found by
 * them, and parts of it where it was wrapped or cut.
 *
 * <p>Wherever several match, all that any of them covers is masked. The time is linear in the
 * line's length, whatever the values are. Immutable; it never tells what it looks for.
 */
public final class SecretValues {
  /** Shorter ones stand in any text by chance. */
  public static final int SHORTEST = 4;

  /** The shortest line of a value that is looked for by itself. */
  public static final int SHORTEST_LINE = 8;

  /** The longest that is looked for as a whole. */
  public static final int LONGEST = 76;

  /** No values. */
  public static final SecretValues NONE = of(List.of());

  private static final byte[] MASK = "***".getBytes(StandardCharsets.US_ASCII);

  private final SecretPatterns patterns;

  private SecretValues(SecretPatterns patterns) {
    this.patterns = patterns;
  }

  public static SecretValues of(Collection<byte[]> values) {
    var forms = new Forms();
    values.forEach(forms::add);
    return new SecretValues(SecretPatterns.of(forms.found));
  }

  /** What one value may look like in a log. */
  private static final class Forms {
    private final TreeSet<byte[]> found = new TreeSet<>(Arrays::compareUnsigned);

    void add(byte[] value) {
      byte[] stripped = stripped(value);
      addWhole(value);
      addWhole(stripped);
      addLines(stripped);
    }

    /** Too short a value has no other form either. */
    private void addWhole(byte[] value) {
      if (value.length >= SHORTEST) {
        addParts(value);
        addEncoded(Base64.getEncoder().encode(value));
        addEncoded(Base64.getEncoder().withoutPadding().encode(value));
      }
    }

    /** Wrapped, its last line stands by itself. */
    private void addEncoded(byte[] encoded) {
      addParts(encoded);
      int rest = encoded.length % LONGEST;
      if (rest >= SHORTEST_LINE) {
        found.add(Arrays.copyOfRange(encoded, encoded.length - rest, encoded.length));
      }
    }

    private void addParts(byte[] value) {
      for (int from = 0; from + LONGEST <= value.length; from += LONGEST) {
        found.add(Arrays.copyOfRange(value, from, from + LONGEST));
      }
      found.add(Arrays.copyOfRange(value, Math.max(0, value.length - LONGEST), value.length));
    }

    private void addLines(byte[] value) {
      int from = 0;
      for (int i = 0; i <= value.length; i++) {
        if (i == value.length || value[i] == '\n' || value[i] == '\r') {
          addLine(Arrays.copyOfRange(value, from, i));
          from = i + 1;
        }
      }
    }

    private void addLine(byte[] line) {
      if (line.length >= SHORTEST_LINE) {
        addParts(line);
        addIndented(stripped(line));
      }
    }

    /** What prints it may leave the white space out. */
    private void addIndented(byte[] line) {
      if (line.length >= SHORTEST_LINE) {
        addParts(line);
      }
    }

    private static byte[] stripped(byte[] value) {
      int from = 0;
      int to = value.length;
      while (from < to && isSpace(value[from])) {
        from++;
      }
      while (to > from && isSpace(value[to - 1])) {
        to--;
      }
      return Arrays.copyOfRange(value, from, to);
    }

    private static boolean isSpace(byte b) {
      return b == ' ' || (b >= '\t' && b <= '\r');
    }
  }

  /** Whether there is nothing to mask. */
  public boolean isEmpty() {
    return patterns.isEmpty();
  }

  /** A whole line with all values masked; the same array where there is none in it. */
  public byte[] mask(byte[] line) {
    return isEmpty() ? line : new Pass(line, 0).upTo(line.length);
  }

  /** For the lines of one source that come in pieces. */
  public Pieces pieces() {
    return new Pieces();
  }

  /** Never the values. */
  @Override
  public String toString() {
    return "SecretValues (" + patterns.size() + " patterns)";
  }

  /**
   * One way through some bytes. A match is masked where it begins; {@code covered} is how far the
   * last one reaches.
   */
  private final class Pass {
    private final byte[] bytes;
    private Optional<ByteArrayOutputStream> out = Optional.empty();
    private int covered;
    private int copied;

    Pass(byte[] bytes, int covered) {
      this.bytes = bytes;
      this.covered = covered;
      this.copied = covered;
    }

    /** The bytes before this place, masked; matches that begin before it may reach beyond. */
    byte[] upTo(int end) {
      for (int i = patterns.next(bytes, 0, end); i < end; i = patterns.next(bytes, i + 1, end)) {
        cover(i, i + patterns.lengthAt(bytes, i));
      }
      return finished(end);
    }

    private void cover(int from, int to) {
      if (from >= covered) {
        ByteArrayOutputStream masked = masked();
        masked.write(bytes, copied, from - copied);
        masked.writeBytes(MASK);
      }
      covered = Math.max(covered, to);
      copied = covered;
    }

    private ByteArrayOutputStream masked() {
      ByteArrayOutputStream masked = out.orElseGet(() -> new ByteArrayOutputStream(bytes.length));
      out = Optional.of(masked);
      return masked;
    }

    private byte[] finished(int end) {
      if (out.isEmpty()) {
        return copied == 0 && end == bytes.length
            ? bytes
            : Arrays.copyOfRange(bytes, Math.min(copied, end), end);
      }
      ByteArrayOutputStream masked = masked();
      masked.write(bytes, Math.min(copied, end), Math.max(0, end - copied));
      return masked.toByteArray();
    }
  }

  /**
   * Masks the lines of one source, also where a value is cut by the border of two pieces of a line:
   * of a piece that did not end its line the last bytes, {@link #LONGEST} - 1 at most, wait for the
   * next one. Nothing of a line that has ended waits. For one thread.
   */
  public final class Pieces {
    private static final byte[] NOTHING = {};

    private byte[] held = NOTHING;

    /** How many of the held bytes belong to a match that is masked already. */
    private int covered;

    private Pieces() {}

    /** Some bytes of a line, masked; {@code ended} as it was given. */
    // Handed on at once, compared by nobody.
    @SuppressWarnings("ArrayRecordComponent")
    public record Piece(byte[] bytes, boolean ended) {}

    /**
     * Takes the next bytes of the source.
     *
     * @param ended whether they end their line
     * @return what can be told now, with what was held; it may be up to {@link #LONGEST} - 1 bytes
     *     longer than what was given. Never empty where the line has ended.
     */
    public Optional<Piece> add(byte[] bytes, boolean ended) {
      if (held.length == 0 && (ended || isEmpty())) {
        return Optional.of(new Piece(mask(bytes), ended));
      }
      byte[] all = joined(bytes);
      int decided = ended ? all.length : Math.max(0, all.length - (LONGEST - 1));
      return told(all, decided, ended);
    }

    /**
     * Gives what is held, where the source has ended or what follows in it is missing; what comes
     * next is taken for the beginning of a line.
     */
    public Optional<Piece> flush() {
      return told(held, held.length, false);
    }

    private byte[] joined(byte[] bytes) {
      byte[] all = Arrays.copyOf(held, held.length + bytes.length);
      System.arraycopy(bytes, 0, all, held.length, bytes.length);
      return all;
    }

    private Optional<Piece> told(byte[] all, int decided, boolean ended) {
      var pass = new Pass(all, covered);
      byte[] masked = pass.upTo(decided);
      covered = Math.max(0, pass.covered - decided);
      held = Arrays.copyOfRange(all, decided, all.length);
      return masked.length == 0 && !ended
          ? Optional.empty()
          : Optional.of(new Piece(masked, ended));
    }
  }
}
