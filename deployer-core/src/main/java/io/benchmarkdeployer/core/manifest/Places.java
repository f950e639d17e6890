package io.benchmarkdeployer.core.manifest;

import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Where the values of one object stand in the text, to be asked for by their paths. */
final class Places {
  private static final Pattern STEP = Pattern.compile("[^.\\[\\]]+|\\[([^\\]]*)\\]");
  private static final Pattern INDEX = Pattern.compile("\\d{1,6}");

  private final Node object;

  Places(Node object) {
    this.object = object;
  }

  /** Where the object begins. */
  Place first() {
    return object.place();
  }

  /**
   * The place of the value at this path, as Kubernetes writes it ({@code
   * spec.containers[0].image}); the nearest place above where the text has no such value.
   */
  Place of(String path) {
    Node here = object;
    for (MatchResult step : STEP.matcher(path).results().toList()) {
      Optional<Node> below = below(here, step);
      if (below.isEmpty()) {
        return here.place();
      }
      here = below.get();
    }
    return here.place();
  }

  private static Optional<Node> below(Node here, MatchResult step) {
    String key = step.group(1) == null ? step.group() : step.group(1);
    boolean index = here instanceof Node.Sequence && INDEX.matcher(key).matches();
    return index ? here.at(Integer.parseInt(key)) : here.at(key);
  }
}
