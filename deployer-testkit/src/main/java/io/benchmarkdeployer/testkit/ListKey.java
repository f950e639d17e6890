package io.benchmarkdeployer.testkit;

import io.benchmarkdeployer.core.model.Json;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What tells the items of a list apart, in lists that are merged item by item (Kubernetes API,
 * {@code x-kubernetes-list-map-keys}). All other lists are one value.
 */
record ListKey(List<String> fields) {
  private static final ListKey NAME = new ListKey(List.of("name"));
  private static final ListKey CONTAINER_PORT = new ListKey(List.of("containerPort", "protocol"));
  private static final ListKey SERVICE_PORT = new ListKey(List.of("port", "protocol"));
  private static final Map<String, List<ListKey>> BY_LIST =
      Map.of(
          "containers", List.of(NAME),
          "initContainers", List.of(NAME),
          "volumes", List.of(NAME),
          "env", List.of(NAME),
          "imagePullSecrets", List.of(NAME),
          "volumeMounts", List.of(new ListKey(List.of("mountPath"))),
          "ownerReferences", List.of(new ListKey(List.of("uid"))),
          "ports", List.of(CONTAINER_PORT, SERVICE_PORT));

  /** The key of the list of this name; empty where its items can't be told apart. */
  static Optional<ListKey> of(String list, Json.Arr array) {
    return BY_LIST.getOrDefault(list, List.of()).stream()
        .filter(key -> !array.items().isEmpty() && key.tellsApart(array))
        .findFirst();
  }

  private boolean tellsApart(Json.Arr array) {
    return array.items().stream().map(this::in).flatMap(Optional::stream).distinct().count()
        == array.items().size();
  }

  /** The key of this item, as an object; empty where it has none. */
  Optional<Json.Obj> in(Json item) {
    Json.Obj key = Json.Obj.EMPTY;
    for (String field : fields) {
      Optional<Json> value = item.at(field).or(() -> ifOmitted(field));
      if (value.isEmpty()) {
        return Optional.empty();
      }
      key = key.with(field, value.get());
    }
    return Optional.of(key);
  }

  private static Optional<Json> ifOmitted(String field) {
    return field.equals("protocol") ? Optional.of(Json.text("TCP")) : Optional.empty();
  }

  /** Whether a key, as text, is this item's. */
  static boolean isKeyOf(String text, Json item) {
    return BY_LIST.values().stream()
        .flatMap(List::stream)
        .flatMap(key -> key.in(item).stream())
        .anyMatch(key -> key.toString().equals(text));
  }

  static Stream<Json> items(Json list) {
    return list instanceof Json.Arr array ? array.items().stream() : Stream.empty();
  }
}
