package io.benchmarkdeployer.app;

import io.benchmarkdeployer.core.manifest.Manifest;
import io.benchmarkdeployer.core.manifest.ManifestLimits;
import io.benchmarkdeployer.core.model.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What {@code benchmark-deployer-deployment.yaml} puts into a cluster. */
record InstallManifest(List<Json.Obj> objects) {
  private static final String NAME = "benchmark-deployer";

  static InstallManifest read() throws IOException {
    return read(NAME);
  }

  /** As one whose namespace, and all that is called like it, has another name. */
  static InstallManifest read(String name) throws IOException {
    String text = Files.readString(Dockerfile.FOLDER.resolve(NAME + "-deployment.yaml"));
    var manifest = (Manifest) Manifest.read(text.replace(NAME, name), ManifestLimits.DEFAULT);
    return new InstallManifest(
        manifest.objects().stream().map(object -> object.content()).toList());
  }

  /** The one of this kind. */
  Json.Obj the(String kind) {
    return objects.stream()
        .filter(object -> object.textAt("kind").orElseThrow().equals(kind))
        .findFirst()
        .orElseThrow();
  }

  Json.Obj pod() {
    return the("Deployment").objectAt("spec", "template", "spec");
  }

  Json.Obj container() {
    return pod().itemsAt("containers").getFirst().objectAt();
  }

  /** The container's variables, but those whose value is a Secret's. */
  Map<String, String> variables() {
    var variables = new TreeMap<String, String>();
    for (Json variable : container().itemsAt("env")) {
      Json.Obj object = variable.objectAt();
      object
          .textAt("value")
          .ifPresent(value -> variables.put(object.textAt("name").orElseThrow(), value));
    }
    return variables;
  }

  /** What its probes ask. */
  List<String> probed() {
    return List.of("startupProbe", "livenessProbe", "readinessProbe").stream()
        .map(probe -> container().textAt(probe, "httpGet", "path").orElseThrow())
        .toList();
  }
}
