package io.benchmarkdeployer.testkit.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.benchmarkdeployer.core.Deployer;
import io.benchmarkdeployer.core.model.Kind;
import io.benchmarkdeployer.core.model.WorkloadPhase;
import io.benchmarkdeployer.core.port.ClusterPort;
import io.benchmarkdeployer.core.port.Selector;
import io.benchmarkdeployer.core.port.StatePort;
import io.benchmarkdeployer.core.port.UnavailableException;
import io.benchmarkdeployer.core.usecase.DeployRequest;
import io.benchmarkdeployer.testkit.ContainerScript;
import io.benchmarkdeployer.testkit.ManualClock;
import io.benchmarkdeployer.testkit.MemoryCluster;
import io.benchmarkdeployer.testkit.MemoryFaults;
import io.benchmarkdeployer.testkit.MemoryState;
import io.benchmarkdeployer.testkit.ScriptedContainers;
import java.time.Duration;
import org.junit.jupiter.api.Test;

@InMemory
class InMemoryTest {
  private static final String JOB =
      """
      apiVersion: batch/v1
      kind: Job
      metadata: {name: test-job}
      spec:
        template:
          spec:
            restartPolicy: Never
            containers:
            - {name: test, image: busybox}
      """;

  @Test
  void aTestIsHandedADeployerOnAClusterWhoseTimeItHolds(
      Deployer deployer, ScriptedContainers scripts, ManualClock clock) {
    scripts.teachImage(
        "busybox", ContainerScript.printing("hello").thenWaiting(Duration.ofHours(1)));
    deployer.deploy().run(DeployRequest.of(JOB));

    clock.advance(Duration.ofSeconds(1));
    assertThat(phase(deployer)).isEqualTo(WorkloadPhase.RUNNING);
    clock.advance(Duration.ofHours(1));
    assertThat(phase(deployer)).isEqualTo(WorkloadPhase.COMPLETED);
  }

  private static WorkloadPhase phase(Deployer deployer) {
    return deployer.readJob().status("default", "test-job").status().phase();
  }

  @Test
  void whatIsHandedOutBelongsTogether(Deployer deployer, MemoryCluster cluster, MemoryState state) {
    var deployment = deployer.deploy().run(DeployRequest.of(JOB));

    assertThat(cluster.list(Selector.of(Kind.JOB))).hasSize(1);
    assertThat(state.deployments().find(deployment.id())).isPresent();
  }

  @Test
  void whatGoesWrongIsHandedOutToo(Deployer deployer, MemoryFaults faults) {
    faults.unreachable();

    assertThatThrownBy(() -> deployer.deploy().run(DeployRequest.of(JOB)))
        .isInstanceOf(UnavailableException.class);
  }

  @Test
  void thePortsAreHandedOutByTheirOwnTypes(
      ClusterPort cluster, StatePort state, MemoryCluster same, MemoryState sameState) {
    assertThat(cluster).isSameAs(same);
    assertThat(state).isSameAs(sameState);
  }

  @Test
  void aHandleThatIsLeftOpenIsTold() {
    var world = new World(true);
    var cluster = (MemoryCluster) world.get(MemoryCluster.class);
    cluster.watch(Selector.of(Kind.JOB));

    assertThat(world.close()).containsExactly("watch of batch/v1/Job");
    assertThat(cluster.openHandles()).isEmpty();
  }
}
