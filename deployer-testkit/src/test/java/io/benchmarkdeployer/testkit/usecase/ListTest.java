package io.benchmarkdeployer.testkit.usecase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.benchmarkdeployer.core.model.Deployment;
import io.benchmarkdeployer.core.model.DeploymentId;
import io.benchmarkdeployer.core.port.DeploymentPage;
import io.benchmarkdeployer.core.port.DeploymentQuery;
import io.benchmarkdeployer.core.port.NotFoundException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
  void aPageEndsEarlyOnceItsManifestsAreLarge() {
    String large = "# " + "x".repeat(1_000_000) + "\n";
    int number = 26;
    for (int i = 0; i < number; i++) {
      world.deploy(large + Manifests.configMap("large-" + i, "a"));
    }

    List<DeploymentPage> pages = pages(DeploymentQuery.active());

    assertThat(pages).hasSizeGreaterThan(1).allSatisfy(ListTest::isOfBoundedSize);
    assertThat(pages.stream().flatMap(page -> page.deployments().stream())).isEqualTo(world.all());
    DeploymentPage slim = world.deployer.list(DeploymentQuery.active().withoutManifests());
    assertThat(slim.deployments()).hasSize(number).allMatch(one -> one.yaml().isEmpty());
    assertThat(slim.next()).isEmpty();
  }

  private static void isOfBoundedSize(DeploymentPage page) {
    assertThat(page.deployments()).isNotEmpty();
    assertThat(page.deployments().stream().mapToLong(one -> one.yaml().length()).sum())
        .isLessThan(25_000_000);
  }

  private List<DeploymentPage> pages(DeploymentQuery query) {
    var pages = new ArrayList<DeploymentPage>();
    Optional<DeploymentQuery> next = Optional.of(query);
    while (next.isPresent()) {
      DeploymentPage page = world.deployer.list(next.get());
      pages.add(page);
      next = page.next().map(query::after);
    }
    return pages;
  }

  @Test
  void aPageHasNoMoreThanWereAskedFor() {
    for (int i = 0; i < 20; i++) {
      world.deploy(Manifests.configMap("small-" + i, "a"));
    }

    assertThat(pages(DeploymentQuery.active().atMost(9)))
        .extracting(page -> page.deployments().size())
        .containsExactly(9, 9, 2);
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
