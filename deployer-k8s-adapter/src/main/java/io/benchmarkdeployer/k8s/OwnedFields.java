package io.benchmarkdeployer.k8s;

import io.benchmarkdeployer.core.model.Json;
import io.benchmarkdeployer.core.model.LiveObject;
import io.benchmarkdeployer.core.model.Ownership;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which part of an object we had applied, by the cluster's own record ({@code
 * metadata.managedFields}; Kubernetes API, {@code FieldsV1}): a tree of {@code f:<member>}, {@code
 * k:<item of a list, by its keys>}, {@code v:<item of a set>} and {@code .} for the thing itself.
 */
final class OwnedFields {
  private static final String MEMBER = "f:";
  private static final String ITEM = "k:";
  private static final String VALUE = "v:";

  private OwnedFields() {}

  /** The object with nothing but what we had applied. */
  static Json.Obj of(LiveObject object) {
    Json.Obj ours = Json.Obj.EMPTY;
    for (Json entry : object.content().itemsAt("metadata", "managedFields")) {
      if (isOurs(entry)) {
        ours = union(ours, entry.objectAt("fieldsV1"));
      }
    }
    return members(ours, object.content());
  }

  private static boolean isOurs(Json entry) {
    return entry.textAt("manager").equals(Optional.of(Ownership.MANAGER))
        && entry.textAt("operation").equals(Optional.of("Apply"))
        && entry.textAt("subresource").isEmpty();
  }

  /** There is one entry for each API version in which we applied. */
  private static Json.Obj union(Json.Obj one, Json.Obj other) {
    var all = new LinkedHashMap<>(one.fields());
    other
        .fields()
        .forEach(
            (key, fields) ->
                all.merge(key, fields, (mine, more) -> union(mine.objectAt(), more.objectAt())));
    return new Json.Obj(all);
  }

  private static Json part(Json.Obj owned, Json value) {
    if (owned.fields().isEmpty()) {
      return value;
    }
    return switch (value) {
      case Json.Obj object -> members(owned, object);
      case Json.Arr array -> items(owned, array);
      case Json.Text text -> text;
      case Json.Num number -> number;
      case Json.Bool bool -> bool;
      case Json.Null nothing -> nothing;
    };
  }

  private static Json.Obj members(Json.Obj owned, Json.Obj object) {
    var members = new LinkedHashMap<String, Json>();
    object
        .fields()
        .forEach(
            (name, value) ->
                owned
                    .at(MEMBER + name)
                    .ifPresent(fields -> members.put(name, part(fields.objectAt(), value))));
    return new Json.Obj(members);
  }

  private static Json items(Json.Obj owned, Json.Arr array) {
    var keyed = prefixed(owned, ITEM);
    Set<Json> values = prefixed(owned, VALUE).keySet();
    var items = new ArrayList<Json>();
    for (Json item : array.items()) {
      if (values.contains(item)) {
        items.add(item);
      }
      keyed.entrySet().stream()
          .filter(entry -> hasKeys(item, entry.getKey()))
          .findFirst()
          .ifPresent(entry -> items.add(item(entry.getValue(), entry.getKey(), item)));
    }
    return new Json.Arr(items);
  }

  private static Map<Json, Json.Obj> prefixed(Json.Obj owned, String prefix) {
    return owned.fields().entrySet().stream()
        .filter(entry -> entry.getKey().startsWith(prefix))
        .collect(
            Collectors.toMap(
                entry -> parsed(entry.getKey().substring(prefix.length())),
                entry -> entry.getValue().objectAt(),
                OwnedFields::union,
                LinkedHashMap::new));
  }

  private static Json parsed(String text) {
    try {
      return JsonStream.read(new StringReader(text));
    } catch (IOException malformed) {
      return Json.text(text);
    }
  }

  private static boolean hasKeys(Json item, Json keys) {
    return keys.objectAt().fields().entrySet().stream()
        .allMatch(key -> item.at(key.getKey()).equals(Optional.of(key.getValue())));
  }

  /** A key that the cluster had added stays the cluster's, unless nothing else tells the item. */
  private static Json item(Json.Obj owned, Json keys, Json item) {
    Json part = part(owned, item);
    Map<String, Json> members = keys.objectAt().fields();
    boolean isTold = members.keySet().stream().anyMatch(key -> part.at(key).isPresent());
    return isTold ? part : withMembers(part.objectAt(), members);
  }

  private static Json.Obj withMembers(Json.Obj object, Map<String, Json> more) {
    var members = new LinkedHashMap<>(more);
    members.putAll(object.fields());
    return new Json.Obj(members);
  }
}
