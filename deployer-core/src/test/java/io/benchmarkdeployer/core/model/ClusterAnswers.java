package io.benchmarkdeployer.core.model;

import io.benchmarkdeployer.core.manifest.Manifest;
import io.benchmarkdeployer.core.manifest.ManifestLimits;
import io.benchmarkdeployer.core.manifest.ManifestObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * What a real cluster (1.20) answered to {@code kubectl get jobs,pods -o json}; JSON is YAML, so
 * read so.
 */
final class ClusterAnswers {
  private final List<LiveObject> objects;

  private ClusterAnswers(List<LiveObject> objects) {
    this.objects = objects;
  }

  static ClusterAnswers of(String name) {
    var reading = Manifest.read(text("/status/" + name + ".json"), ManifestLimits.DEFAULT);
    return new ClusterAnswers(
        ((Manifest) reading).objects().stream().map(ClusterAnswers::live).toList());
  }

  LiveObject job() {
    return objects.stream().filter(object -> object.ref().kind().isJob()).findFirst().orElseThrow();
  }

  List<Pod> pods() {
    return objects.stream()
        .filter(object -> object.ref().kind().sameResource(Kind.POD))
        .map(Pod::of)
        .toList();
  }

  WorkloadStatus status() {
    Workload workload = Workload.of(job()).orElseThrow();
    return workload.status(workload.podsAmong(pods()));
  }

  private static LiveObject live(ManifestObject object) {
    String uid = object.content().textAt("metadata", "uid").orElseThrow();
    return new LiveObject(object.reference(Optional.of("bench")), new Uid(uid), object.content());
  }

  private static String text(String resource) {
    try (InputStream in = ClusterAnswers.class.getResourceAsStream(resource)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
