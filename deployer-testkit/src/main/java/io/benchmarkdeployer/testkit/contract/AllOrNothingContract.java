package io.benchmarkdeployer.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.benchmarkdeployer.core.Deployer;
import io.benchmarkdeployer.core.model.Caller;
import io.benchmarkdeployer.core.model.DeployedResource.Outcome;
import io.benchmarkdeployer.core.model.Deployment;
import io.benchmarkdeployer.core.model.DeploymentState;
import io.benchmarkdeployer.core.model.Json;
import io.benchmarkdeployer.core.port.ClusterPort;
import io.benchmarkdeployer.core.port.DeployerException;
import io.benchmarkdeployer.core.port.DeploymentQuery;
import io.benchmarkdeployer.core.port.RejectedException;
import io.benchmarkdeployer.core.port.UnavailableException;
import io.benchmarkdeployer.core.port.UnknownOutcomeException;
import io.benchmarkdeployer.core.usecase.DeployRequest;
import io.benchmarkdeployer.testkit.Faults;
import io.benchmarkdeployer.testkit.FaultyCluster;
import io.benchmarkdeployer.testkit.ManualClock;
import io.benchmarkdeployer.testkit.MemoryState;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What deploying has to be on every cluster: all twelve objects or none, wherever it fails. A
 * subclass names the cluster.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class AllOrNothingContract {
  private static final Duration LEASE_AND_MORE = Duration.ofMinutes(1);
  private static final Duration SOON = Duration.ofSeconds(10);

  private final ManualClock clock = new ManualClock(Instant.parse("2026-03-01T12:00:00Z"));
  private NamespaceObjects namespace;
  private MemoryState state = new MemoryState();

  /** The cluster, the same each time; it is closed at the end. */
  protected abstract ClusterPort cluster();

  /** What the name of the test's namespace begins with. */
  protected abstract String prefix();

  @BeforeAll
  void createNamespace() {
    namespace = NamespaceObjects.create(cluster(), prefix());
  }

  @AfterAll
  void deleteNamespaceAndClose() {
    namespace.delete();
    cluster().close();
  }

  @BeforeEach
  void forget() {
    state = new MemoryState();
  }

  @AfterEach
  void clear() {
    state.close();
    namespace.clear();
    await().atMost(SOON).until(() -> namespace.now().isEmpty());
  }

  /** What there may be before: nothing, half of what is deployed then, or all of it. */
  private enum Before {
    NOTHING,
    SOME,
    ALL;

    static String yaml(Before before) {
      return before == SOME ? TwelveObjects.some("old") : TwelveObjects.all("old");
    }
  }

  static IntStream writes() {
    return IntStream.rangeClosed(1, 12);
  }

  @ParameterizedTest
  @MethodSource("writes")
  void newObjectsAreGoneWhenOneIsRefused(int write) {
    leavesAll(Before.NOTHING, "before apply " + write, AllOrNothingContract::refusal);
  }

  @ParameterizedTest
  @MethodSource("writes")
  void changedObjectsAreAsBeforeWhenOneIsRefused(int write) {
    leavesAll(Before.ALL, "before apply " + write, AllOrNothingContract::refusal);
  }

  @ParameterizedTest
  @MethodSource("writes")
  void newAndChangedObjectsAreAsBeforeWhenOneIsRefused(int write) {
    leavesAll(Before.SOME, "before apply " + write, AllOrNothingContract::refusal);
  }

  @ParameterizedTest
  @MethodSource("writes")
  void newAndChangedObjectsAreAsBeforeWhenTheClusterCantBeReached(int write) {
    leavesAll(Before.SOME, "before apply " + write, AllOrNothingContract::unreachable);
  }

  @ParameterizedTest
  @MethodSource("writes")
  void newAndChangedObjectsAreAsBeforeWhenARequestGetsLost(int write) {
    leavesAll(Before.SOME, "before apply " + write, AllOrNothingContract::lost);
  }

  @ParameterizedTest
  @MethodSource("writes")
  void anAnswerThatGetsLostIsLookedUp(int write) {
    leavesAllDeployed("after apply " + write);
  }

  private static RuntimeException refusal() {
    return new RejectedException(RejectedException.By.CLUSTER, "refused on cue");
  }

  private static RuntimeException unreachable() {
    return new UnavailableException(UnavailableException.How.UNREACHABLE, "unreachable on cue");
  }

  private static RuntimeException lost() {
    return new UnknownOutcomeException("lost on cue");
  }

  private void leavesAll(Before before, String point, Supplier<RuntimeException> fault) {
    if (before != Before.NOTHING) {
      deployer(new Faults()).deploy().run(request(Before.yaml(before)));
    }
    Map<String, Json> objects = namespace.now();
    var failing = deployer(new Faults().failAt(point, fault));

    assertThatThrownBy(() -> failing.deploy().run(request(TwelveObjects.all("new"))))
        .isInstanceOf(DeployerException.class)
        .hasMessageContaining("on cue");

    settle();
    await().atMost(SOON).untilAsserted(() -> assertThat(namespace.now()).isEqualTo(objects));
    assertThat(newest().state()).isEqualTo(DeploymentState.FAILED);
    assertThat(newest().failure()).isPresent();
    assertThat(newest().resources())
        .allSatisfy(one -> assertThat(one.outcome()).isIn(Outcome.UNDONE, Outcome.FAILED));
  }

  private void leavesAllDeployed(String point) {
    var losing = deployer(new Faults().failAt(point, AllOrNothingContract::lost));

    Deployment deployed = losing.deploy().run(request(TwelveObjects.all("new")));

    assertThat(deployed.state()).isEqualTo(DeploymentState.DEPLOYED);
    assertThat(deployed.resources())
        .hasSize(12)
        .allSatisfy(one -> assertThat(one.outcome()).isEqualTo(Outcome.CREATED));
    assertThat(namespace.now()).hasSize(12);
    losing.deleteDeployment().run(deployed.id(), Caller.ANONYMOUS);
    await().atMost(SOON).until(() -> namespace.now().isEmpty());
  }

  /** A write whose answer is out is looked for once nobody can be at it any more. */
  private void settle() {
    if (newest().state() == DeploymentState.PENDING) {
      clock.advance(LEASE_AND_MORE);
      deployer(new Faults()).reconcile().run();
    }
  }

  private Deployment newest() {
    return state
        .deployments()
        .list(DeploymentQuery.in(Set.of(DeploymentState.values())).atMost(1))
        .deployments()
        .getFirst();
  }

  private DeployRequest request(String yaml) {
    clock.advance(Duration.ofSeconds(1));
    return DeployRequest.of(yaml).in(namespace.name());
  }

  private Deployer deployer(Faults faults) {
    return Deployer.on(new FaultyCluster(cluster(), faults), state).clock(clock).build();
  }
}
