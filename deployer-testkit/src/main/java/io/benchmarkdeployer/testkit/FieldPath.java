package io.benchmarkdeployer.testkit;

import io.benchmarkdeployer.core.model.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where in an object a value stands that somebody can own (Kubernetes API, {@code FieldsV1}): its
 * steps are members ({@code f:spec}) and items of lists that are told apart by a key ({@code
 * k:{"name":"test"}}); {@code .} at the end is such an item itself.
 */
record FieldPath(List<String> steps) {
  static final FieldPath ROOT = new FieldPath(List.of());
  private static final String ITSELF = ".";

  FieldPath {
    steps = List.copyOf(steps);
  }

  FieldPath member(String name) {
    return and("f:" + name);
  }

  FieldPath item(Json.Obj key) {
    return and("k:" + key);
  }

  FieldPath itself() {
    return and(ITSELF);
  }

  /** Whether it is an item of a list, not a value in it. */
  boolean isItem() {
    return !steps.isEmpty() && steps.getLast().equals(ITSELF);
  }

  private FieldPath and(String step) {
    var longer = new ArrayList<>(steps);
    longer.add(step);
    return new FieldPath(longer);
  }

  /** The name of the member that it ends with; empty where it doesn't. */
  String name() {
    boolean member = !steps.isEmpty() && steps.getLast().startsWith("f:");
    return member ? steps.getLast().substring(2) : "";
  }

  /** What stands there in this object. */
  Optional<Json> in(Json.Obj object) {
    Optional<Json> here = Optional.of(object);
    for (String step : steps) {
      here = here.flatMap(value -> step(value, step));
    }
    return here;
  }

  private static Optional<Json> step(Json value, String step) {
    if (step.equals(ITSELF)) {
      return Optional.of(value);
    }
    String what = step.substring(2);
    return step.startsWith("f:")
        ? value.at(what)
        : ListKey.items(value).filter(item -> ListKey.isKeyOf(what, item)).findFirst();
  }

  /** As the cluster writes it in a conflict: {@code .data.mode}. */
  @Override
  public String toString() {
    var text = new StringBuilder();
    for (String step : steps) {
      if (step.startsWith("k:")) {
        text.append('[').append(step.substring(3, step.length() - 1)).append(']');
      } else if (!step.equals(ITSELF)) {
        text.append('.').append(step.substring(2));
      }
    }
    return text.toString();
  }
}
