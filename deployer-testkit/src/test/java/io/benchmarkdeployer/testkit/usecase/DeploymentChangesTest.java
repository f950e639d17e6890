package io.benchmarkdeployer.testkit.usecase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.benchmarkdeployer.core.Deployer;
import io.benchmarkdeployer.core.model.Deployment;
import io.benchmarkdeployer.core.model.DeploymentId;
import io.benchmarkdeployer.core.model.DeploymentState;
import io.benchmarkdeployer.core.model.WorkloadPhase;
import io.benchmarkdeployer.core.port.UnavailableException;
import io.benchmarkdeployer.core.usecase.ChangeFollower;
import io.benchmarkdeployer.core.usecase.ChangeFollower.Part;
import io.benchmarkdeployer.core.usecase.DeploymentChange;
import io.benchmarkdeployer.testkit.ContainerScript;
import io.benchmarkdeployer.testkit.Faults;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeploymentChangesTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /** Longer than the pause between two looks for what other processes wrote. */
  private static final Duration A_WHILE = Duration.ofMillis(1500);

  private final World world = new World();
  private final Deployer other = world.deployer(new Faults()).build();
  private final List<ChangeFollower> followers = new ArrayList<>();

  @AfterEach
  void close() {
    followers.forEach(ChangeFollower::close);
    other.close();
    world.close();
  }

  @Test
  void whoComesWithoutACursorIsToldToReadTheListFirst() throws Exception {
    world.deploy(Manifests.configMap("before", "x"));

    ChangeFollower follower = follow(Optional.empty());

    assertThat(next(follower)).isInstanceOf(Part.Reset.class);
    assertQuiet(follower);
  }

  @Test
  void aDeploymentIsToldFromItsBeginToItsEnd() throws Exception {
    ChangeFollower follower = fresh();
    var pending = new CompletableFuture<DeploymentChange>();
    world.at("before apply 1", () -> pending.complete(change(follower)));

    Deployment deployed = world.deploy(Manifests.configMap("a", "x"));

    assertThat(pending.join().deployment().state()).isEqualTo(DeploymentState.PENDING);
    assertThat(last(follower).deployment()).isEqualTo(world.recorded(deployed).slim());
    Deployment deleted = world.deployer.deleteDeployment().run(deployed.id(), World.ANN);
    assertThat(deleted.state()).isEqualTo(DeploymentState.DELETED);
    assertThat(last(follower).deployment().state()).isEqualTo(DeploymentState.DELETED);
  }

  @Test
  void whatAJobDoesIsAChangeOfItsDeployment() throws Exception {
    world.containers.teachImage(
        "busybox", ContainerScript.printing("x").thenWaiting(Duration.ofMinutes(5)).thenExiting(0));
    world.deployer.start();
    await().until(() -> !world.deployer.isStale());
    world.deploy(Manifests.JOB);
    ChangeFollower follower = fresh();

    world.clock.advance(Duration.ofMinutes(1));
    awaitPhase(follower, WorkloadPhase.RUNNING);
    world.clock.advance(Duration.ofMinutes(10));
    awaitPhase(follower, WorkloadPhase.COMPLETED);
  }

  @Test
  void theManifestIsNotInAChange() throws Exception {
    ChangeFollower follower = fresh();

    world.deploy(Manifests.configMap("a", "x"));

    assertThat(last(follower).deployment().yaml()).isEmpty();
    assertThat(world.newest().yaml()).isNotEmpty();
  }

  @Test
  void whoComesBackWithHisCursorMissesNothing() throws Exception {
    ChangeFollower follower = fresh();
    world.deploy(Manifests.configMap("a", "x"));
    String cursor = last(follower).cursor();
    follower.close();

    Deployment second = world.deploy(Manifests.configMap("b", "x"));
    Deployment third = world.deploy(Manifests.configMap("c", "x"));

    ChangeFollower again = follow(Optional.of(cursor));
    assertThat(change(again).deployment()).isEqualTo(second.slim());
    assertThat(change(again).deployment()).isEqualTo(third.slim());
    assertQuiet(again);
  }

  @Test
  void theCursorOfAResetIsOneToGoOnFrom() throws Exception {
    String cursor = ((Part.Reset) next(follow(Optional.empty()))).cursor();
    Deployment deployed = world.deploy(Manifests.configMap("a", "x"));

    assertThat(last(follow(Optional.of(cursor))).deployment()).isEqualTo(deployed.slim());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "nonsense",
        "-1",
        "00000000-0000-0000-0000-000000000000-1",
        "00000000-0000-0000-0000-000000000000-99999999999999999999999",
        "\n: \r\0"
      })
  void aCursorThatIsNotKnownIsAsNone(String cursor) throws Exception {
    world.deploy(Manifests.configMap("a", "x"));

    assertThat(next(follow(Optional.of(cursor)))).isInstanceOf(Part.Reset.class);
  }

  @Test
  void aCursorOfAnotherProcessIsAsNone() throws Exception {
    var theirs = other.changes().follow(Optional.empty(), Optional.empty());
    followers.add(theirs);
    String cursor = ((Part.Reset) next(theirs)).cursor();

    assertThat(next(follow(Optional.of(cursor)))).isInstanceOf(Part.Reset.class);
  }

  @Test
  void aCursorOfTheFutureIsAsNone() throws Exception {
    String cursor = ((Part.Reset) next(follow(Optional.empty()))).cursor();

    assertThat(next(follow(Optional.of(cursor + "999")))).isInstanceOf(Part.Reset.class);
  }

  @Test
  void whatAnotherProcessWritesIsToldOnce() throws Exception {
    ChangeFollower follower = fresh();

    Deployment deployed = other.deploy().run(world.request(Manifests.configMap("theirs", "x")));

    // A look may fall into the midst of the deploy: then that is told first.
    await().atMost(PATIENCE).until(() -> change(follower).deployment().equals(deployed.slim()));
    assertThat(follower.next(A_WHILE)).isInstanceOf(Part.Quiet.class);
  }

  @Test
  void whatThisProcessWritesIsToldOnceAndAtOnce() throws Exception {
    ChangeFollower follower = fresh();

    Deployment deployed = world.deploy(Manifests.configMap("ours", "x"));

    assertThat(follower.next(Duration.ZERO))
        .isInstanceOfSatisfying(
            Part.Changed.class,
            changed -> assertThat(changed.change().deployment()).isEqualTo(deployed.slim()));
    assertThat(follower.next(A_WHILE)).isInstanceOf(Part.Quiet.class);
  }

  @Test
  void whatAnotherProcessWroteWhileNobodyFollowedIsToldToWhoComesBack() throws Exception {
    ChangeFollower follower = follow(Optional.empty());
    String cursor = ((Part.Reset) next(follower)).cursor();
    follower.close();
    await().during(A_WHILE).until(() -> true);

    Deployment deployed = other.deploy().run(world.request(Manifests.configMap("theirs", "x")));

    assertThat(last(follow(Optional.of(cursor))).deployment()).isEqualTo(deployed.slim());
  }

  @Test
  void moreThanCanBeToldOneByOneIsAReset() throws Exception {
    Deployment sample = world.deploy(Manifests.configMap("a", "x"));
    ChangeFollower follower = fresh();

    // A look may come in the middle of it, but not three times.
    IntStream.range(0, 3_003).forEach(number -> insertCopy(sample, number));

    Stream<Part> told = Stream.generate(() -> nextOrFail(follower)).limit(3_003);
    assertThat(told.anyMatch(Part.Reset.class::isInstance)).isTrue();
  }

  @Test
  void onlyWhatIsInTheNamespaceIsTold() throws Exception {
    ChangeFollower all = fresh();
    ChangeFollower some =
        world.deployer.changes().follow(Optional.empty(), Optional.of("elsewhere"));
    followers.add(some);
    assertThat(next(some)).isInstanceOf(Part.Reset.class);

    world.deploy(Manifests.configMap("a", "x"));

    assertThat(change(all)).isNotNull();
    assertQuiet(some);
  }

  @Test
  void whoIsSlowIsGivenTheNewestAloneAndSlowsNobody() throws Exception {
    ChangeFollower slow = fresh();
    ChangeFollower quick = fresh();
    Deployment one = world.deploy(Manifests.configMap("a", "x"));
    assertThat(last(quick).deployment()).isEqualTo(one.slim());
    world.deployer.deleteDeployment().run(one.id(), World.ANN);

    assertThat(change(slow).deployment().state()).isEqualTo(DeploymentState.DELETED);
    assertQuiet(slow);
    assertThat(last(quick).deployment().state()).isEqualTo(DeploymentState.DELETED);
  }

  @Test
  void whatIsMadeOfAChangeIsMadeOnceForAll() throws Exception {
    ChangeFollower one = fresh();
    ChangeFollower two = fresh();
    world.deploy(Manifests.configMap("a", "x"));
    DeploymentChange change = last(one);

    assertThat(last(two)).isSameAs(change);
    assertThat(change.<Object>shared(this::fingerprint)).isNotNull();
  }

  private Object fingerprint(DeploymentChange change) {
    return change.deployment().id();
  }

  @Test
  void closingUnblocksWhoWaits() throws Exception {
    ChangeFollower follower = fresh();
    var waiting = CompletableFuture.supplyAsync(() -> nextOrFail(follower));

    follower.close();
    follower.close();

    assertThat(waiting.get(20, TimeUnit.SECONDS)).isInstanceOf(Part.Closed.class);
    assertThat(next(follower)).isInstanceOf(Part.Closed.class);
  }

  @Test
  void closingTheDeployerEndsAllWhoFollowAndWhoComeLater() throws Exception {
    ChangeFollower follower = fresh();
    var waiting = CompletableFuture.supplyAsync(() -> nextOrFail(follower));

    world.deployer.close();

    assertThat(waiting.get(20, TimeUnit.SECONDS)).isInstanceOf(Part.Closed.class);
    assertThat(next(follow(Optional.empty()))).isInstanceOf(Part.Closed.class);
  }

  @Test
  void whileTheRecordCantBeReadNobodyBeginsToFollow() {
    world.state.close();

    assertThatThrownBy(() -> follow(Optional.empty())).isInstanceOf(UnavailableException.class);
  }

  private ChangeFollower follow(Optional<String> cursor) {
    ChangeFollower follower = world.deployer.changes().follow(cursor, Optional.empty());
    followers.add(follower);
    return follower;
  }

  /** One who has read the list. */
  private ChangeFollower fresh() throws InterruptedException {
    ChangeFollower follower = follow(Optional.empty());
    assertThat(next(follower)).isInstanceOf(Part.Reset.class);
    return follower;
  }

  private static Part next(ChangeFollower follower) throws InterruptedException {
    return follower.next(PATIENCE);
  }

  private static Part nextOrFail(ChangeFollower follower) {
    try {
      return next(follower);
    } catch (InterruptedException e) {
      throw new AssertionError("interrupted", e);
    }
  }

  private static DeploymentChange change(ChangeFollower follower) {
    Part part = nextOrFail(follower);
    assertThat(part).isInstanceOf(Part.Changed.class);
    return ((Part.Changed) part).change();
  }

  /** What is told when nothing is under way any more: the newest of the one that has changed. */
  private static DeploymentChange last(ChangeFollower follower) throws InterruptedException {
    DeploymentChange change = change(follower);
    Part part = follower.next(Duration.ofMillis(100));
    while (part instanceof Part.Changed(DeploymentChange later)) {
      change = later;
      part = follower.next(Duration.ofMillis(100));
    }
    return change;
  }

  private static void awaitPhase(ChangeFollower follower, WorkloadPhase phase) {
    await().atMost(PATIENCE).until(() -> change(follower).deployment().phase() == phase);
  }

  private static void assertQuiet(ChangeFollower follower) throws InterruptedException {
    assertThat(follower.next(Duration.ofMillis(50))).isInstanceOf(Part.Quiet.class);
  }

  private void insertCopy(Deployment sample, int number) {
    world
        .state
        .deployments()
        .insert(
            new Deployment(
                new DeploymentId("copy-" + number),
                0,
                sample.state(),
                sample.label(),
                sample.namespace(),
                sample.yaml(),
                sample.resources(),
                sample.createdAt(),
                sample.createdBy(),
                sample.deletedAt(),
                sample.deletedBy(),
                sample.failure(),
                sample.lease(),
                Optional.empty()));
  }
}
