package io.benchmarkdeployer.core.manifest;

import java.util.ArrayDeque;

/** The way to a value, kept as links: most of them are never written out. */
sealed interface Path {
  /** The document itself. */
  static Path root() {
    return Root.ROOT;
  }

  /** Where every way begins. */
  enum Root implements Path {
    ROOT
  }

  /** A member of a map. */
  record Member(Path parent, String key) implements Path {}

  /** An item of a sequence. */
  record Item(Path parent, int index) implements Path {}

  default Path member(String key) {
    return new Member(this, key);
  }

  default Path item(int index) {
    return new Item(this, index);
  }

  /** As {@code spec.containers[0].image}; long keys are cut and unprintable characters replaced. */
  default String text() {
    var steps = new ArrayDeque<String>();
    Path here = this;
    while (!(here instanceof Root)) {
      steps.push(step(here));
      here = parent(here);
    }
    var joined = String.join("", steps);
    return joined.startsWith(".") ? joined.substring(1) : joined;
  }

  private static String step(Path path) {
    return switch (path) {
      case Root root -> "";
      case Member member -> "." + printable(member.key());
      case Item item -> "[" + item.index() + "]";
    };
  }

  private static Path parent(Path path) {
    return switch (path) {
      case Root root -> root;
      case Member member -> member.parent();
      case Item item -> item.parent();
    };
  }

  private static String printable(String key) {
    var cut = key.length() > 80 ? key.substring(0, 77) + "..." : key;
    return cut.replaceAll("[\\p{Cntrl}\\p{Cs}\\u0080-\\u009f\\u2028\\u2029]", "?");
  }
}
