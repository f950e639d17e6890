package io.benchmarkdeployer.testkit;

import io.benchmarkdeployer.core.model.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/** Puts what was applied into what is there: member by member, keyed lists item by item. */
final class Merge {
  private Merge() {}

  static Json.Obj of(Json.Obj live, Json.Obj applied) {
    var merged = new LinkedHashMap<>(live.fields());
    applied.fields().forEach((name, value) -> merged.put(name, of(name, live.at(name), value)));
    return new Json.Obj(merged);
  }

  static Json.Obj of(Json.Obj live, Json applied) {
    return applied instanceof Json.Obj object ? of(live, object) : live;
  }

  private static Json of(String name, Optional<Json> live, Json applied) {
    return switch (applied) {
      case Json.Obj object when live.isPresent() && live.get() instanceof Json.Obj there ->
          of(there, object);
      case Json.Arr array when live.isPresent() && live.get() instanceof Json.Arr there ->
          ListKey.of(name, array)
              .filter(key -> ListKey.of(name, there).equals(Optional.of(key)))
              .map(key -> items(there, array, key))
              .orElse(array);
      default -> applied;
    };
  }

  /** What was applied, in its order, then what others added. */
  private static Json.Arr items(Json.Arr live, Json.Arr applied, ListKey key) {
    var merged = new ArrayList<Json>();
    for (Json item : applied.items()) {
      merged.add(item(live.items(), key, item).map(there -> (Json) of(there, item)).orElse(item));
    }
    live.items().stream()
        .filter(item -> item(applied.items(), key, item).isEmpty())
        .forEach(merged::add);
    return new Json.Arr(merged);
  }

  private static Optional<Json.Obj> item(List<Json> items, ListKey key, Json wanted) {
    return items.stream()
        .filter(item -> key.in(item).equals(key.in(wanted)))
        .map(Json.Obj.class::cast)
        .findFirst();
  }
}
