package io.benchmarkdeployer.core.manifest;

import io.benchmarkdeployer.core.model.Json;
import io.benchmarkdeployer.core.model.Kind;
import java.util.List;
import java.util.Optional;

/**
 * A piece of the text with the objects that were read from it.
 *
 * @param json whether it is a value of a JSON text, not of YAML
 * @param list the kind of the list that they stood in; empty where there was none
 * @param objects none where the piece holds only comments and space
 * @param changed whether an object is no longer what the text says
 */
record ManifestDocument(
    Segment segment,
    boolean json,
    Optional<Kind> list,
    List<ManifestObject> objects,
    boolean changed) {

  ManifestDocument with(List<ManifestObject> named) {
    return new ManifestDocument(segment, json, list, named, changed || !named.equals(objects));
  }

  /** The text without the values of Secrets; the very text where there are none. */
  String masked() {
    return segment.separator() + (mayStay() ? segment.body() : written());
  }

  private boolean mayStay() {
    return !changed && objects.stream().noneMatch(object -> object.kind().isSecret());
  }

  private String written() {
    var tree = list.map(this::list).orElseGet(() -> masked(objects.getFirst()));
    return json ? tree + "\n" : YamlWriter.write(tree);
  }

  private Json.Obj list(Kind kind) {
    List<Json> items = objects.stream().map(object -> (Json) masked(object)).toList();
    return Json.object("apiVersion", Json.text(kind.apiVersion()))
        .with("kind", Json.text(kind.name()))
        .with("items", new Json.Arr(items));
  }

  private static Json.Obj masked(ManifestObject object) {
    return object.kind().isSecret() ? SecretMask.mask(object.content()) : object.content();
  }
}
