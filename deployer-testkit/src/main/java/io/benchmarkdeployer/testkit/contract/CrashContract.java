package io.benchmarkdeployer.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.benchmarkdeployer.core.Deployer;
import io.benchmarkdeployer.core.model.Caller;
import io.benchmarkdeployer.core.model.DeployedResource;
import io.benchmarkdeployer.core.model.DeployedResource.Outcome;
import io.benchmarkdeployer.core.model.Deployment;
import io.benchmarkdeployer.core.model.DeploymentId;
import io.benchmarkdeployer.core.model.DeploymentState;
import io.benchmarkdeployer.core.model.Json;
import io.benchmarkdeployer.core.model.Ownership;
import io.benchmarkdeployer.core.model.WorkloadPhase;
import io.benchmarkdeployer.core.port.ClusterPort;
import io.benchmarkdeployer.core.port.DeploymentQuery;
import io.benchmarkdeployer.core.port.RejectedException;
import io.benchmarkdeployer.core.usecase.DeployRequest;
import io.benchmarkdeployer.testkit.Faults;
import io.benchmarkdeployer.testkit.FaultyCluster;
import io.benchmarkdeployer.testkit.FaultyState;
import io.benchmarkdeployer.testkit.ManualClock;
import io.benchmarkdeployer.testkit.MemoryState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/**
 * What a process that is killed leaves on every cluster: nothing that another does not finish or
 * undo. It is killed before and after each write, to the cluster and to the state, of a run that
 * would have gone well. A subclass names the cluster.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class CrashContract {
  private static final Duration LEASE_AND_MORE = Duration.ofMinutes(1);
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final String SECRET_NOTE = "the old one was never stored";

  private static final String OLD =
      documents(
          TwelveObjects.secret("login", "old"),
          TwelveObjects.configMap("settings", "old"),
          TwelveObjects.job("work"));
  private static final String NEW =
      documents(
          TwelveObjects.configMap("settings", "new"),
          TwelveObjects.configMap("more", "new"),
          TwelveObjects.job("work"),
          TwelveObjects.job("more-work"));

  private final ManualClock clock = new ManualClock(Instant.parse("2026-03-01T12:00:00Z"));
  private NamespaceObjects namespace;

  /** The cluster, the same each time; it is closed at the end. */
  protected abstract ClusterPort cluster();

  /** What the name of the test's namespace begins with. */
  protected abstract String prefix();

  /** Lets so much of the cluster's time pass. */
  protected abstract void pass(Duration time);

  @BeforeAll
  void createNamespace() {
    namespace = NamespaceObjects.create(cluster(), prefix());
  }

  @AfterAll
  void deleteNamespaceAndClose() {
    namespace.delete();
    cluster().close();
  }

  @TestFactory
  Stream<DynamicTest> aDeploymentIsFinishedOrUndone() {
    return eachCrash(
        faults -> faults,
        Scene::deployOld,
        (scene, deployer) -> deployer.deploy().run(scene.request(NEW)),
        Scene::isFinishedOrUndone);
  }

  @TestFactory
  Stream<DynamicTest> anUndoIsCompleted() {
    return eachCrash(
        faults -> faults.failAt("before apply 4", CrashContract::refusal),
        Scene::deployOld,
        (scene, deployer) -> scene.deployRefused(deployer, NEW),
        Scene::isUndone);
  }

  @TestFactory
  Stream<DynamicTest> aChangedSecretIsNamedAndStaysWithItsOlderDeployment() {
    String changed = TwelveObjects.secret("login", "new");
    return eachCrash(
        faults -> faults,
        Scene::deployOld,
        (scene, deployer) ->
            deployer
                .deploy()
                .run(scene.request(documents(changed, TwelveObjects.configMap("more", "new")))),
        Scene::isFinishedOrNamesTheSecret);
  }

  @TestFactory
  Stream<DynamicTest> aFinishedJobIsReplacedOrNamedAsGone() {
    return eachCrash(
        faults -> faults,
        Scene::deployFinishedJob,
        (scene, deployer) ->
            deployer
                .deploy()
                .run(
                    scene.request(
                        documents(
                            TwelveObjects.configMap("more", "new"),
                            TwelveObjects.shortJob("short")))),
        Scene::isFinishedOrNamesTheJob);
  }

  @TestFactory
  Stream<DynamicTest> aDeletionIsCompletedOrWasNeverAskedFor() {
    return eachCrash(
        faults -> faults,
        Scene::deployOld,
        (scene, deployer) -> deployer.deleteDeployment().run(scene.old, Caller.ANONYMOUS),
        Scene::isDeletedOrUntouched);
  }

  @TestFactory
  Stream<DynamicTest> theDeletionOfAPartIsCompletedOrWasNeverAskedFor() {
    return eachCrash(
        faults -> faults,
        Scene::deployOld,
        (scene, deployer) ->
            deployer
                .deleteManifest()
                .run(
                    TwelveObjects.configMap("settings", "any"),
                    Optional.of(namespace.name()),
                    Caller.ANONYMOUS),
        Scene::isPartlyDeletedOrUntouched);
  }

  private static String documents(String... documents) {
    return String.join("---\n", documents);
  }

  private static RuntimeException refusal() {
    return new RejectedException(RejectedException.By.CLUSTER, "refused on cue");
  }

  /** What is done when the crash comes. */
  private interface Act {
    void run(Scene scene, Deployer deployer);
  }

  private Stream<DynamicTest> eachCrash(
      UnaryOperator<Faults> cue, Consumer<Scene> before, Act act, Consumer<Scene> after) {
    List<String> points = pointsOf(cue, before, act);
    assertThat(points).hasSizeGreaterThan(5);
    return points.stream()
        .map(
            point ->
                DynamicTest.dynamicTest(
                    point, () -> crash(cue.apply(new Faults()), point, before, act, after)));
  }

  private List<String> pointsOf(UnaryOperator<Faults> cue, Consumer<Scene> before, Act act) {
    var faults = cue.apply(new Faults());
    try (var scene = new Scene()) {
      before.accept(scene);
      act.run(scene, scene.deployer(faults));
      return faults.passed();
    }
  }

  private void crash(
      Faults faults, String point, Consumer<Scene> before, Act act, Consumer<Scene> after) {
    try (var scene = new Scene()) {
      before.accept(scene);
      scene.remember();
      Deployer dying = scene.deployer(faults.crashAt(point));

      assertThatThrownBy(() -> act.run(scene, dying)).isInstanceOf(Faults.Crash.class);

      scene.settle();
      after.accept(scene);
    }
  }

  /** One crash, with a state and objects of its own. */
  private final class Scene implements AutoCloseable {
    private final MemoryState state = new MemoryState();
    private Map<String, Json> before = Map.of();
    private DeploymentId old = DeploymentId.random();

    void deployOld() {
      old = deployer(new Faults()).deploy().run(request(OLD)).id();
    }

    void deployFinishedJob() {
      Deployer deployer = deployer(new Faults());
      old = deployer.deploy().run(request(TwelveObjects.shortJob("short"))).id();
      await()
          .atMost(SOON)
          .until(
              () -> {
                pass(Duration.ofMillis(100));
                return deployer.readJob().status(namespace.name(), "short").status().phase()
                    == WorkloadPhase.COMPLETED;
              });
    }

    /** A crash goes through. */
    void deployRefused(Deployer deployer, String yaml) {
      try {
        deployer.deploy().run(request(yaml));
      } catch (RejectedException refused) {
        return;
      }
      throw new AssertionError("the last object was to be refused");
    }

    DeployRequest request(String yaml) {
      clock.advance(Duration.ofSeconds(1));
      return DeployRequest.of(yaml).in(namespace.name());
    }

    Deployer deployer(Faults faults) {
      return Deployer.on(new FaultyCluster(cluster(), faults), new FaultyState(state, faults))
          .clock(clock)
          .build();
    }

    void remember() {
      before = namespace.now();
    }

    /** Another process, once the dead one's lease is over. */
    void settle() {
      Deployer another = deployer(new Faults());
      await()
          .atMost(SOON)
          .until(
              () -> {
                clock.advance(LEASE_AND_MORE);
                another.reconcile().run();
                return state.deployments().findUnfinished().isEmpty();
              });
    }

    void isFinishedOrUndone() {
      if (isFinished()) {
        isAllOf(4);
        assertThat(old().resources().stream().map(DeployedResource::outcome))
            .containsOnly(Outcome.CREATED, Outcome.TAKEN_OVER);
        assertThat(before).isNotEqualTo(namespace.now());
      } else {
        isUndone();
      }
    }

    void isUndone() {
      assertThat(namespace.now()).isEqualTo(before);
      failed()
          .ifPresent(
              one ->
                  assertThat(one.resources())
                      .extracting(DeployedResource::outcome)
                      .containsAnyOf(Outcome.UNDONE)
                      .isSubsetOf(Outcome.UNDONE, Outcome.FAILED));
      isOldAsBefore();
    }

    void isFinishedOrNamesTheSecret() {
      if (isFinished()) {
        isAllOf(2);
        return;
      }
      assertThat(namespace.now().keySet()).isEqualTo(before.keySet());
      assertThat(owners()).containsOnly(old);
      isOldAsBefore();
      String secret = "Secret %s/login".formatted(namespace.name());
      if (!namespace.now().equals(before)) {
        assertThat(failed().orElseThrow().failure().orElseThrow()).contains(secret);
        assertThat(failed().orElseThrow().resources())
            .anySatisfy(one -> assertThat(one.reason()).hasValueSatisfying(this::namesTheSecret));
      }
    }

    private void namesTheSecret(String reason) {
      assertThat(reason).contains(SECRET_NOTE);
    }

    void isFinishedOrNamesTheJob() {
      if (isFinished()) {
        isAllOf(2);
      } else if (namespace.now().isEmpty()) {
        assertThat(failed().orElseThrow().resources().getLast().reason())
            .hasValueSatisfying(why -> assertThat(why).contains("gone for good"));
      } else {
        isUndone();
      }
    }

    void isDeletedOrUntouched() {
      if (old().state() == DeploymentState.DELETED) {
        await().atMost(SOON).until(() -> namespace.now().isEmpty());
      } else {
        assertThat(namespace.now()).isEqualTo(before);
        isOldAsBefore();
      }
    }

    void isPartlyDeletedOrUntouched() {
      var outcomes = old().resources().stream().map(DeployedResource::outcome).toList();
      assertThat(old().state()).isEqualTo(DeploymentState.DEPLOYED);
      if (outcomes.contains(Outcome.DELETED)) {
        assertThat(outcomes)
            .containsExactlyInAnyOrder(Outcome.CREATED, Outcome.DELETED, Outcome.CREATED);
        assertThat(namespace.now()).hasSize(2);
      } else {
        assertThat(namespace.now()).isEqualTo(before);
        isOldAsBefore();
      }
    }

    private void isOldAsBefore() {
      assertThat(old().state()).isEqualTo(DeploymentState.DEPLOYED);
      assertThat(old().resources())
          .allSatisfy(one -> assertThat(one.outcome()).isEqualTo(Outcome.CREATED));
    }

    private Deployment old() {
      return state.deployments().find(old).orElseThrow();
    }

    private boolean isFinished() {
      return second().filter(one -> one.state() == DeploymentState.DEPLOYED).isPresent();
    }

    private void isAllOf(int objects) {
      assertThat(second().orElseThrow().resources())
          .hasSize(objects)
          .allSatisfy(one -> assertThat(one.outcome().isHeld()).isTrue());
      assertThat(owners().filter(second().orElseThrow().id()::equals)).hasSize(objects);
    }

    private Optional<Deployment> failed() {
      return second().filter(one -> one.state() == DeploymentState.FAILED);
    }

    /** The one that was under way when the crash came; empty where it had not come on record. */
    private Optional<Deployment> second() {
      return state
          .deployments()
          .list(DeploymentQuery.in(Set.of(DeploymentState.values())))
          .deployments()
          .stream()
          .filter(one -> !one.id().equals(old))
          .findFirst();
    }

    private Stream<DeploymentId> owners() {
      return namespace.all().map(Ownership::deploymentOf).flatMap(Optional::stream);
    }

    @Override
    public void close() {
      state.close();
      namespace.clear();
      await().atMost(SOON).until(() -> namespace.now().isEmpty());
    }
  }
}
