package io.benchmarkdeployer.core.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import io.benchmarkdeployer.core.model.Json;
import io.benchmarkdeployer.core.model.Problem;
import java.util.ArrayList;
import java.util.List;

/** Reads texts for tests. */
final class Texts {
  static final String CONFIG_MAP = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: c\n";
  static final String SECRET = "apiVersion: v1\nkind: Secret\nmetadata:\n  name: s\n";

  private Texts() {}

  static Manifest manifest(String text) {
    return manifest(text, ManifestLimits.DEFAULT);
  }

  static Manifest manifest(String text, ManifestLimits limits) {
    var reading = Manifest.read(text, limits);
    assertThat(reading).isInstanceOf(Manifest.class);
    return (Manifest) reading;
  }

  static List<Problem> problems(String text) {
    return problems(text, ManifestLimits.DEFAULT);
  }

  static List<Problem> problems(String text, ManifestLimits limits) {
    var reading = Manifest.read(text, limits);
    assertThat(reading).isInstanceOf(ManifestReading.Unreadable.class);
    return ((ManifestReading.Unreadable) reading).problems();
  }

  /** The value of {@code v} in a ConfigMap. */
  static Json value(String yaml) {
    var content = manifest(CONFIG_MAP + "v: " + yaml + "\n").objects().getFirst().content();
    return content.fields().get("v");
  }

  /** What each object is called, without its content. */
  static List<String> named(Manifest manifest) {
    return manifest.objects().stream()
        .map(one -> one.kind() + " " + one.namespace() + " " + one.name())
        .toList();
  }

  /** JSON values that follow one another. */
  static List<Json> json(String text) {
    var problems = new Problems();
    var context = new ReadingContext(1, ManifestLimits.DEFAULT, problems);
    var reader = new JsonReader(text);
    var values = new ArrayList<Json>();
    while (reader.hasNext()) {
      var root = reader.next(context).orElseThrow();
      values.add(new Expansion(ManifestLimits.DEFAULT).expand(context, root));
    }
    assertThat(problems.inOrder()).isEmpty();
    return values;
  }
}
