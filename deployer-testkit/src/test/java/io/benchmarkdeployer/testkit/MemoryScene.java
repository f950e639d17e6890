package io.benchmarkdeployer.testkit;

import io.benchmarkdeployer.core.manifest.Manifest;
import io.benchmarkdeployer.core.manifest.ManifestLimits;
import io.benchmarkdeployer.core.manifest.ManifestObject;
import io.benchmarkdeployer.core.model.ClusterEvent;
import io.benchmarkdeployer.core.model.DesiredObject;
import io.benchmarkdeployer.core.model.Kind;
import io.benchmarkdeployer.core.model.LiveObject;
import io.benchmarkdeployer.core.model.Pod;
import io.benchmarkdeployer.core.model.ResourceRef;
import io.benchmarkdeployer.core.model.Workload;
import io.benchmarkdeployer.core.model.WorkloadStatus;
import io.benchmarkdeployer.core.port.LogLine;
import io.benchmarkdeployer.core.port.LogRequest;
import io.benchmarkdeployer.core.port.LogStream;
import io.benchmarkdeployer.core.port.Selector;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A cluster in memory whose time stands still, and short words for what tests ask of it. */
final class MemoryScene implements AutoCloseable {
  static final Instant START = Instant.parse("2030-01-01T00:00:00Z");
  static final Kind CONFIG_MAP = new Kind("v1", "ConfigMap");

  private final ManualClock clock = new ManualClock(START);
  private final MemoryCluster cluster =
      MemoryCluster.builder().clock(clock).callTimeout(Duration.ofMillis(200)).build();

  MemoryCluster cluster() {
    return cluster;
  }

  ScriptedContainers scripts() {
    return cluster.scripts();
  }

  void pass(Duration time) {
    clock.advance(time);
  }

  void passSeconds(long seconds) {
    pass(Duration.ofSeconds(seconds));
  }

  static DesiredObject desired(String yaml) {
    var reading = Manifest.read(yaml, ManifestLimits.DEFAULT);
    ManifestObject object = ((Manifest) reading).objects().getFirst();
    boolean clusterWide = object.kind().sameResource(Kind.NAMESPACE);
    String namespace = object.content().textAt("metadata", "namespace").orElse("default");
    return new DesiredObject(
        object.reference(Optional.of(namespace).filter(any -> !clusterWide)), object.content());
  }

  LiveObject create(String yaml) {
    return cluster.apply(desired(yaml), Optional.empty());
  }

  LiveObject change(LiveObject live, String yaml) {
    return cluster.apply(desired(yaml), Optional.of(live.uid()));
  }

  /** A job of the name {@code bench} with one container {@code main} of {@code busybox}. */
  static String job(String restartPolicy, String... spec) {
    String more = spec.length == 0 ? "suspend: false" : String.join("\n  ", spec);
    return """
    apiVersion: batch/v1
    kind: Job
    metadata: {name: bench}
    spec:
      %s
      template:
        spec:
          restartPolicy: %s
          containers:
          - {name: main, image: busybox}
    """
        .formatted(more, restartPolicy);
  }

  LiveObject found(LiveObject object) {
    return cluster.find(object.ref()).orElseThrow();
  }

  WorkloadStatus status(LiveObject object) {
    Workload workload = Workload.of(found(object)).orElseThrow();
    return workload.status(workload.podsAmong(pods()));
  }

  List<Pod> pods() {
    return cluster.list(Selector.of(Kind.POD)).stream().map(Pod::of).toList();
  }

  Pod pod() {
    return pods().getFirst();
  }

  List<ClusterEvent> events(String reason) {
    return cluster.list(Selector.of(new Kind("v1", "Event"))).stream()
        .map(ClusterEvent::of)
        .filter(event -> event.reason().equals(reason))
        .toList();
  }

  static ResourceRef configMap(String name) {
    return new ResourceRef(CONFIG_MAP, Optional.of("default"), name);
  }

  static LogRequest logOf(Pod pod, String container) {
    return LogRequest.of(pod.namespace(), pod.name(), container);
  }

  List<String> log(LogRequest request) throws InterruptedException {
    var lines = new ArrayList<String>();
    try (LogStream stream = cluster.openLog(request)) {
      for (Optional<LogLine> line = stream.next(); line.isPresent(); line = stream.next()) {
        lines.add(line.get().text());
      }
    }
    return lines;
  }

  @Override
  public void close() {
    cluster.close();
  }
}
