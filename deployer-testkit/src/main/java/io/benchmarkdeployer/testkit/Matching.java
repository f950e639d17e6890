package io.benchmarkdeployer.testkit;

import io.benchmarkdeployer.core.model.Json;
import io.benchmarkdeployer.core.model.LiveObject;
import io.benchmarkdeployer.core.port.Selector;
import java.util.Map;
import java.util.Optional;

/** Whether an object is among those that a selector means. */
final class Matching {
  private Matching() {}

  static boolean matches(Selector selector, LiveObject object) {
    return object.ref().kind().sameResource(selector.kind())
        && (selector.namespace().isEmpty() || selector.namespace().equals(object.ref().namespace()))
        && selector.labels().entrySet().stream().allMatch(label -> hasLabel(object, label))
        && selector.fields().entrySet().stream().allMatch(field -> hasField(object, field));
  }

  private static boolean hasLabel(LiveObject object, Map.Entry<String, String> label) {
    Optional<Json> value = object.content().at("metadata", "labels", label.getKey());
    return label.getValue().isEmpty()
        ? value.isPresent()
        : value.equals(Optional.of(Json.text(label.getValue())));
  }

  /** An absent field is as good as an empty one, as the cluster has it. */
  private static boolean hasField(LiveObject object, Map.Entry<String, String> field) {
    String value = object.content().textAt(field.getKey().split("\\.")).orElse("");
    return value.equals(field.getValue());
  }

  /** Whether labels are all that {@code matchLabels} ask for. */
  static boolean matches(Json.Obj matchLabels, Json.Obj labels) {
    return matchLabels.fields().entrySet().stream()
        .allMatch(label -> label.getValue().equals(labels.fields().get(label.getKey())));
  }
}
