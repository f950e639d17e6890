package io.benchmarkdeployer.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.benchmarkdeployer.testkit.MemoryCluster;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A list of large manifests, in a service of its own: those of others would end early too. */
class LargeManifestsTest {
  private static final MemoryCluster CLUSTER = MemoryCluster.start();
  private static final RunningApp APP = RunningApp.on(InMemory.on(CLUSTER), Map.of());
  private static final int NUMBER = 26;

  static {
    String large = "# " + "x".repeat(1_000_000) + "\n";
    for (int i = 0; i < NUMBER; i++) {
      APP.post("/deploy", Map.of("yaml_content", large + configMap("large-" + i))).ok();
    }
  }

  private static String configMap(String name) {
    return "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: %s}\n".formatted(name);
  }

  @AfterAll
  static void close() {
    APP.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/deployments", "/deployments?limit=500"})
  void aPageEndsEarlyAndLeadsToTheNext(String first) {
    Answer page = APP.get(first);

    assertThat(page.body()).hasSizeBetween(16_000_000, 26_000_000);
    String next = page.header("link").orElseThrow().replaceAll("<(.*)>.*", "$1");
    Answer rest = APP.get(next);
    assertThat(rest.header("link")).isEmpty();
    assertThat(page.rows().size() + rest.rows().size()).isEqualTo(NUMBER);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/deployments?manifest=false", "/deployments?manifest=false&limit=500"})
  void withoutManifestsItIsOnePage(String all) {
    Answer page = APP.get(all);

    assertThat(page.rows()).hasSize(NUMBER);
    assertThat(page.body()).hasSizeLessThan(100_000);
    assertThat(page.header("link")).isEmpty();
  }
}
