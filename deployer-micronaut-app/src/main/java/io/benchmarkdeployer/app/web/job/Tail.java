package io.benchmarkdeployer.app.web.job;

import io.benchmarkdeployer.app.web.Parameters;
import java.util.Optional;
import java.util.OptionalInt;

/** How many of the last lines; empty for all. */
record Tail(OptionalInt lines) {
  static final Tail DEFAULT = new Tail(OptionalInt.of(100));
  static final Tail ALL = new Tail(OptionalInt.empty());

  static Tail of(Optional<String> text) {
    return Parameters.number("tail_lines", text)
        .map(number -> new Tail(OptionalInt.of(number)))
        .orElse(DEFAULT);
  }
}
