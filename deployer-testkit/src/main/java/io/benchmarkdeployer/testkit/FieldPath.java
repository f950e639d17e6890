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

  /** The object without what stands there, and without what holds nothing then. */
  Json.Obj removedFrom(Json.Obj object) {
    List<String> way = isItem() ? steps.subList(0, steps.size() - 1) : steps;
    return withoutMember(object, way.getFirst().substring(2), way.subList(1, way.size()));
  }

  private static Optional<Json> removed(Json value, List<String> steps) {
    String what = steps.getFirst().substring(2);
    List<String> rest = steps.subList(1, steps.size());
    return switch (value) {
      case Json.Obj object -> nonEmpty(withoutMember(object, what, rest));
      case Json.Arr array -> nonEmpty(withoutItem(array, what, rest));
      default -> Optional.of(value);
    };
  }

  private static Json.Obj withoutMember(Json.Obj object, String name, List<String> rest) {
    Optional<Json> member = object.at(name);
    if (member.isEmpty()) {
      return object;
    }
    Optional<Json> left = rest.isEmpty() ? Optional.empty() : removed(member.get(), rest);
    return left.map(value -> object.with(name, value)).orElseGet(() -> object.without(name));
  }

  private static Json.Arr withoutItem(Json.Arr array, String key, List<String> rest) {
    var left = new ArrayList<Json>();
    for (Json item : array.items()) {
      if (!ListKey.isKeyOf(key, item)) {
        left.add(item);
      } else if (!rest.isEmpty()) {
        removed(item, rest).ifPresent(left::add);
      }
    }
    return new Json.Arr(left);
  }

  private static Optional<Json> nonEmpty(Json value) {
    boolean empty =
        switch (value) {
          case Json.Obj object -> object.fields().isEmpty();
          case Json.Arr array -> array.items().isEmpty();
          default -> false;
        };
    return empty ? Optional.empty() : Optional.of(value);
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
