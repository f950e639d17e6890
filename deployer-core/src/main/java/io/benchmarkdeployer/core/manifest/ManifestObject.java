package io.benchmarkdeployer.core.manifest;

import io.benchmarkdeployer.core.model.Json;
import io.benchmarkdeployer.core.model.Kind;
import io.benchmarkdeployer.core.model.Problem;
import io.benchmarkdeployer.core.model.ResourceRef;
import java.util.Optional;

/**
 * One object of a manifest.
 *
 * @param document which document it stands in, from 1
 * @param places where its values stand in the text
 * @param kind its own, or what its typed list says
 * @param namespace its own; empty where it names none (or an empty one)
 * @param name checked by the rules for names
 * @param content all of it, unmasked: for the cluster only
 */
public record ManifestObject(
    int document,
    Places places,
    Kind kind,
    Optional<String> namespace,
    ObjectName name,
    Json.Obj content) {

  /**
   * Which object of the cluster this is, in that namespace (empty for a cluster-scoped kind).
   *
   * @throws IllegalStateException if its name is yet to be generated: see {@link Manifest#named}
   */
  public ResourceRef reference(Optional<String> inNamespace) {
    return switch (name) {
      case ObjectName.Fixed fixed -> new ResourceRef(kind, inNamespace, fixed.value());
      case ObjectName.Generated generated ->
          throw new IllegalStateException("the object has no name yet: call Manifest.named first");
    };
  }

  /** Where it begins in the text, from 1. */
  public int line() {
    return places.first().line();
  }

  /** A problem with the value at this path, at its place or the nearest one above. */
  public Problem problem(String path, String message) {
    Place place = places.of(path);
    return new Problem(document, path, message, place.line(), place.column());
  }

  /** The same object with the fixed name in place of a prefix. */
  ManifestObject named(ObjectName.Fixed fixed) {
    return new ManifestObject(document, places, kind, namespace, fixed, withName(content, fixed));
  }

  static Json.Obj withName(Json.Obj content, ObjectName.Fixed fixed) {
    var metadata = content.objectAt("metadata").without("generateName");
    return content.with("metadata", metadata.with("name", Json.text(fixed.value())));
  }

  /** Without the content: it may be a Secret. */
  @Override
  public String toString() {
    return "%s in document %d, line %d".formatted(kind, document, line());
  }
}
