package io.benchmarkdeployer.testkit.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.benchmarkdeployer.core.Deployer;
import io.benchmarkdeployer.core.model.DeploymentState;
import io.benchmarkdeployer.core.port.DeploymentQuery;
import io.benchmarkdeployer.core.port.UnavailableException;
import io.benchmarkdeployer.core.usecase.DeployRequest;
import io.benchmarkdeployer.testkit.MemoryCluster;
import io.benchmarkdeployer.testkit.MemoryFaults.Call;
import io.benchmarkdeployer.testkit.junit.InMemory;
import org.junit.jupiter.api.Test;

// region faults
@InMemory
class WhenTheClusterFailsTest {
  private static final DeployRequest SETTINGS =
      DeployRequest.of(
          """
          apiVersion: v1
          kind: ConfigMap
          metadata: {name: settings}
          """);

  @Test
  void nothingComesOfADeployWithoutAClusterAndItWorksAgainAfterwards(
      Deployer deployer, MemoryCluster cluster) {
    cluster.faults().unreachable();
    assertThatThrownBy(() -> deployer.deploy().run(SETTINGS))
        .isInstanceOf(UnavailableException.class);
    assertThat(deployer.list(DeploymentQuery.active()).deployments()).isEmpty();

    cluster.faults().reachable();
    assertThat(deployer.deploy().run(SETTINGS).state()).isEqualTo(DeploymentState.DEPLOYED);
  }

  @Test
  void aWriteWhoseAnswerIsLostIsLookedUp(Deployer deployer, MemoryCluster cluster) {
    cluster.faults().loseNextAnswer(Call.APPLY);

    assertThat(deployer.deploy().run(SETTINGS).state()).isEqualTo(DeploymentState.DEPLOYED);
  }
}
// endregion
