package io.benchmarkdeployer.testkit.junit;

import static org.assertj.core.api.Assertions.assertThat;

import io.benchmarkdeployer.core.Deployer;
import io.benchmarkdeployer.core.model.Kind;
import io.benchmarkdeployer.core.port.Selector;
import io.benchmarkdeployer.core.usecase.DeployRequest;
import io.benchmarkdeployer.testkit.ManualClock;
import io.benchmarkdeployer.testkit.MemoryCluster;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@InMemory
class InMemoryLifecycleTest {
  private static final String JOB =
      """
      apiVersion: batch/v1
      kind: Job
      metadata: {name: test-job}
      spec:
        template:
          spec: {restartPolicy: Never, containers: [{name: main, image: busybox}]}
      """;

  @BeforeEach
  void deploy(Deployer deployer, ManualClock clock) {
    deployer.deploy().run(DeployRequest.of(JOB));
    clock.advance(Duration.ofSeconds(1));
  }

  @Test
  void whatRunsBeforeATestIsHandedTheTestsOwn(MemoryCluster cluster) {
    assertThat(cluster.list(Selector.of(Kind.POD))).hasSize(1);
  }

  @Test
  void everyTestBeginsAnew(MemoryCluster cluster) {
    assertThat(cluster.list(Selector.of(Kind.JOB))).hasSize(1);
  }

  @AfterEach
  void see(Deployer deployer) {
    assertThat(deployer.openHandles()).isEmpty();
  }
}
