package io.benchmarkdeployer.testkit;

import io.benchmarkdeployer.core.model.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A set of fields of an object that somebody owns, read from an object that was applied or from
 * {@code FieldsV1}.
 */
record Fields(Set<FieldPath> paths) {
  static final Fields NONE = new Fields(Set.of());

  /** What the cluster alone writes, and what names the object: owned by nobody. */
  private static final Set<FieldPath> NOT_OWNED =
      Set.of(
          FieldPath.ROOT.member("apiVersion"),
          FieldPath.ROOT.member("kind"),
          FieldPath.ROOT.member("status"),
          metadata("name"),
          metadata("namespace"),
          metadata("uid"),
          metadata("generateName"),
          metadata("resourceVersion"),
          metadata("generation"),
          metadata("creationTimestamp"),
          metadata("deletionTimestamp"),
          metadata("deletionGracePeriodSeconds"),
          metadata("managedFields"));

  Fields {
    paths = Set.copyOf(paths);
  }

  private static FieldPath metadata(String name) {
    return FieldPath.ROOT.member("metadata").member(name);
  }

  /** Every value in this object that can be owned. */
  static Fields of(Json.Obj object) {
    var paths = new LinkedHashSet<FieldPath>();
    collect(FieldPath.ROOT, object, paths);
    return new Fields(paths);
  }

  private static void collect(FieldPath here, Json value, Set<FieldPath> paths) {
    if (NOT_OWNED.contains(here)) {
      return;
    }
    Optional<ListKey> key = keyOf(here, value);
    if (value instanceof Json.Obj object && !object.fields().isEmpty()) {
      object.fields().forEach((name, member) -> collect(here.member(name), member, paths));
    } else if (key.isPresent()) {
      ListKey.items(value).forEach(item -> collectItem(here, item, key.get(), paths));
    } else {
      paths.add(here);
    }
  }

  private static void collectItem(FieldPath list, Json item, ListKey key, Set<FieldPath> paths) {
    FieldPath here = list.item(key.in(item).orElseThrow());
    paths.add(here.itself());
    collect(here, item, paths);
  }

  private static Optional<ListKey> keyOf(FieldPath here, Json value) {
    return value instanceof Json.Arr array ? ListKey.of(here.name(), array) : Optional.empty();
  }

  /** What these fields hold in an object, in its place; with what names the object. */
  Json.Obj in(Json.Obj object) {
    return (Json.Obj) kept(FieldPath.ROOT, object).orElse(Json.Obj.EMPTY);
  }

  private Optional<Json> kept(FieldPath here, Json value) {
    if (paths.contains(here)) {
      return Optional.of(value);
    }
    return switch (value) {
      case Json.Obj object -> keptOf(here, object);
      case Json.Arr array -> keyOf(here, array).flatMap(key -> keptOf(here, array, key));
      default -> Optional.empty();
    };
  }

  private Optional<Json> keptOf(FieldPath here, Json.Obj object) {
    var kept = new LinkedHashMap<String, Json>();
    object
        .fields()
        .forEach(
            (name, member) ->
                kept(here.member(name), member).ifPresent(value -> kept.put(name, value)));
    return kept.isEmpty() ? Optional.empty() : Optional.of(new Json.Obj(kept));
  }

  private Optional<Json> keptOf(FieldPath here, Json.Arr array, ListKey key) {
    var kept = new ArrayList<Json>();
    for (Json item : array.items()) {
      Json.Obj itsKey = key.in(item).orElseThrow();
      FieldPath there = here.item(itsKey);
      if (paths.contains(there.itself())) {
        kept.add(Merge.of(itsKey, kept(there, item).orElse(Json.Obj.EMPTY)));
      }
    }
    return kept.isEmpty() ? Optional.empty() : Optional.of(new Json.Arr(kept));
  }

  /** An object without what these fields hold in it, and without what holds nothing then. */
  Json.Obj removedFrom(Json.Obj object) {
    return (Json.Obj) left(FieldPath.ROOT, object).orElse(Json.Obj.EMPTY);
  }

  private Optional<Json> left(FieldPath here, Json value) {
    if (paths.contains(here) || paths.contains(here.itself())) {
      return Optional.empty();
    }
    return switch (value) {
      case Json.Obj object -> leftOf(here, object);
      case Json.Arr array ->
          keyOf(here, array).map(key -> leftOf(here, array, key)).orElse(Optional.of(array));
      default -> Optional.of(value);
    };
  }

  private Optional<Json> leftOf(FieldPath here, Json.Obj object) {
    var left = new LinkedHashMap<String, Json>();
    object
        .fields()
        .forEach(
            (name, member) ->
                left(here.member(name), member).ifPresent(value -> left.put(name, value)));
    return left.isEmpty() && !object.fields().isEmpty()
        ? Optional.empty()
        : Optional.of(new Json.Obj(left));
  }

  private Optional<Json> leftOf(FieldPath here, Json.Arr array, ListKey key) {
    List<Json> left =
        array.items().stream()
            .flatMap(item -> left(here.item(key.in(item).orElseThrow()), item).stream())
            .toList();
    return left.isEmpty() ? Optional.empty() : Optional.of(new Json.Arr(left));
  }

  boolean contains(FieldPath path) {
    return paths.contains(path);
  }

  Fields without(Set<FieldPath> others) {
    var left = new LinkedHashSet<>(paths);
    left.removeAll(others);
    return new Fields(left);
  }

  Fields and(Set<FieldPath> others) {
    var all = new LinkedHashSet<>(paths);
    all.addAll(others);
    return new Fields(all);
  }

  boolean isEmpty() {
    return paths.isEmpty();
  }

  /** As an object's {@code managedFields} have it. */
  Json.Obj toFieldsV1() {
    return tree(paths.stream().map(FieldPath::steps).toList(), 0);
  }

  /** What these paths are from this step on. */
  private static Json.Obj tree(List<List<String>> paths, int depth) {
    var byStep =
        paths.stream()
            .filter(steps -> steps.size() > depth)
            .collect(
                Collectors.groupingBy(
                    steps -> steps.get(depth), TreeMap::new, Collectors.toList()));
    var members = new LinkedHashMap<String, Json>();
    byStep.forEach((step, below) -> members.put(step, tree(below, depth + 1)));
    return new Json.Obj(members);
  }

  static Fields fromFieldsV1(Json.Obj tree) {
    var paths = new LinkedHashSet<FieldPath>();
    read(List.of(), tree, paths);
    return new Fields(paths);
  }

  private static void read(List<String> here, Json.Obj tree, Set<FieldPath> paths) {
    if (tree.fields().isEmpty() && !here.isEmpty()) {
      paths.add(new FieldPath(here));
    }
    tree.fields()
        .forEach(
            (step, below) -> {
              var there = new ArrayList<>(here);
              there.add(step);
              read(there, (Json.Obj) below, paths);
            });
  }
}
