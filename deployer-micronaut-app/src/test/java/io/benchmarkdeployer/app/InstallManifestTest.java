package io.benchmarkdeployer.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.benchmarkdeployer.app.wiring.Settings;
import io.benchmarkdeployer.core.model.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The manifest, the image and the service are of one mind. */
class InstallManifestTest {
  /** What the service takes to stop, in seconds: see {@code application.yml}. */
  private static final long STOP = 10;

  private final Dockerfile dockerfile = Dockerfile.read();
  private final InstallManifest manifest;

  InstallManifestTest() throws IOException {
    manifest = InstallManifest.read();
  }

  private static long number(Json.Obj in, String... path) {
    return Long.parseLong(in.at(path).orElseThrow().toString());
  }

  @Test
  void theContainerRunsAsTheUserOfTheImage() {
    assertThat(dockerfile.the("USER").rest())
        .isEqualTo(
            "%d:%d"
                .formatted(
                    number(manifest.pod(), "securityContext", "runAsUser"),
                    number(manifest.pod(), "securityContext", "runAsGroup")));
  }

  @Test
  void theContainerListensWhereTheImageSays() {
    Json.Obj port = manifest.container().itemsAt("ports").getFirst().objectAt();

    assertThat(String.valueOf(number(port, "containerPort")))
        .isEqualTo(dockerfile.the("EXPOSE").rest())
        .isEqualTo(String.valueOf(Settings.of(Map.of(), false).port()));
  }

  @Test
  void theServiceKnowsAllItsVariables(@TempDir Path folder) throws IOException {
    var variables = new HashMap<>(manifest.variables());
    Path tokens = Files.writeString(folder.resolve("tokens"), "me=secret\n");
    assertThat(variables.put("DEPLOYER_TOKENS_FILE", tokens.toString())).isNotNull();

    Settings settings = Settings.of(variables, true);

    assertThat(settings.unknownVariables()).isEmpty();
    assertThat(settings.cluster()).isEqualTo(Settings.ClusterSource.IN_CLUSTER);
    assertThat(settings.tokens()).hasSize(1);
  }

  @Test
  void theTokensAreWhereTheServiceReadsThem() {
    String file = manifest.variables().get("DEPLOYER_TOKENS_FILE");
    String folder =
        manifest
            .container()
            .itemsAt("volumeMounts")
            .getFirst()
            .objectAt()
            .textAt("mountPath")
            .get();

    assertThat(file).isEqualTo(folder + "/tokens");
  }

  @Test
  void itsGraceIsLongEnoughForTheStop() {
    List<Json> before = manifest.container().itemsAt("lifecycle", "preStop", "exec", "command");
    long pause = Long.parseLong(((Json.Text) before.getLast()).value());

    assertThat(number(manifest.pod(), "terminationGracePeriodSeconds"))
        .isGreaterThanOrEqualTo(pause + STOP + 5);
  }

  @Test
  void whatSelectsItsPodsSelectsThem() {
    Json.Obj template = manifest.the("Deployment").objectAt("spec", "template");
    Json labels = template.objectAt("metadata", "labels");

    assertThat(manifest.the("Deployment").objectAt("spec", "selector", "matchLabels"))
        .isEqualTo(labels);
    assertThat(manifest.the("Service").objectAt("spec", "selector")).isEqualTo(labels);
    assertThat(manifest.the("NetworkPolicy").objectAt("spec", "podSelector", "matchLabels"))
        .isEqualTo(labels);
    assertThat(manifest.the("PodDisruptionBudget").objectAt("spec", "selector", "matchLabels"))
        .isEqualTo(labels);
  }

  /** Without it Kubernetes 1.20 refuses a server-side apply: it merges ports by it. */
  @Test
  void everyPortNamesItsProtocol() {
    Stream<Json> ports =
        Stream.concat(
            manifest.the("Service").itemsAt("spec", "ports").stream(),
            manifest.container().itemsAt("ports").stream());

    assertThat(ports)
        .hasSize(2)
        .allSatisfy(port -> assertThat(port.textAt("protocol")).isPresent());
  }
}
