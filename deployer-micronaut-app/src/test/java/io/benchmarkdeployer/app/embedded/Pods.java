package io.benchmarkdeployer.app.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.benchmarkdeployer.core.manifest.Manifest;
import io.benchmarkdeployer.core.manifest.ManifestLimits;
import io.benchmarkdeployer.core.manifest.ManifestObject;
import io.benchmarkdeployer.core.model.DesiredObject;
import io.benchmarkdeployer.testkit.ContainerRuntime.Exit;
import io.benchmarkdeployer.testkit.ContainerRuntime.Running;
import io.benchmarkdeployer.testkit.ContainerRuntime.Start;
import io.benchmarkdeployer.testkit.ContainerRuntime.StartFailure;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** Containers to start, and what they did. */
final class Pods {
  private Pods() {}

  /** A container of a pod of its own that runs this script. */
  static Start shell(String script) {
    return of(UUID.randomUUID().toString(), "sh", "-c", script);
  }

  /** A manifest's one object. */
  static DesiredObject object(String yaml) {
    var manifest = (Manifest) Manifest.read(yaml, ManifestLimits.DEFAULT);
    ManifestObject object = manifest.objects().getFirst();
    return new DesiredObject(object.reference(Optional.of("default")), object.content());
  }

  static Start of(String pod, String... command) {
    return new Start(
        "default",
        "job-abcde",
        pod,
        "test",
        0,
        "busybox",
        List.of(command),
        List.of(),
        Map.of(),
        Optional.empty());
  }

  static Start with(Start start, Map<String, String> environment) {
    return new Start(
        start.namespace(),
        start.podName(),
        start.pod(),
        start.container(),
        start.attempt(),
        start.image(),
        start.command(),
        start.arguments(),
        environment,
        start.workingDirectory());
  }

  static Start in(Start start, String workingDirectory) {
    return new Start(
        start.namespace(),
        start.podName(),
        start.pod(),
        start.container(),
        start.attempt(),
        start.image(),
        start.command(),
        start.arguments(),
        start.environment(),
        Optional.of(workingDirectory));
  }

  /** A container that was started, with what it has printed. */
  static final class Started {
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final Start start;
    private final Running running;

    private Started(LocalContainers containers, Start start) throws StartFailure {
      this.start = start;
      this.running = containers.start(start, printed::writeBytes);
    }

    static Started on(LocalContainers containers, Start start) throws StartFailure {
      return new Started(containers, start);
    }

    Running running() {
      return running;
    }

    String pod() {
      return start.pod();
    }

    /** Waits for its end. */
    Exit exit() throws Exception {
      return running.exit().get(30, TimeUnit.SECONDS);
    }

    byte[] bytes() {
      return printed.toByteArray();
    }

    String text() {
      return printed.toString(UTF_8);
    }
  }
}
