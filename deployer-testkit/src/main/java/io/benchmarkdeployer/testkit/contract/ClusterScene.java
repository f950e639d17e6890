package io.benchmarkdeployer.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.benchmarkdeployer.core.model.DeploymentId;
import io.benchmarkdeployer.core.model.DesiredObject;
import io.benchmarkdeployer.core.model.Json;
import io.benchmarkdeployer.core.model.Kind;
import io.benchmarkdeployer.core.model.LiveObject;
import io.benchmarkdeployer.core.model.Ownership;
import io.benchmarkdeployer.core.model.Pod;
import io.benchmarkdeployer.core.model.ResourceRef;
import io.benchmarkdeployer.core.model.Workload;
import io.benchmarkdeployer.core.model.WorkloadStatus;
import io.benchmarkdeployer.core.port.ClusterPort;
import io.benchmarkdeployer.core.port.LogLine;
import io.benchmarkdeployer.core.port.LogRequest;
import io.benchmarkdeployer.core.port.LogStream;
import io.benchmarkdeployer.core.port.Selector;
import io.benchmarkdeployer.testkit.ContainerScript;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.function.Predicate;

/** The objects of one test, made under names of their own and gone after it. */
final class ClusterScene {
  static final Kind CONFIG_MAP = new Kind("v1", "ConfigMap");

  /** Long enough for a real kubelet under load. */
  static final Duration PATIENCE = Duration.ofSeconds(60);

  private final ClusterUnderTest cluster;
  private final String suffix = UUID.randomUUID().toString().substring(0, 8);
  private final DeploymentId deployment = DeploymentId.random();
  private final List<ResourceRef> made = new ArrayList<>();

  ClusterScene(ClusterUnderTest cluster) {
    this.cluster = cluster;
  }

  ClusterPort port() {
    return cluster.port();
  }

  DeploymentId deployment() {
    return deployment;
  }

  /** Deletes what the test made and waits until it is gone. */
  void clear() {
    for (ResourceRef ref : made) {
      port().find(ref).ifPresent(live -> port().delete(ref, live.uid()));
    }
    made.forEach(ref -> eventually(() -> port().find(ref).isEmpty()));
  }

  // Objects.

  ResourceRef ref(Kind kind, String name) {
    var ref = new ResourceRef(kind, Optional.of(cluster.namespace()), name + "-" + suffix);
    if (!made.contains(ref)) {
      made.add(ref);
    }
    return ref;
  }

  DesiredObject configMap(String name, Map<String, String> data) {
    return desired(ref(CONFIG_MAP, name), Json.object("data", texts(data)));
  }

  static Json.Obj texts(Map<String, String> values) {
    Json.Obj texts = Json.Obj.EMPTY;
    for (var value : values.entrySet()) {
      texts = texts.with(value.getKey(), Json.text(value.getValue()));
    }
    return texts;
  }

  /** The object with its head and our labels, of this scene's deployment. */
  DesiredObject desired(ResourceRef ref, Json.Obj body) {
    return desired(ref, body, deployment);
  }

  DesiredObject desired(ResourceRef ref, Json.Obj body, DeploymentId owner) {
    return new DesiredObject(ref, Ownership.mark(ref.kind(), withHead(ref, body), owner));
  }

  static Json.Obj withHead(ResourceRef ref, Json.Obj body) {
    return body.with("apiVersion", Json.text(ref.kind().apiVersion()))
        .with("kind", Json.text(ref.kind().name()))
        .withAt(Json.text(ref.name()), "metadata", "name")
        .withAt(Json.text(ref.namespace().orElseThrow()), "metadata", "namespace");
  }

  LiveObject create(DesiredObject desired) {
    return port().apply(desired, Optional.empty());
  }

  LiveObject found(ResourceRef ref) {
    return port().find(ref).orElseThrow();
  }

  static String data(LiveObject configMap, String key) {
    return configMap.content().textAt("data", key).orElse("(none)");
  }

  // Jobs.

  LiveObject startJob(String name, ContainerScript script) {
    return startJob(name, Json.Obj.EMPTY, "Never", container("test", script));
  }

  LiveObject startJob(String name, Json.Obj spec, String restartPolicy, Json.Obj... containers) {
    return create(job(name, spec, restartPolicy, containers));
  }

  DesiredObject job(String name, Json.Obj spec, String restartPolicy, Json.Obj... containers) {
    Json.Obj pod =
        Json.object("containers", new Json.Arr(List.of(containers)))
            .with("restartPolicy", Json.text(restartPolicy))
            .with("terminationGracePeriodSeconds", Json.number(1));
    Json.Obj whole = spec.withAt(pod, "template", "spec");
    return desired(ref(Kind.JOB, name), Json.object("spec", whole));
  }

  Json.Obj container(String name, ContainerScript script) {
    cluster.teach(script);
    return container(name, cluster.image(), script.command());
  }

  Json.Obj containerOfMissingImage() {
    return container("test", cluster.missingImage(), List.of("true"));
  }

  Json.Obj container(String name, String image, List<String> command) {
    List<Json> words = command.stream().map(word -> (Json) Json.text(word)).toList();
    return Json.object("name", Json.text(name))
        .with("image", Json.text(image))
        .with("imagePullPolicy", Json.text("IfNotPresent"))
        .with("command", new Json.Arr(words));
  }

  String image() {
    return cluster.image();
  }

  List<Pod> pods(LiveObject job) {
    Selector pods =
        Selector.of(Kind.POD).in(cluster.namespace()).withLabel("job-name", job.ref().name());
    return port().list(pods).stream()
        .map(Pod::of)
        .filter(pod -> pod.controlledBy(job.uid()))
        .sorted(Comparator.comparing(pod -> pod.createdAt().orElseThrow()))
        .toList();
  }

  WorkloadStatus status(LiveObject job) {
    return Workload.of(found(job.ref())).orElseThrow().status(pods(job));
  }

  WorkloadStatus statusOnce(LiveObject job, Predicate<WorkloadStatus> isSo) {
    return await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(100))
        .until(() -> status(job), isSo);
  }

  Pod podOnce(LiveObject job, Predicate<Pod> isSo) {
    return await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(100))
        .until(() -> pods(job).stream().filter(isSo).findFirst(), Optional::isPresent)
        .orElseThrow();
  }

  Pod runningPod(LiveObject job) {
    return podOnce(job, pod -> pod.phase().equals("Running"));
  }

  Pod endedPod(LiveObject job) {
    return podOnce(job, pod -> pod.phase().equals("Succeeded") || pod.phase().equals("Failed"));
  }

  // Logs.

  LogRequest logOf(Pod pod, String container) {
    return LogRequest.of(pod.namespace(), pod.name(), container);
  }

  List<LogLine> lines(LogRequest request) {
    try (LogStream stream = port().openLog(request)) {
      return drain(stream);
    } catch (InterruptedException stopped) {
      throw new AssertionError(stopped);
    }
  }

  static List<LogLine> drain(LogStream stream) throws InterruptedException {
    var lines = new ArrayList<LogLine>();
    for (var line = stream.next(); line.isPresent(); line = stream.next()) {
      lines.add(line.get());
    }
    return lines;
  }

  List<String> texts(LogRequest request) {
    return lines(request).stream().map(LogLine::text).toList();
  }

  static void eventually(Callable<Boolean> isSo) {
    await().atMost(PATIENCE).pollInterval(Duration.ofMillis(50)).until(isSo);
  }

  static void assertIn(Duration atMost, Runnable call) {
    long start = System.nanoTime();
    call.run();
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(atMost);
  }
}
