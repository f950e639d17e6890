package io.benchmarkdeployer.core.usecase;

import io.benchmarkdeployer.core.model.Problem;
import io.benchmarkdeployer.core.port.RejectedException;
import java.util.List;
import java.util.function.Predicate;

/**
 * What somebody looks for in a log's lines. The predicates may be used by many threads at once, and
 * whatever they are given, they come to an end: see {@link #matching}.
 */
public final class LogPattern {
  /** The longest text or expression, in characters. */
  public static final int LONGEST = 1_000;

  private LogPattern() {}

  /**
   * Lines with this text somewhere in them, letter by letter.
   *
   * @throws RejectedException where it is longer than {@link #LONGEST}
   */
  public static Predicate<String> containing(String text) {
    checkLength("contains", text);
    return line -> line.contains(text);
  }

  /**
   * Lines in which this regular expression finds something. It is written as for {@link
   * java.util.regex.Pattern}, but without what can't be decided in time linear in the line:
   * look-ahead and look-behind, back-references, possessive and atomic groups. The dot is any
   * character, and <code>^</code> and <code>$</code> are the line's ends. Of the flags there are
   * {@code (?i)}, which minds no letter's case, and {@code (?s)}, {@code (?m)} and {@code (?u)},
   * which change nothing.
   *
   * <p>The predicate throws {@link RejectedException} for a line on which the expression takes more
   * than {@value LinearPattern#MOST_STEPS} steps: whether it matches is then not known.
   *
   * @throws RejectedException where it is malformed, too long or uses what there is not
   */
  public static Predicate<String> matching(String regex) {
    checkLength("regex", regex);
    return PatternReader.read(regex)::isFoundIn;
  }

  private static void checkLength(String parameter, String text) {
    if (text.length() > LONGEST) {
      throw refused(parameter, "has at most %d characters".formatted(LONGEST));
    }
  }

  static RejectedException refused(String parameter, String wrong) {
    Problem problem = Problem.at(parameter, parameter + " " + wrong);
    return new RejectedException(RejectedException.By.READER, problem.message(), List.of(problem));
  }
}
