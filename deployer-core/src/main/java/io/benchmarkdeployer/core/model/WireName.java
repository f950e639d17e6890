package io.benchmarkdeployer.core.model;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * How the constants of an enum are spelled outside: in lower case, as clients and the store know
 * them.
 */
public final class WireName {
  private WireName() {}

  public static String of(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  /** The constant spelled so; empty where none is. */
  public static <E extends Enum<E>> Optional<E> parse(Class<E> type, String name) {
    return Arrays.stream(type.getEnumConstants())
        .filter(value -> of(value).equals(name))
        .findFirst();
  }
}
