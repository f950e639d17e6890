package io.benchmarkdeployer.testkit.usecase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.benchmarkdeployer.core.Deployer;
import io.benchmarkdeployer.core.port.ClusterPort;
import io.benchmarkdeployer.core.port.StatePort;
import io.benchmarkdeployer.core.usecase.DeployRequest;
import io.benchmarkdeployer.core.usecase.LogFollower;
import io.benchmarkdeployer.core.usecase.LogQuery;
import io.benchmarkdeployer.testkit.ContainerScript;
import io.benchmarkdeployer.testkit.MemoryCluster;
import io.benchmarkdeployer.testkit.MemoryState;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A process stops also where a call to the store or the cluster swallows the interrupt. */
@Timeout(60)
class StopTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final MemoryCluster cluster = MemoryCluster.start();
  private final MemoryState state = new MemoryState();
  private final DeafPort<ClusterPort> heardCluster = new DeafPort<>(ClusterPort.class, cluster);
  private final DeafPort<StatePort> heardState = new DeafPort<>(StatePort.class, state);
  private final Deployer deployer =
      Deployer.on(heardCluster.port(), heardState.port()).build().start();

  @AfterEach
  void close() {
    heardCluster.close();
    heardState.close();
    deployer.close();
    cluster.close();
    state.close();
  }

  @Test
  void whileALogIsWritten() throws Exception {
    capture(ContainerScript.printing("early").thenWaiting(Duration.ofSeconds(1)).thenExiting(0));

    heardState.goDeaf();
    // The one who looks after the logs, and the one who tells how the container ended.
    await().atMost(PATIENCE).until(() -> heardState.waiting() >= 2);

    assertStops();
  }

  @Test
  void whileThePodIsAskedFor() throws Exception {
    capture(ContainerScript.printing("early").thenWaiting(Duration.ofSeconds(1)).thenExiting(0));

    heardCluster.goDeaf();
    await().atMost(PATIENCE).until(() -> heardCluster.waiting() > 0);

    assertStops();
  }

  private void capture(ContainerScript script) throws Exception {
    cluster.scripts().teachImage("busybox", script);
    deployer.deploy().run(DeployRequest.of(Manifests.JOB));
    try (LogFollower follower = deployer.followLog().run(LogQuery.of("default", "test-job"))) {
      while (!(follower.next(PATIENCE) instanceof LogFollower.Part.Entries)) {
        // Until it is captured.
      }
    }
  }

  private void assertStops() {
    assertThat(CompletableFuture.runAsync(deployer::close)).succeedsWithin(PATIENCE);
  }
}
