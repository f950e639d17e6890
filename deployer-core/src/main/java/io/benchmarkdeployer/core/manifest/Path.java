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

  /**
   * As {@code spec.containers[0].image}; long keys are cut, and what is not like a key is replaced.
   */
  default String text() {
    return joined(this);
  }

  /** The same with the keys of data left out: in a broken Secret a value can look like one. */
  default String textWithoutData() {
    return joined(this).replaceFirst("(^|\\.)(data|stringData)[.\\[].*", "$1$2.*");
  }

  private static String joined(Path path) {
    var steps = new ArrayDeque<String>();
    Path here = path;
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
    return cut.replaceAll("[^\\p{L}\\p{M}\\p{N}._/<-]+", "?");
  }
}
