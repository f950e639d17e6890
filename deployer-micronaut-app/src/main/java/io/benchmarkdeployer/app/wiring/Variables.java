package io.benchmarkdeployer.app.wiring;

import java.math.BigDecimal;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Environment variables, each read as what it is meant to be; an empty one counts as unset. */
final class Variables {
  private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m|h|d)");
  private static final Pattern SIZE = Pattern.compile("(\\d{1,9})(B|KiB|MiB|GiB)?");
  private static final List<String> SIZES = List.of("B", "KiB", "MiB", "GiB");

  private final Map<String, String> environment;
  private final Set<String> asked = new HashSet<>();

  Variables(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  /** Those that are set and begin so, and that nobody has asked for up to now. */
  Set<String> unknown(String prefix) {
    return environment.keySet().stream()
        .filter(name -> name.startsWith(prefix) && !asked.contains(name))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  Optional<String> text(String name) {
    asked.add(name);
    return Optional.ofNullable(environment.get(name)).map(String::strip).filter(v -> !v.isEmpty());
  }

  /** What is between the commas, without the empty ones; a set one that holds nothing is wrong. */
  Optional<List<String>> list(String name) {
    Optional<List<String>> items =
        text(name).map(text -> Stream.of(text.split(",")).map(String::strip).toList());
    return items.map(
        some -> {
          List<String> filled = some.stream().filter(item -> !item.isEmpty()).toList();
          require(!filled.isEmpty(), name, "holds only commas");
          return filled;
        });
  }

  Optional<Set<String>> names(String name, Pattern rule, String what) {
    Optional<List<String>> items = list(name);
    boolean right = items.orElse(List.of()).stream().allMatch(item -> rule.matcher(item).matches());
    require(right, name, "must be " + what + ", separated by commas");
    return items.map(LinkedHashSet::new);
  }

  int number(String name, int unset, int least, int most) {
    return text(name).map(text -> number(name, text, least, most)).orElse(unset);
  }

  private static int number(String name, String text, int least, int most) {
    String wrong = "must be a whole number from %d to %d".formatted(least, most);
    require(text.matches("\\d{1,9}"), name, wrong);
    return within(name, Integer.parseInt(text), least, most);
  }

  private static int within(String name, long value, int least, int most) {
    return (int) within(name, value, (long) least, most);
  }

  private static long within(String name, long value, long least, long most) {
    require(value >= least && value <= most, name, "must be from %d to %d".formatted(least, most));
    return value;
  }

  Duration duration(String name, Duration unset, Duration most) {
    return text(name).map(text -> duration(name, text, most)).orElse(unset);
  }

  private static Duration duration(String name, String text, Duration most) {
    Matcher matcher = DURATION.matcher(text);
    require(matcher.matches(), name, "must be a duration such as 500ms, 60s, 30m, 8h or 30d");
    Duration value = duration(Long.parseLong(matcher.group(1)), matcher.group(2));
    boolean right = value.isPositive() && value.compareTo(most) <= 0;
    require(right, name, "must be more than 0 and at most " + seconds(most));
    return value;
  }

  private static Duration duration(long number, String unit) {
    return switch (unit) {
      case "ms" -> Duration.ofMillis(number);
      case "s" -> Duration.ofSeconds(number);
      case "m" -> Duration.ofMinutes(number);
      case "h" -> Duration.ofHours(number);
      default -> Duration.ofDays(number);
    };
  }

  private static String seconds(Duration time) {
    return BigDecimal.valueOf(time.toMillis(), 3).stripTrailingZeros().toPlainString() + "s";
  }

  /** A size in bytes. */
  int size(String name, int unset, int least, int most) {
    return (int) size(name, (long) unset, least, most);
  }

  /** A size in bytes that may be beyond 2 GiB. */
  long size(String name, long unset, long least, long most) {
    return text(name).map(text -> bytes(name, text, least, most)).orElse(unset);
  }

  private static long bytes(String name, String text, long least, long most) {
    Matcher matcher = SIZE.matcher(text);
    require(matcher.matches(), name, "must be a size such as 256KiB or 64MiB");
    int unit = Math.max(0, SIZES.indexOf(String.valueOf(matcher.group(2))));
    return within(name, Long.parseLong(matcher.group(1)) << (10 * unit), least, most);
  }

  <E extends Enum<E>> E choice(String name, Class<E> type, E unset) {
    return text(name).map(text -> choice(name, text, type)).orElse(unset);
  }

  private static <E extends Enum<E>> E choice(String name, String text, Class<E> type) {
    List<E> all = List.of(type.getEnumConstants());
    return all.stream()
        .filter(one -> one.name().equalsIgnoreCase(text))
        .findFirst()
        .orElseThrow(() -> new SettingException(name, "must be one of " + words(all)));
  }

  private static String words(List<? extends Enum<?>> all) {
    return all.stream()
        .map(one -> one.name().toLowerCase(Locale.ROOT))
        .collect(Collectors.joining(", "));
  }

  /** An origin as browsers send it: {@code https://host} or {@code http://host:3000}. */
  static String origin(String name, String text) {
    require(
        isOrigin(text),
        name,
        "must name origins exactly, as https://example.org or http://localhost:3000");
    return text.toLowerCase(Locale.ROOT);
  }

  private static boolean isOrigin(String text) {
    try {
      URI uri = new URI(text);
      return Set.of("http", "https").contains(String.valueOf(uri.getScheme()))
          && uri.getHost() != null
          && uri.getUserInfo() == null
          && text.equals(uri.getScheme() + "://" + uri.getAuthority());
    } catch (URISyntaxException wrong) {
      return false;
    }
  }

  static void require(boolean right, String name, String otherwise) {
    if (!right) {
      throw new SettingException(name, otherwise);
    }
  }
}
