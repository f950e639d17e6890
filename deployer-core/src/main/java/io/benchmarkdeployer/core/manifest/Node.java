package io.benchmarkdeployer.core.manifest;

import io.benchmarkdeployer.core.model.Json;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A value as it stands in the text, with its place. An alias is the same node again: the nodes of a
 * document form a graph without cycles, never larger than the text.
 */
sealed interface Node {
  Place place();

  /** A scalar, its meaning already resolved. */
  record Leaf(Place place, Json value) implements Node {}

  /** A sequence. */
  record Sequence(Place place, List<Node> items) implements Node {}

  /**
   * A map.
   *
   * @param entries its own keys, each once
   * @param merge what stands under {@code <<}: maps, of which an earlier one wins; none without
   * @param ahead how many of the entries stand before the {@code <<}
   */
  record Mapping(Place place, Map<String, Node> entries, List<Mapping> merge, int ahead)
      implements Node {}

  /** The value of that own key. */
  default Optional<Node> at(String key) {
    return this instanceof Mapping map
        ? Optional.ofNullable(map.entries().get(key))
        : Optional.empty();
  }

  /**
   * Where the value at this path of own keys stands; the nearest place above where there is none.
   */
  default Place placeOf(String... path) {
    Node here = this;
    for (String step : path) {
      var below = here.at(step);
      if (below.isEmpty()) {
        return here.place();
      }
      here = below.get();
    }
    return here.place();
  }

  /** The item at this index; empty where there is none. */
  default Optional<Node> at(int index) {
    return this instanceof Sequence sequence && index < sequence.items().size()
        ? Optional.of(sequence.items().get(index))
        : Optional.empty();
  }

  /** The item of the sequence under that own key; the nearest node above where there is none. */
  default Node item(String key, int index) {
    return at(key).flatMap(sequence -> sequence.at(index)).orElse(this);
  }
}
