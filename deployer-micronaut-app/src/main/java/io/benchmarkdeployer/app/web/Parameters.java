package io.benchmarkdeployer.app.web;

import io.benchmarkdeployer.core.model.DnsName;
import io.benchmarkdeployer.core.model.Problem;
import io.benchmarkdeployer.core.port.RejectedException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Parameters of a request, read strictly: a misspelt {@code dry_run=ture} must not deploy, nor a
 * bare {@code ?dry_run}. Other empty ones count as absent.
 */
public final class Parameters {
  private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m|h)?");

  private Parameters() {}

  public static boolean flag(String name, Optional<String> text) {
    return switch (text.orElse("false")) {
      case "true", "1", "True" -> true;
      case "false", "0", "False" -> false;
      default -> throw wrong(name, "must be true or false");
    };
  }

  /** A number in digits; one beyond all bounds counts as the largest. */
  public static Optional<Integer> number(String name, Optional<String> text) {
    return text.filter(value -> !value.isEmpty()).map(value -> number(name, value));
  }

  private static int number(String name, String digits) {
    if (!digits.matches("\\d{1,400}")) {
      throw wrong(name, "must be a whole number, 0 or more");
    }
    return digits.length() > 9 ? Integer.MAX_VALUE : Integer.parseInt(digits);
  }

  /** A time as {@code 90s}, {@code 2m}; a bare number counts seconds. */
  public static Duration duration(
      String name, Optional<String> text, Duration absent, Duration most) {
    Duration asked =
        text.filter(value -> !value.isEmpty()).map(value -> duration(name, value)).orElse(absent);
    if (asked.compareTo(most) > 0) {
      throw wrong(name, "must be at most %ds".formatted(most.toSeconds()));
    }
    return asked;
  }

  private static Duration duration(String name, String text) {
    Matcher matcher = DURATION.matcher(text);
    if (!matcher.matches()) {
      throw wrong(name, "must be a duration such as 90s or 2m");
    }
    long number = Long.parseLong(matcher.group(1));
    return switch (String.valueOf(matcher.group(2))) {
      case "ms" -> Duration.ofMillis(number);
      case "m" -> Duration.ofMinutes(number);
      case "h" -> Duration.ofHours(number);
      default -> Duration.ofSeconds(number);
    };
  }

  /** The name of a namespace. */
  public static Optional<String> namespace(String name, Optional<String> text) {
    Optional<String> namespace = text.filter(value -> !value.isEmpty());
    namespace
        .flatMap(DnsName::problemOfNamespace)
        .ifPresent(
            wrong -> {
              throw wrong(name, wrong);
            });
    return namespace;
  }

  /** A field that a body must have. */
  public static String required(String name, Optional<String> text) {
    return text.filter(value -> !value.isBlank()).orElseThrow(() -> wrong(name, "is required"));
  }

  /** The error that says so. */
  public static RejectedException wrong(String name, String wrong) {
    String message = name + " " + wrong;
    return new RejectedException(
        RejectedException.By.READER, message, List.of(Problem.at(name, message)));
  }
}
