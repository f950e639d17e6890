package io.benchmarkdeployer.testkit.usecase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.benchmarkdeployer.core.model.Deployment;
import io.benchmarkdeployer.core.model.DeploymentId;
import io.benchmarkdeployer.core.port.DeploymentPage;
import io.benchmarkdeployer.core.port.DeploymentQuery;
import io.benchmarkdeployer.core.port.NotFoundException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ListTest {
  private final World world = new World();

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void theNewestComeFirstPageByPageAndTheClusterIsNotAsked() {
    Deployment one = world.deploy(Manifests.configMap("one", "a"));
    Deployment two = world.deploy(Manifests.configMap("two", "a"));
    Deployment three = world.deploy(Manifests.configMap("three", "a"));
    world.cluster.faults().unreachable();

    DeploymentPage first = world.deployer.list(DeploymentQuery.active().atMost(2));
    DeploymentPage second =
        world.deployer.list(DeploymentQuery.active().atMost(2).after(first.next().orElseThrow()));

    assertThat(first.deployments()).containsExactly(three, two);
    assertThat(second.deployments()).containsExactly(one);
    assertThat(second.next()).isEmpty();
    assertThat(world.deployer.deployment(one.id())).isEqualTo(one);
  }

  @Test
  void deletedOnesAreNotActiveAndStayToBeAskedFor() {
    Deployment deployed = world.deploy(Manifests.JOB);
    Deployment gone = world.deployer.deleteDeployment().run(deployed.id(), World.ANN);

    assertThat(world.deployer.list(DeploymentQuery.active()).deployments()).isEmpty();
    assertThat(world.deployer.deployment(deployed.id())).isEqualTo(gone);
  }

  @Test
  void anUnknownIdIsNotFound() {
    assertThatExceptionOfType(NotFoundException.class)
        .isThrownBy(() -> world.deployer.deployment(DeploymentId.random()));
  }

  @Test
  void statusesAreStaleWhileNobodyFollowsThem() {
    assertThat(world.deployer.isStale()).isTrue();
    world.deployer.start();
    await().until(() -> !world.deployer.isStale());
    world.deployer.close();
    assertThat(world.deployer.isStale()).isTrue();
  }
}
