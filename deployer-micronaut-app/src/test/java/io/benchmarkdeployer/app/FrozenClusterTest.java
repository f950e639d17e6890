package io.benchmarkdeployer.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.benchmarkdeployer.testkit.MemoryCluster;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A cluster that takes every question and answers none. */
class FrozenClusterTest {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final Map<String, String> YAML =
      Map.of("yaml_content", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: here}\n");
  private static final Map<String, String> OTHER_YAML =
      Map.of("yaml_content", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: other}\n");

  private final MemoryCluster cluster =
      MemoryCluster.builder().callTimeout(Duration.ofMillis(300)).build();
  private final RunningApp app = RunningApp.on(InMemory.on(cluster), Map.of());

  @BeforeEach
  void freezeAfterADeployment() {
    app.post("/deploy", YAML).ok();
    await().atMost(SOON).until(() -> app.get("/status").ok().get("status").equals("healthy"));
    cluster.faults().hang();
  }

  @AfterEach
  void close() {
    cluster.faults().reachable();
    app.close();
  }

  @Test
  void theListAnswersAndSaysThatItMayBeOld() {
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(app.get("/deployments").rows())
                    .singleElement()
                    .satisfies(
                        row ->
                            assertThat(row)
                                .containsEntry("status", "deployed")
                                .containsEntry("stale", true)));
  }

  @Test
  void whatNeedsTheClusterIsA504() {
    app.get("/jobs/x/status").problem(504);
    app.get("/jobs/x/logs").problem(504);
    app.get("/jobs/x/events").problem(504);
    app.get("/jobs/x/wait?timeout=5s").problem(504);
    app.delete("/jobs/x/delete").problem(504);
    app.post("/deploy", OTHER_YAML).problem(504);
    app.post("/delete", YAML).problem(504);
  }

  @Test
  void itIsUnhealthyAndUnreadyButLives() {
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(app.get("/health").ok())
                    .containsEntry("status", "unhealthy")
                    .containsEntry("kubernetes_connected", false)
                    .containsEntry("database_connected", true));
    assertThat(app.get("/health/readiness").status()).isEqualTo(503);
    assertThat(app.get("/health/liveness").status()).isEqualTo(200);
    assertThat(app.get("/status").ok())
        .containsEntry("status", "degraded")
        .containsEntry("kubernetes_version", null)
        .containsEntry("active_deployments", 1);
  }

  @Test
  void allIsWellAfterIt() {
    cluster.faults().reachable();

    await().atMost(SOON).until(() -> app.get("/health").ok().get("status").equals("healthy"));
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(app.get("/deployments").rows())
                    .singleElement()
                    .satisfies(row -> assertThat(row).containsEntry("stale", false)));
    app.post("/delete", YAML).ok();
  }
}
