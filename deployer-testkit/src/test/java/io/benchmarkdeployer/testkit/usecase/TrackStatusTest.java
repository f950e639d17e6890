package io.benchmarkdeployer.testkit.usecase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.benchmarkdeployer.core.Deployer;
import io.benchmarkdeployer.core.model.Cause;
import io.benchmarkdeployer.core.model.DeployedResource.Outcome;
import io.benchmarkdeployer.core.model.Deployment;
import io.benchmarkdeployer.core.model.DeploymentState;
import io.benchmarkdeployer.core.model.Kind;
import io.benchmarkdeployer.core.model.WorkloadPhase;
import io.benchmarkdeployer.core.model.WorkloadStatus;
import io.benchmarkdeployer.core.port.Selector;
import io.benchmarkdeployer.testkit.ContainerScript;
import io.benchmarkdeployer.testkit.Faults;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TrackStatusTest {
  private static final Duration A_WHILE = Duration.ofMillis(300);

  private final World world = new World();
  private final Faults faults = new Faults();
  private final Deployer deployer = world.deployer(faults).build();

  @BeforeEach
  void start() {
    world.containers.teachImage(
        "busybox",
        ContainerScript.printing("hello").thenWaiting(Duration.ofMinutes(5)).thenExiting(0));
    deployer.start();
    await().until(() -> !deployer.isStale());
  }

  @AfterEach
  void close() {
    deployer.close();
    assertThat(world.cluster.openHandles()).isEmpty();
    world.close();
  }

  @Test
  void theRecordFollowsTheJob() {
    Deployment deployed = deploy();
    runs(deployed);

    world.clock.advance(Duration.ofMinutes(10));

    awaitPhase(deployed, WorkloadPhase.COMPLETED);
    assertThat(status(deployed).succeeded()).isEqualTo(1);
    assertThat(status(deployed).finishedAt()).isPresent();
  }

  @Test
  void aJobThatSomebodyElseDeletesIsDeletedWithThatCause() {
    Deployment deployed = deploy();
    runs(deployed);

    world.kubectl().delete(deployed.primary().ref());

    awaitPhase(deployed, WorkloadPhase.DELETED);
    assertThat(status(deployed).cause().map(Cause::type)).contains(Cause.Type.DELETED_OUTSIDE);
    assertThat(recorded(deployed).state()).isEqualTo(DeploymentState.DEPLOYED);
    assertThat(recorded(deployed).primary().outcome()).isEqualTo(Outcome.DELETED);
  }

  @Test
  void aJobThatWeDeleteHasNoSuchCause() {
    Deployment deployed = deploy();
    runs(deployed);

    deployer.deleteDeployment().run(deployed.id(), World.ANN);

    await().during(A_WHILE).until(() -> status(deployed).cause().isEmpty());
    assertThat(recorded(deployed).primary().reason()).isEmpty();
  }

  @Test
  void aFinishedJobThatIsClearedAwayStaysCompleted() {
    Deployment deployed = deploy();
    runs(deployed);
    world.clock.advance(Duration.ofMinutes(10));
    awaitPhase(deployed, WorkloadPhase.COMPLETED);

    world.kubectl().delete(deployed.primary().ref());

    await().until(() -> recorded(deployed).primary().outcome() == Outcome.DELETED);
    assertThat(status(deployed).phase()).isEqualTo(WorkloadPhase.COMPLETED);
    assertThat(status(deployed).cause()).isEmpty();
    assertThat(recorded(deployed).primary().reason()).contains("gone after its end");
  }

  @Test
  void aSilentClusterMakesStatusesStaleAndNothingDeleted() {
    Deployment deployed = deploy();
    runs(deployed);

    world.cluster.faults().hang();
    await().until(deployer::isStale);
    await().during(A_WHILE).until(() -> status(deployed).phase() == WorkloadPhase.RUNNING);
    assertThat(deployer.list(io.benchmarkdeployer.core.port.DeploymentQuery.active()).deployments())
        .containsExactly(recorded(deployed));

    world.cluster.faults().reachable();
    await().until(() -> !deployer.isStale());
    assertThat(status(deployed).phase()).isEqualTo(WorkloadPhase.RUNNING);
  }

  @Test
  void whatHappenedWhileTheClusterCouldNotBeReachedIsCaughtUpWith() {
    Deployment ends = deploy();
    Deployment goes =
        deployer.deploy().run(world.request(Manifests.JOB.replace("test-job", "other-job")));
    runs(ends);
    runs(goes);
    world.cluster.faults().unreachable();
    await().until(deployer::isStale);

    world.kubectl().delete(goes.primary().ref());
    world.clock.advance(Duration.ofMinutes(10));
    await().during(A_WHILE).until(() -> status(goes).phase() == WorkloadPhase.RUNNING);
    world.cluster.faults().reachable();

    awaitPhase(ends, WorkloadPhase.COMPLETED);
    awaitPhase(goes, WorkloadPhase.DELETED);
  }

  @Test
  void whatHappenedWhileAWatchWasBrokenIsCaughtUpWith() {
    Deployment deployed = deploy();
    runs(deployed);
    world.cluster.breakWatches();
    world.clock.advance(Duration.ofMinutes(10));

    awaitPhase(deployed, WorkloadPhase.COMPLETED);
  }

  @Test
  void whatHappenedWhileNobodyWatchedIsCaughtUpWithAtTheNextStart() {
    Deployment deployed = deploy();
    runs(deployed);
    deployer.close();
    world.clock.advance(Duration.ofMinutes(10));

    try (Deployer next = world.deployer(new Faults()).build().start()) {
      awaitPhase(deployed, WorkloadPhase.COMPLETED);
      await().until(() -> !next.isStale());
    }
  }

  @Test
  void whyAJobFailedIsNotForgottenWithItsPods() {
    world.containers.teachImage("busybox", ContainerScript.printing("oh").thenExiting(3));
    Deployment deployed = deploy();
    world.clock.advance(Duration.ofHours(1));
    awaitPhase(deployed, WorkloadPhase.FAILED);
    await().until(() -> status(deployed).cause().orElseThrow().pod().isPresent());
    deployer.close();
    world.cluster.list(Selector.of(Kind.POD)).forEach(pod -> world.kubectl().delete(pod.ref()));
    world.clock.advance(Duration.ofMinutes(10));

    try (Deployer next = world.deployer(new Faults()).build().start()) {
      await().until(() -> !next.isStale());
      await()
          .during(A_WHILE)
          .until(() -> status(deployed).cause().orElseThrow().type() == Cause.Type.EXIT_CODE);
    }
  }

  @Test
  void aStatusThatCantBeRecordedNowIsRecordedLater() {
    Deployment deployed = deploy();
    runs(deployed);
    int next =
        1 + (int) faults.passed().stream().filter(one -> one.startsWith("before replace ")).count();
    faults.failAt("before replace " + next, DeployFailureTest::unreachable);

    world.clock.advance(Duration.ofMinutes(10));

    awaitPhase(deployed, WorkloadPhase.COMPLETED);
  }

  @Test
  void aMistakeOfOursDoesNotEndTheFollowing() {
    Deployment deployed = deploy();
    runs(deployed);
    int next =
        1 + (int) faults.passed().stream().filter(one -> one.startsWith("before replace ")).count();
    faults.failAt("before replace " + next, () -> new IllegalStateException("a bug on cue"));
    world.kubectl().delete(deployed.primary().ref());
    await().until(() -> faults.passed().contains("before replace " + next));

    Deployment another = deploy();

    runs(another);
  }

  @Test
  void theStatusOfADeploymentIsThereWhenItsOwnRecordComesLate() {
    faults.failAt(
        "before replace 1",
        () -> {
          world.clock.advance(Duration.ofMinutes(10));
          await().pollDelay(A_WHILE).until(() -> true);
          return null;
        });

    Deployment deployed = deploy();

    assertThat(deployed.status().orElseThrow().phase()).isEqualTo(WorkloadPhase.COMPLETED);
  }

  private Deployment deploy() {
    return deployer.deploy().run(world.request(Manifests.JOB));
  }

  private void runs(Deployment deployed) {
    world.clock.advance(Duration.ofMinutes(1));
    awaitPhase(deployed, WorkloadPhase.RUNNING);
  }

  private void awaitPhase(Deployment deployed, WorkloadPhase phase) {
    await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(() -> assertThat(status(deployed).phase()).isEqualTo(phase));
  }

  private Deployment recorded(Deployment deployed) {
    return world.recorded(deployed);
  }

  private WorkloadStatus status(Deployment deployed) {
    return recorded(deployed).status().orElseThrow();
  }
}
