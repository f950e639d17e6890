package io.benchmarkdeployer.app.web.log;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which bytes of a file are asked for, as RFC 9110 has it: from a first to a last one, or so many
 * of the last.
 *
 * @param first empty for a suffix
 * @param last of a suffix its length; empty for all to the end
 */
record ByteRange(OptionalLong first, OptionalLong last) {
  private static final Pattern SINGLE =
      Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})", Pattern.CASE_INSENSITIVE);

  /**
   * What it is of a file that is there.
   *
   * @param length at least 1
   */
  record Found(long first, long length) {
    long last() {
      return first + length - 1;
    }
  }

  /** Several at once, other units and what can't be read are passed over, as the RFC has it. */
  static Optional<ByteRange> parse(String header) {
    Matcher matcher = SINGLE.matcher(header.strip());
    return matcher.matches()
        ? Optional.of(new ByteRange(number(matcher.group(1)), number(matcher.group(2))))
            .filter(ByteRange::isRight)
        : Optional.empty();
  }

  private static OptionalLong number(String digits) {
    return digits.isEmpty() ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(digits));
  }

  private boolean isRight() {
    return first.isPresent()
        ? last.isEmpty() || last.getAsLong() >= first.getAsLong()
        : last.isPresent();
  }

  /** How far the file must be looked through to know what this is of it. */
  long reach() {
    return first.isPresent() && last.isPresent() ? last.getAsLong() + 1 : Long.MAX_VALUE;
  }

  /**
   * What it is of a file of this size, or of one that goes on beyond {@link #reach}; empty where
   * there is nothing of it.
   */
  Optional<Found> of(long size) {
    long from = first.orElseGet(() -> Math.max(0, size - last.getAsLong()));
    long to = first.isPresent() ? Math.min(size, last.orElse(size - 1) + 1) : size;
    return from < to ? Optional.of(new Found(from, to - from)) : Optional.empty();
  }
}
