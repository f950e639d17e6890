package io.benchmarkdeployer.core.usecase;

import io.benchmarkdeployer.core.model.TerminalText;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Which entries of a log are wanted. Gaps and cuts always are, those of other pods and containers
 * excepted.
 *
 * @param pod only this pod's
 * @param container only this container's, in each pod
 * @param text only lines for which this holds, asked of each as a person reads it ({@link
 *     TerminalText}); empty for all. Of a line so long that it is kept in pieces each piece is a
 *     line: what a border cuts is not found.
 * @param context so many lines before and after each of those, of the same source, 0 to {@link
 *     #MOST_CONTEXT}
 */
public record LogFilter(
    Optional<String> pod,
    Optional<String> container,
    Optional<Predicate<String>> text,
    int context) {
  public static final int MOST_CONTEXT = 100;

  /** Lets all through. */
  public static final LogFilter NONE =
      new LogFilter(Optional.empty(), Optional.empty(), Optional.empty(), 0);

  public LogFilter {
    if (context < 0 || context > MOST_CONTEXT) {
      throw new IllegalArgumentException("a context has 0 to " + MOST_CONTEXT + " lines");
    }
  }

  /** For one pass over a log. */
  LogSieve sieve() {
    return new LogSieve(this);
  }

  LogFilter withoutContext() {
    return new LogFilter(pod, container, text, 0);
  }

  boolean letsAllThrough() {
    return pod.isEmpty() && container.isEmpty() && text.isEmpty();
  }
}
