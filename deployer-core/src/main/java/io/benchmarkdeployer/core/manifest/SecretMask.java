package io.benchmarkdeployer.core.manifest;

import io.benchmarkdeployer.core.model.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Takes the values out of a Secret. What is known to hold none stays; everything else is masked, so
 * that a misspelt {@code stringdata} or a {@code data} of the wrong shape doesn't leak either.
 */
final class SecretMask {
  /** Not base64, so that a cluster refuses it under {@code data} even if it came so far. */
  static final String MASK = "<masked by benchmark-deployer>";

  private static final Set<String> OPEN = Set.of("apiVersion", "kind", "type", "immutable");
  private static final String METADATA = "metadata";
  private static final String ANNOTATIONS = "annotations";
  private static final String LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

  private SecretMask() {}

  /** The Secret without its values; all keys stay. */
  static Json.Obj mask(Json.Obj secret) {
    return members(secret, SecretMask::maskedMember);
  }

  /** Where masks stand in place of values. */
  static List<List<String>> masksIn(Json.Obj secret) {
    var found = new ArrayList<List<String>>();
    masksIn(secret, List.of(), found);
    return found;
  }

  private interface Member {
    Json apply(String key, Json value);
  }

  private static Json.Obj members(Json.Obj object, Member member) {
    var fields = new LinkedHashMap<String, Json>();
    object.fields().forEach((key, value) -> fields.put(key, member.apply(key, value)));
    return new Json.Obj(fields);
  }

  private static Json maskedMember(String key, Json value) {
    if (OPEN.contains(key)) {
      return value instanceof Json.Obj || value instanceof Json.Arr ? masked(value) : value;
    }
    return key.equals(METADATA)
        ? member(value, ANNOTATIONS, SecretMask::annotations)
        : masked(value);
  }

  private static Json member(Json value, String name, UnaryOperator<Json> change) {
    return value instanceof Json.Obj object
        ? members(object, (key, old) -> key.equals(name) ? change.apply(old) : old)
        : value;
  }

  private static Json annotations(Json value) {
    return value instanceof Json.Obj object
        ? members(object, (key, old) -> hidesObject(key, old) ? masked(old) : old)
        : masked(value);
  }

  /** Tools keep the whole object in an annotation, as JSON. */
  private static boolean hidesObject(String key, Json value) {
    return key.equals(LAST_APPLIED)
        || !(value instanceof Json.Text text)
        || text.value().stripLeading().startsWith("{")
        || text.value().stripLeading().startsWith("[");
  }

  private static Json masked(Json value) {
    return switch (value) {
      case Json.Obj object -> members(object, (key, old) -> masked(old));
      case Json.Arr array -> new Json.Arr(array.items().stream().map(SecretMask::masked).toList());
      case Json.Null nothing -> nothing;
      case Json.Text text -> Json.text(MASK);
      case Json.Num number -> Json.text(MASK);
      case Json.Bool bool -> Json.text(MASK);
    };
  }

  private static void masksIn(Json value, List<String> path, List<List<String>> found) {
    switch (value) {
      case Json.Obj object ->
          object.fields().forEach((key, below) -> masksIn(below, longer(path, key), found));
      case Json.Arr array -> array.items().forEach(item -> masksIn(item, path, found));
      case Json.Text text when text.value().equals(MASK) -> found.add(path);
      case Json.Text text -> {}
      case Json.Num number -> {}
      case Json.Bool bool -> {}
      case Json.Null nothing -> {}
    }
  }

  private static List<String> longer(List<String> path, String key) {
    var longer = new ArrayList<>(path);
    longer.add(key);
    return longer;
  }
}
