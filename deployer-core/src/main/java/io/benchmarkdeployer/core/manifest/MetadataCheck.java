package io.benchmarkdeployer.core.manifest;

import io.benchmarkdeployer.core.model.DnsName;
import io.benchmarkdeployer.core.model.Json;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Checks the metadata of one object: its names by the DNS rules, labels and annotations as text.
 */
final class MetadataCheck {
  private static final String METADATA = "metadata";
  private final ReadingContext context;
  private final Json.Obj object;
  private final Node node;
  private final Path path;

  MetadataCheck(ReadingContext context, Json.Obj object, Node node, Path path) {
    this.context = context;
    this.object = object;
    this.node = node;
    this.path = path.member(METADATA);
  }

  /** The object's name; empty where anything in the metadata is among the problems now. */
  Optional<ObjectName> name() {
    if (!(object.at(METADATA).orElse(Json.Null.NULL) instanceof Json.Obj metadata)) {
      wrong("", "must be there, as a map with a name");
      return Optional.empty();
    }
    // All are looked at before any is judged: each adds its own problems.
    boolean right =
        Stream.of(namespace(), texts(metadata, "labels"), texts(metadata, "annotations"))
            .allMatch(Boolean::booleanValue);
    var name = isAbsent(metadata, "name") ? generated(metadata) : fixed(metadata);
    return name.filter(one -> right);
  }

  private Optional<ObjectName> fixed(Json.Obj metadata) {
    if (!(metadata.fields().get("name") instanceof Json.Text text)) {
      wrong("name", "must be text: quote it");
      return Optional.empty();
    }
    return checked("name", new ObjectName.Fixed(text.value()), DnsName.problemOfName(text.value()));
  }

  private Optional<ObjectName> generated(Json.Obj metadata) {
    if (isAbsent(metadata, "generateName")) {
      wrong("name", "must be there (or generateName)");
      return Optional.empty();
    }
    if (!(metadata.fields().get("generateName") instanceof Json.Text text)) {
      wrong("generateName", "must be text: quote it");
      return Optional.empty();
    }
    var generated = new ObjectName.Generated(text.value());
    return checked("generateName", generated, generated.problem());
  }

  private Optional<ObjectName> checked(String field, ObjectName name, Optional<String> problem) {
    problem.ifPresent(message -> wrong(field, message));
    return problem.isPresent() ? Optional.empty() : Optional.of(name);
  }

  private boolean namespace() {
    var metadata = object.objectAt(METADATA);
    if (isAbsent(metadata, "namespace")) {
      return true;
    }
    var problem =
        metadata.fields().get("namespace") instanceof Json.Text text
            ? DnsName.problemOfNamespace(text.value())
            : Optional.of("must be text: quote it");
    problem.ifPresent(message -> wrong("namespace", message));
    return problem.isEmpty();
  }

  /** Missing, null and empty are one to Kubernetes. */
  private static boolean isAbsent(Json.Obj metadata, String field) {
    var value = metadata.at(field).orElse(Json.Null.NULL);
    return value.equals(Json.Null.NULL) || value.equals(Json.text(""));
  }

  private boolean texts(Json.Obj metadata, String field) {
    var value = metadata.at(field).orElse(Json.Null.NULL);
    if (value instanceof Json.Obj map) {
      var wrong =
          map.fields().entrySet().stream().filter(entry -> !isText(entry.getValue())).toList();
      wrong.forEach(entry -> wrongText(field, entry.getKey()));
      return wrong.isEmpty();
    }
    boolean absent = value.equals(Json.Null.NULL);
    if (!absent) {
      wrong(field, "must be a map of texts");
    }
    return absent;
  }

  private static boolean isText(Json value) {
    return value instanceof Json.Text || value.equals(Json.Null.NULL);
  }

  private void wrongText(String field, String key) {
    context.problem(
        path.member(field).member(key),
        node.placeOf(METADATA, field, key),
        "must be text: quote it");
  }

  private void wrong(String field, String message) {
    var where = field.isEmpty() ? path : path.member(field);
    var steps = field.isEmpty() ? List.of(METADATA) : List.of(METADATA, field);
    context.problem(where, node.placeOf(steps.toArray(String[]::new)), message);
  }
}
