package io.benchmarkdeployer.testkit;

import io.benchmarkdeployer.core.model.Json;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Writes JSON as one writes it down. */
final class Values {
  private Values() {}

  /**
   * An object of these names and values in turn. A value is JSON, a text, a number, a truth, a
   * time, a list or an {@link Optional} of one of these; a member whose value is empty is left out.
   */
  static Json.Obj object(Object... namesAndValues) {
    var fields = new LinkedHashMap<String, Json>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      String name = (String) namesAndValues[i];
      value(namesAndValues[i + 1]).ifPresent(value -> fields.put(name, value));
    }
    return new Json.Obj(fields);
  }

  static Json.Arr list(List<? extends Json> items) {
    return new Json.Arr(List.copyOf(items));
  }

  static Json.Obj texts(Map<String, String> map) {
    return new Json.Obj(
        map.entrySet().stream()
            .collect(
                Collectors.toMap(
                    Map.Entry::getKey,
                    entry -> Json.text(entry.getValue()),
                    (one, other) -> one,
                    LinkedHashMap::new)));
  }

  /** A time as objects of the cluster have it: whole seconds. */
  static Json.Text time(Instant at) {
    return Json.text(at.truncatedTo(ChronoUnit.SECONDS).toString());
  }

  /** The object with this member where there is none yet. */
  static Json.Obj withDefault(Json.Obj object, String key, Object value) {
    return object.fields().containsKey(key)
        ? object
        : object.with(key, value(value).orElse(Json.Null.NULL));
  }

  private static Optional<Json> value(Object value) {
    return switch (value) {
      case Json json -> Optional.of(json);
      case String text -> Optional.of(Json.text(text));
      case Integer number -> Optional.of(Json.number(number));
      case Long number -> Optional.of(Json.number(number));
      case Boolean truth -> Optional.of(new Json.Bool(truth));
      case Instant at -> Optional.of(time(at));
      case Optional<?> perhaps -> perhaps.flatMap(Values::value);
      default -> throw new IllegalArgumentException("not a value: " + value.getClass());
    };
  }
}
