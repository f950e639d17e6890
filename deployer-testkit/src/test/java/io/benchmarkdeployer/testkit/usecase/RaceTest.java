package io.benchmarkdeployer.testkit.usecase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.benchmarkdeployer.core.model.Caller;
import io.benchmarkdeployer.core.model.Deployment;
import io.benchmarkdeployer.core.model.DeploymentId;
import io.benchmarkdeployer.core.model.DeploymentState;
import io.benchmarkdeployer.core.model.LiveObject;
import io.benchmarkdeployer.core.model.Ownership;
import io.benchmarkdeployer.core.port.ConflictException;
import io.benchmarkdeployer.core.port.DeployerException;
import io.benchmarkdeployer.testkit.Faults;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** Two, or many, at work on the same objects. */
class RaceTest {
  private final World world = new World();

  @AfterEach
  void close() {
    world.close();
  }

  @RepeatedTest(10)
  void ofManyThatCreateTheSameObjectsAtOnceOneWinsAtLeastAndNothingIsMixed() throws Exception {
    atOnce(IntStream.range(0, 6).mapToObj(i -> deployment("v" + i)).toList());

    isOneDeploymentsAlone();
  }

  @RepeatedTest(10)
  void ofManyThatChangeTheSameObjectsAtOnceOneWinsAtLeastAndNothingIsMixed() throws Exception {
    world.deploy(Manifests.withJob(4, "old"));

    List<Boolean> won = atOnce(IntStream.range(0, 6).mapToObj(i -> deployment("v" + i)).toList());

    assertThat(won).contains(true);
    isOneDeploymentsAlone();
  }

  @RepeatedTest(10)
  void aDeletionAndADeploymentAtOnceLeaveAllOrNothing() throws Exception {
    DeploymentId old = world.deploy(Manifests.withJob(4, "old")).id();

    atOnce(
        List.of(
            deployment("new"),
            () -> world.deployer.deleteDeployment().run(old, Caller.ANONYMOUS) != null));
    world.reconcileLater();

    Deployment newer = world.newest();
    if (newer.state() == DeploymentState.DEPLOYED && !newer.id().equals(old)) {
      isOneDeploymentsAlone();
    } else {
      assertThat(objects()).isEmpty();
    }
    assertThat(world.recorded(old).state()).isEqualTo(DeploymentState.DELETED);
  }

  @RepeatedTest(10)
  void aDeletionByManifestAndADeploymentAtOnceLeaveAllOrNothing() throws Exception {
    world.deploy(Manifests.withJob(4, "old"));

    atOnce(
        List.of(
            deployment("new"),
            () ->
                world
                        .deployer
                        .deleteManifest()
                        .run(Manifests.withJob(4, "any"), Optional.empty(), Caller.ANONYMOUS)
                    != null));
    world.reconcileLater();

    assertThat(objects().size()).isIn(0, 4);
  }

  @Test
  void whoComesWhileAnotherDeploysTheSameObjectsIsRefusedAndTheOtherGoesOn() {
    world.at(
        "before apply 2",
        () -> {
          assertThatExceptionOfType(ConflictException.class)
              .isThrownBy(() -> another(Manifests.configMap("settings-1", "b")))
              .withMessageContaining("is just being deployed");
        });

    Deployment deployed = world.deploy(Manifests.withJob(3, "a"));

    assertThat(deployed.state()).isEqualTo(DeploymentState.DEPLOYED);
    assertThat(world.valueOf("settings-1")).isEqualTo("a");
  }

  @Test
  void whoseplanIsOldWhenItComesOnRecordIsRefused() {
    world.deploy(Manifests.configMap("settings-1", "a"));
    world.at("before insert 2", () -> another(Manifests.configMap("settings-1", "b")));

    assertThatExceptionOfType(ConflictException.class)
        .isThrownBy(() -> world.deploy(Manifests.withJob(3, "c")))
        .withMessageContaining("was changed by another deployment just now");

    assertThat(world.valueOf("settings-1")).isEqualTo("b");
    assertThat(objects()).hasSize(1);
  }

  @Test
  void aDeletionThatComesWhileAnotherDeploysTheObjectsLeavesThemToIt() {
    Deployment old = world.deploy(Manifests.configMap("settings-1", "a"));
    world.at(
        "before apply 2",
        () ->
            assertThat(world.deployer.deleteDeployment().run(old.id(), Caller.ANONYMOUS).state())
                .isEqualTo(DeploymentState.DELETING));

    Deployment newer = world.deploy(Manifests.withJob(3, "b"));
    world.reconcileLater();

    assertThat(world.recorded(newer).state()).isEqualTo(DeploymentState.DEPLOYED);
    assertThat(world.recorded(old).state()).isEqualTo(DeploymentState.DELETED);
    assertThat(objects()).hasSize(3);
  }

  @Test
  void aDeploymentUnderWayIsNotDeleted() {
    world.at(
        "before apply 2",
        () -> {
          assertThatExceptionOfType(ConflictException.class)
              .isThrownBy(
                  () ->
                      world.deployer.deleteDeployment().run(world.newest().id(), Caller.ANONYMOUS))
              .withMessageContaining("is just being deployed");
          assertThatExceptionOfType(ConflictException.class)
              .isThrownBy(
                  () ->
                      world
                          .deployer
                          .deleteManifest()
                          .run(
                              Manifests.configMap("settings-1", "a"),
                              Optional.empty(),
                              Caller.ANONYMOUS))
              .withMessageContaining("is just being deployed");
        });

    assertThat(world.deploy(Manifests.withJob(3, "a")).state()).isEqualTo(DeploymentState.DEPLOYED);
    assertThat(objects()).hasSize(3);
  }

  private void another(String yaml) {
    world.deployer(new Faults()).build().deploy().run(world.request(yaml));
  }

  /** Whether it won; what it lost against is a conflict. */
  private Callable<Boolean> deployment(String value) {
    return () -> {
      try {
        world.deploy(Manifests.withJob(4, value));
        return true;
      } catch (ConflictException lost) {
        return false;
      }
    };
  }

  private void isOneDeploymentsAlone() {
    List<DeploymentId> owners =
        objects().stream().map(Ownership::deploymentOf).flatMap(Optional::stream).toList();
    assertThat(owners).hasSize(4);
    assertThat(owners.stream().distinct()).hasSize(1);
    assertThat(world.recorded(owners.getFirst()).state()).isEqualTo(DeploymentState.DEPLOYED);
    assertThat(world.all())
        .filteredOn(one -> !one.id().equals(owners.getFirst()))
        .extracting(Deployment::state)
        .isSubsetOf(DeploymentState.FAILED, DeploymentState.DELETED);
    assertThat(IntStream.rangeClosed(1, 3).mapToObj(i -> world.valueOf("settings-" + i)).distinct())
        .hasSize(1);
  }

  private List<LiveObject> objects() {
    var objects = new ArrayList<LiveObject>();
    IntStream.rangeClosed(1, 3)
        .forEach(i -> world.configMap("settings-" + i).ifPresent(objects::add));
    world.job().ifPresent(objects::add);
    return objects;
  }

  /** What each came to; a refusal is told as false. */
  private static List<Boolean> atOnce(List<Callable<Boolean>> all) throws Exception {
    var start = new CountDownLatch(1);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Boolean>> begun =
          all.stream()
              .map(
                  one ->
                      threads.submit(
                          () -> {
                            start.await();
                            return answer(one);
                          }))
              .toList();
      start.countDown();
      var answers = new ArrayList<Boolean>();
      for (Future<Boolean> one : begun) {
        answers.add(one.get());
      }
      return answers;
    }
  }

  private static boolean answer(Callable<Boolean> work) throws Exception {
    try {
      return work.call();
    } catch (ConflictException refused) {
      return false;
    } catch (DeployerException other) {
      throw new AssertionError("a race ends in success or conflict", other);
    }
  }
}
