package io.benchmarkdeployer.core.manifest;

import io.benchmarkdeployer.core.model.Json;
import io.benchmarkdeployer.core.model.Kind;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

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

  /** The text, for a manifest without Secrets; the very one where no object was changed. */
  String text() {
    return segment.separator() + (changed ? written(ManifestObject::content) : segment.body());
  }

  /** The text without the values of Secrets, and without comments that could tell them. */
  String masked(SecretMask mask) {
    var separator = segment.separator().contains("#") ? "---\n" : segment.separator();
    return separator + (mayStay(mask) ? segment.body() : written(mask::mask));
  }

  private boolean mayStay(SecretMask mask) {
    return objects.isEmpty()
        ? segment.body().isBlank()
        : !changed
            && objects.stream().noneMatch(ManifestDocument::isSecret)
            && !mask.isToldBy(segment.body());
  }

  private static boolean isSecret(ManifestObject object) {
    return SecretMask.isSecret(object.kind(), object.content());
  }

  private String written(Function<ManifestObject, Json.Obj> content) {
    if (objects.isEmpty()) {
      return "";
    }
    var trees = objects.stream().map(content).toList();
    var tree = list.map(kind -> list(kind, trees)).orElseGet(trees::getFirst);
    return json ? spaceBefore() + tree : YamlWriter.write(tree);
  }

  private String spaceBefore() {
    var body = segment.body();
    return body.substring(0, body.length() - body.stripLeading().length());
  }

  private static Json.Obj list(Kind kind, List<Json.Obj> items) {
    return Json.object("apiVersion", Json.text(kind.apiVersion()))
        .with("kind", Json.text(kind.name()))
        .with("items", new Json.Arr(List.copyOf(items)));
  }
}
