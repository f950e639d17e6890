package io.benchmarkdeployer.testkit;

import io.benchmarkdeployer.core.model.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Who owns which fields of an object: its {@code metadata.managedFields}. */
record ManagedFields(List<Entry> entries) {
  private static final String APPLY = "Apply";
  private static final String UPDATE = "Update";

  ManagedFields {
    entries = List.copyOf(entries);
  }

  /** What one manager owns by one way of writing. */
  record Entry(String manager, String operation, String apiVersion, Json time, Fields fields) {
    private boolean is(String who, String how) {
      return manager.equals(who) && operation.equals(how);
    }

    private boolean hasFields() {
      return !fields.isEmpty();
    }

    private Entry without(Set<FieldPath> others) {
      return new Entry(manager, operation, apiVersion, time, fields.without(others));
    }

    private Json.Obj toJson() {
      return Values.object(
          "manager", manager,
          "operation", operation,
          "apiVersion", apiVersion,
          "time", time,
          "fieldsType", "FieldsV1",
          "fieldsV1", fields.toFieldsV1());
    }

    private static Entry of(Json json) {
      return new Entry(
          json.textAt("manager").orElse(""),
          json.textAt("operation").orElse(""),
          json.textAt("apiVersion").orElse(""),
          json.at("time").orElse(Json.Null.NULL),
          Fields.fromFieldsV1(json.objectAt("fieldsV1")));
    }
  }

  static ManagedFields of(Json.Obj object) {
    return new ManagedFields(
        object.itemsAt("metadata", "managedFields").stream().map(Entry::of).toList());
  }

  Fields appliedBy(String manager) {
    return entry(manager, APPLY).map(Entry::fields).orElse(Fields.NONE);
  }

  /** What this manager has applied and nobody else owns. */
  Fields ownedAloneBy(String manager) {
    Set<FieldPath> others =
        entries.stream()
            .filter(entry -> !entry.is(manager, APPLY))
            .flatMap(entry -> entry.fields().paths().stream())
            .collect(Collectors.toSet());
    return appliedBy(manager).without(others);
  }

  private Optional<Entry> entry(String manager, String operation) {
    return entries.stream().filter(entry -> entry.is(manager, operation)).findFirst();
  }

  /** Those but this applier who own this field. */
  List<Entry> othersWith(FieldPath path, String applier) {
    return entries.stream()
        .filter(entry -> !entry.is(applier, APPLY) && entry.fields().contains(path))
        .toList();
  }

  /** After this manager has applied just these fields. */
  ManagedFields applied(String manager, Fields fields, String apiVersion, Instant now) {
    return with(new Entry(manager, APPLY, apiVersion, Values.time(now), fields));
  }

  /** After this manager has changed these fields: they are nobody else's any more. */
  ManagedFields updated(String manager, Set<FieldPath> changed, String apiVersion, Instant now) {
    Fields own = entry(manager, UPDATE).map(Entry::fields).orElse(Fields.NONE).and(changed);
    return without(changed).with(new Entry(manager, UPDATE, apiVersion, Values.time(now), own));
  }

  /** Without fields that the object no longer has. */
  ManagedFields without(Set<FieldPath> gone) {
    return new ManagedFields(
        entries.stream().map(entry -> entry.without(gone)).filter(Entry::hasFields).toList());
  }

  /** An entry that says nothing new keeps its time. */
  private ManagedFields with(Entry changed) {
    if (entry(changed.manager(), changed.operation())
        .filter(known -> known.fields().equals(changed.fields()))
        .isPresent()) {
      return this;
    }
    var others = new ArrayList<>(entries);
    others.removeIf(entry -> entry.is(changed.manager(), changed.operation()));
    others.add(changed);
    others.removeIf(entry -> entry.fields().isEmpty());
    return new ManagedFields(others);
  }

  Json.Obj in(Json.Obj object) {
    return entries.isEmpty()
        ? object
        : object.withAt(
            Values.list(entries.stream().map(Entry::toJson).toList()), "metadata", "managedFields");
  }
}
