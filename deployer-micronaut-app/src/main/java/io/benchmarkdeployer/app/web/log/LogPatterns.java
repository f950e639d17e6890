package io.benchmarkdeployer.app.web.log;

import io.benchmarkdeployer.app.web.Parameters;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** What lines are looked for. */
final class LogPatterns {
  private LogPatterns() {}

  /** Lines with this text in them, or with a match of this expression; empty for all. */
  static Optional<Predicate<String>> of(Optional<String> contains, Optional<String> regex) {
    if (contains.isPresent() && regex.isPresent()) {
      throw Parameters.wrong("regex", "can't be given together with contains");
    }
    Optional<Predicate<String>> text = contains.map(part -> line -> line.contains(part));
    return text.or(() -> regex.map(LogPatterns::matching));
  }

  private static Predicate<String> matching(String regex) {
    try {
      return Pattern.compile(regex).asPredicate();
    } catch (PatternSyntaxException wrong) {
      throw Parameters.wrong("regex", "can't be read: " + wrong.getDescription());
    }
  }
}
