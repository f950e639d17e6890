package io.benchmarkdeployer.core.model;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A JSON value (RFC 8259): the tree that a manifest is read into, checked as, and sent to the
 * cluster as.
 *
 * <p>Immutable and free of {@code null}; an absent value is an empty {@link Optional}, the JSON
 * literal {@code null} is {@link Null}. {@code toString()} is the compact JSON text, which is also
 * what two values are compared by eye with; {@code equals} compares values (object member order
 * does not count).
 */
public sealed interface Json {

  /** An object; members keep the order in which they were written. */
  record Obj(Map<String, Json> fields) implements Json {
    /**
     * The object without members. Not in {@code Json}: that could deadlock their initialization.
     */
    public static final Obj EMPTY = new Obj(Map.of());

    public Obj {
      fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }

    /** The same object with this member set, in its old place when there was one. */
    public Obj with(String key, Json value) {
      var copy = new LinkedHashMap<>(fields);
      copy.put(key, value);
      return new Obj(copy);
    }

    /** The same object without this member; itself when there is none. */
    public Obj without(String key) {
      if (!fields.containsKey(key)) {
        return this;
      }
      var copy = new LinkedHashMap<>(fields);
      copy.remove(key);
      return new Obj(copy);
    }

    @Override
    public String toString() {
      return JsonText.of(this);
    }
  }

  /** An array. */
  record Arr(List<Json> items) implements Json {
    public Arr {
      items = List.copyOf(items);
    }

    @Override
    public String toString() {
      return JsonText.of(this);
    }
  }

  /** A string. */
  record Text(String value) implements Json {
    @Override
    public String toString() {
      return JsonText.of(this);
    }
  }

  /** A number; {@code 1}, {@code 1.0} and {@code 1e0} are one value. */
  record Num(BigDecimal value) implements Json {
    public Num {
      value = value.stripTrailingZeros();
    }

    @Override
    public String toString() {
      return JsonText.of(this);
    }
  }

  /** {@code true} or {@code false}. */
  record Bool(boolean value) implements Json {
    @Override
    public String toString() {
      return JsonText.of(this);
    }
  }

  /** The literal {@code null}. */
  enum Null implements Json {
    NULL;

    @Override
    public String toString() {
      return "null";
    }
  }

  static Text text(String value) {
    return new Text(value);
  }

  static Num number(long value) {
    return new Num(BigDecimal.valueOf(value));
  }

  static Obj object(String key, Json value) {
    return Obj.EMPTY.with(key, value);
  }

  /** The value at this path of object members; empty where any step is missing or not an object. */
  default Optional<Json> at(String... path) {
    Json here = this;
    for (String step : path) {
      if (!(here instanceof Obj object) || !object.fields().containsKey(step)) {
        return Optional.empty();
      }
      here = object.fields().get(step);
    }
    return Optional.of(here);
  }

  /** The non-empty string at this path; empty where there is anything else. */
  default Optional<String> textAt(String... path) {
    return at(path)
        .filter(Text.class::isInstance)
        .map(value -> ((Text) value).value())
        .filter(Predicate.not(String::isEmpty));
  }

  /** The whole number at this path; empty where there is anything else. */
  default Optional<Long> longAt(String... path) {
    return at(path)
        .filter(Num.class::isInstance)
        .map(value -> ((Num) value).value())
        .filter(value -> value.scale() <= 0 && value.precision() - value.scale() <= 18)
        .map(BigDecimal::longValueExact);
  }

  /** The object at this path; the empty one where there is anything else. */
  default Obj objectAt(String... path) {
    return at(path).filter(Obj.class::isInstance).map(Obj.class::cast).orElse(Obj.EMPTY);
  }

  /** The items of the array at this path; none where there is anything else. */
  default List<Json> itemsAt(String... path) {
    return at(path)
        .filter(Arr.class::isInstance)
        .map(value -> ((Arr) value).items())
        .orElse(List.of());
  }

  /**
   * The value with what stands at this path replaced; objects on the way are made where missing.
   */
  default Obj withAt(Json value, String first, String... rest) {
    Obj here = this instanceof Obj object ? object : Obj.EMPTY;
    if (rest.length == 0) {
      return here.with(first, value);
    }
    Json below = here.at(first).orElse(Obj.EMPTY);
    var further = Arrays.copyOfRange(rest, 1, rest.length);
    return here.with(first, below.withAt(value, rest[0], further));
  }
}
