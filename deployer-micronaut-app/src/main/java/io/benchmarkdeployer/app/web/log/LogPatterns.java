package io.benchmarkdeployer.app.web.log;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.benchmarkdeployer.app.web.Parameters;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What lines are looked for. Expressions are those of RE2, which takes time linear in the line
 * whatever somebody asks for: Java's own can be made to hang.
 */
final class LogPatterns {
  static final int LONGEST = 1_000;

  /** Of a longer line only the beginning is looked at: each character of it costs. */
  private static final int LOOKED_AT = 16 << 10;

  /**
   * Counted repetitions are written out when an expression is read, nested ones within each other.
   */
  private static final long LARGEST = 5_000;

  private static final java.util.regex.Pattern COUNT =
      java.util.regex.Pattern.compile("\\{(\\d+)(?:,(\\d*))?\\}");

  private LogPatterns() {}

  /** Lines with this text in them, or with a match of this expression; empty for all. */
  static Optional<Predicate<String>> of(Optional<String> contains, Optional<String> regex) {
    if (contains.isPresent() && regex.isPresent()) {
      throw Parameters.wrong("regex", "can't be given together with contains");
    }
    contains.ifPresent(text -> checkLength("contains", text));
    regex.ifPresent(text -> checkLength("regex", text));
    Optional<Predicate<String>> text = contains.map(part -> line -> line.contains(part));
    return text.or(() -> regex.map(LogPatterns::matching));
  }

  private static void checkLength(String parameter, String text) {
    if (text.length() > LONGEST) {
      throw Parameters.wrong(parameter, "has at most %d characters".formatted(LONGEST));
    }
  }

  private static Predicate<String> matching(String regex) {
    if (size(regex) > LARGEST) {
      throw Parameters.wrong("regex", "repeats too much: use smaller counts, as in a{1,20}");
    }
    try {
      Pattern pattern = Pattern.compile(regex);
      return line -> pattern.matcher(beginning(line)).find();
    } catch (PatternSyntaxException wrong) {
      throw Parameters.wrong("regex", "can't be read: " + wrong.getDescription());
    }
  }

  /** At most so large does it get; more where its counts are not nested, which is no harm. */
  private static double size(String regex) {
    var counts = COUNT.matcher(regex);
    double size = regex.length();
    while (counts.find()) {
      String most = counts.group(2);
      size *= Double.parseDouble(most == null || most.isEmpty() ? counts.group(1) : most) + 1;
    }
    return size;
  }

  private static String beginning(String line) {
    return line.length() <= LOOKED_AT ? line : line.substring(0, LOOKED_AT);
  }
}
