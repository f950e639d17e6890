package io.benchmarkdeployer.testkit.usecase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.benchmarkdeployer.core.model.DeployedResource;
import io.benchmarkdeployer.core.model.DeployedResource.Action;
import io.benchmarkdeployer.core.model.DeployedResource.Outcome;
import io.benchmarkdeployer.core.model.Deployment;
import io.benchmarkdeployer.core.model.DeploymentState;
import io.benchmarkdeployer.core.model.Kind;
import io.benchmarkdeployer.core.model.LiveObject;
import io.benchmarkdeployer.core.model.Ownership;
import io.benchmarkdeployer.core.model.Policy;
import io.benchmarkdeployer.core.model.Problem;
import io.benchmarkdeployer.core.model.ResourceRef;
import io.benchmarkdeployer.core.port.ConflictException;
import io.benchmarkdeployer.core.port.ForbiddenException;
import io.benchmarkdeployer.core.port.LimitException;
import io.benchmarkdeployer.core.port.RejectedException;
import io.benchmarkdeployer.core.usecase.Plan;
import io.benchmarkdeployer.testkit.ContainerScript;
import io.benchmarkdeployer.testkit.Faults;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DeployTest {
  private final World world = new World();

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void everyObjectIsCreatedUnderOurLabelsAndOnRecord() {
    Deployment deployed =
        world.deploy(Manifests.all(Manifests.JOB, Manifests.configMap("settings", "a")));

    assertThat(deployed.state()).isEqualTo(DeploymentState.DEPLOYED);
    assertThat(deployed.lease()).isEmpty();
    assertThat(deployed.createdBy()).isEqualTo(World.ANN);
    assertThat(deployed.primary().ref()).isEqualTo(ResourceRef.job("default", "test-job"));
    assertThat(deployed.resources())
        .extracting(DeployedResource::outcome)
        .containsOnly(Outcome.CREATED);
    LiveObject job = world.job().orElseThrow();
    assertThat(Ownership.isOurs(job)).isTrue();
    assertThat(Ownership.deploymentOf(job)).contains(deployed.id());
    assertThat(deployed.primary().uid()).contains(job.uid());
    assertThat(world.recorded(deployed)).isEqualTo(deployed);
  }

  @Test
  void whatMustBeThereFirstIsAppliedFirst() {
    Plan plan =
        world
            .deployer
            .deploy()
            .dryRun(
                world.request(Manifests.all(Manifests.JOB, Manifests.configMap("settings", "a"))));

    assertThat(plan.steps())
        .extracting(step -> step.desired().ref().kind().name())
        .containsExactly("ConfigMap", "Job");
  }

  @Test
  void aDryRunTellsWhatWouldHappenAndChangesNothing() {
    world.deploy(
        Manifests.all(Manifests.configMap("same", "a"), Manifests.configMap("other", "a")));
    int records = world.all().size();

    Plan plan =
        world
            .deployer
            .deploy()
            .dryRun(
                world.request(
                    Manifests.all(
                        Manifests.configMap("same", "a"),
                        Manifests.configMap("other", "b"),
                        Manifests.configMap("new", "b"))));

    assertThat(plan.steps())
        .extracting(Plan.Step::action)
        .containsExactly(Action.KEEP, Action.CONFIGURE, Action.CREATE);
    assertThat(world.valueOf("other")).isEqualTo("a");
    assertThat(world.configMap("new")).isEmpty();
    assertThat(world.all()).hasSize(records);
  }

  @Test
  void theSameOnceMoreIsUnchangedAndBelongsToTheNewerDeployment() {
    Deployment first = world.deploy(Manifests.withJob(3, "a"));
    LiveObject job = world.job().orElseThrow();

    Deployment second = world.deploy(Manifests.withJob(3, "a"));

    assertThat(second.resources())
        .extracting(DeployedResource::outcome)
        .containsOnly(Outcome.UNCHANGED);
    assertThat(world.job().orElseThrow().uid()).isEqualTo(job.uid());
    assertThat(Ownership.deploymentOf(world.job().orElseThrow())).contains(second.id());
    assertThat(world.recorded(first).state()).isEqualTo(DeploymentState.DELETED);
    assertThat(world.recorded(first).resources())
        .extracting(DeployedResource::outcome)
        .containsOnly(Outcome.TAKEN_OVER);
  }

  @Test
  void anObjectOfOursThatDiffersIsConfigured() {
    Deployment first =
        world.deploy(
            Manifests.all(Manifests.configMap("one", "a"), Manifests.configMap("two", "a")));

    Deployment second = world.deploy(Manifests.configMap("one", "b"));

    assertThat(second.primary().outcome()).isEqualTo(Outcome.CONFIGURED);
    assertThat(world.valueOf("one")).isEqualTo("b");
    assertThat(world.recorded(first).state()).isEqualTo(DeploymentState.DEPLOYED);
    assertThat(world.recorded(first).resources())
        .extracting(DeployedResource::outcome)
        .containsExactly(Outcome.TAKEN_OVER, Outcome.CREATED);
  }

  @Test
  void aFinishedJobIsReplacedByANewOne() {
    world.containers.teachImage("busybox", ContainerScript.printing("hello").thenExiting(0));
    Deployment first = world.deploy(Manifests.JOB);
    LiveObject old = world.job().orElseThrow();
    world.clock.advance(Duration.ofMinutes(1));

    Deployment second = world.deploy(Manifests.JOB);

    assertThat(second.primary().action()).isEqualTo(Action.REPLACE);
    assertThat(second.primary().outcome()).isEqualTo(Outcome.CREATED);
    assertThat(world.job().orElseThrow().uid()).isNotEqualTo(old.uid());
    assertThat(world.recorded(first).state()).isEqualTo(DeploymentState.DELETED);
  }

  @Test
  void aRunningJobThatDiffersIsAConflictAndGoesOn() {
    world.containers.teachImage("busybox", ContainerScript.printing("hello").thenRunningOn());
    world.deploy(Manifests.JOB);
    world.clock.advance(Duration.ofSeconds(10));
    LiveObject before = world.job().orElseThrow();

    assertThatExceptionOfType(ConflictException.class)
        .isThrownBy(
            () ->
                world.deploy(
                    Manifests.all(
                        Manifests.JOB.replace("hello", "goodbye"),
                        Manifests.configMap("new", "a"))))
        .withMessageContaining("Job default/test-job runs and differs");
    assertThat(world.job()).contains(before);
    assertThat(world.configMap("new")).isEmpty();
  }

  @Test
  void anObjectThatIsNotOursIsAConflictAndStaysAsItIs() {
    LiveObject theirs = world.foreign("theirs");

    assertThatExceptionOfType(ConflictException.class)
        .isThrownBy(
            () ->
                world.deploy(
                    Manifests.all(
                        Manifests.configMap("mine", "a"), Manifests.configMap("theirs", "a"))))
        .withMessageContaining("ConfigMap default/theirs")
        .satisfies(
            conflict ->
                assertThat(conflict.problems()).extracting(Problem::document).containsExactly(2));
    assertThat(world.configMap("theirs")).contains(theirs);
    assertThat(world.configMap("mine")).isEmpty();
    assertThat(world.all()).isEmpty();
  }

  @Test
  void allThatStandsAgainstItIsToldAtOnce() {
    world.foreign("one");
    world.foreign("two");

    assertThatExceptionOfType(ConflictException.class)
        .isThrownBy(
            () ->
                world.deploy(
                    Manifests.all(
                        Manifests.configMap("one", "a"),
                        Manifests.configMap("fine", "a"),
                        Manifests.configMap("two", "a"))))
        .satisfies(
            conflict ->
                assertThat(conflict.problems())
                    .extracting(Problem::document)
                    .containsExactly(1, 3));
  }

  @Test
  void whatTheClusterRefusesInItsDryRunIsRejectedWithItsPlace() {
    String wrong = Manifests.JOB.replace("restartPolicy: Never", "restartPolicy: Always");

    assertThatExceptionOfType(RejectedException.class)
        .isThrownBy(() -> world.deploy(Manifests.all(Manifests.configMap("fine", "a"), wrong)))
        .satisfies(
            rejected -> {
              assertThat(rejected.by()).isEqualTo(RejectedException.By.CLUSTER);
              assertThat(rejected.problems()).extracting(Problem::document).containsOnly(2);
            });
    assertThat(world.configMap("fine")).isEmpty();
    assertThat(world.all()).isEmpty();
  }

  @Test
  void aManifestThatCantBeReadIsRejectedWithEachPlace() {
    assertThatExceptionOfType(RejectedException.class)
        .isThrownBy(() -> world.deploy("kind: Job\n---\napiVersion: v1\n"))
        .satisfies(
            rejected -> {
              assertThat(rejected.by()).isEqualTo(RejectedException.By.READER);
              assertThat(rejected.problems()).hasSizeGreaterThanOrEqualTo(3);
            });
  }

  @Test
  void aManifestThatIsTooLargeIsALimit() {
    assertThatExceptionOfType(LimitException.class)
        .isThrownBy(() -> world.deploy("# " + "x".repeat(1 << 20)))
        .satisfies(limit -> assertThat(limit.limit()).isEqualTo(LimitException.Limit.SIZE));
  }

  @Test
  void aKindThatTheClusterDoesNotKnowIsRejected() {
    var deployer =
        world
            .deployer(new Faults())
            .policy(new Policy(Set.of(), Set.of("Balloon.example.com")))
            .build();

    assertThatExceptionOfType(RejectedException.class)
        .isThrownBy(
            () ->
                deployer
                    .deploy()
                    .run(
                        world.request(
                            """
                            apiVersion: example.com/v1
                            kind: Balloon
                            metadata:
                              name: red
                            """)))
        .withMessageContaining("no kind Balloon");
  }

  @Test
  void aKindThatThePolicyDoesNotNameIsForbiddenByThatRule() {
    assertThatExceptionOfType(ForbiddenException.class)
        .isThrownBy(
            () ->
                world.deploy(
                    """
                    apiVersion: rbac.authorization.k8s.io/v1
                    kind: ClusterRole
                    metadata:
                      name: all
                    """))
        .withMessageContaining("kind ClusterRole is not among the allowed kinds");
  }

  @Test
  void aNamespaceThatThePolicyDoesNotNameIsForbiddenByThatRule() {
    var deployer =
        world
            .deployer(new Faults())
            .policy(new Policy(Set.of("bench"), Policy.DEFAULT.kinds()))
            .build();

    assertThatExceptionOfType(ForbiddenException.class)
        .isThrownBy(() -> deployer.deploy().run(world.request(Manifests.JOB)))
        .withMessageContaining("namespace default is not among the allowed namespaces bench");
  }

  @Test
  void anEmptyNamespaceIsTheDefaultOne() {
    assertThat(world.deployer.deploy().run(world.request(Manifests.JOB).in("")).namespace())
        .isEqualTo("default");
  }

  @Test
  void aNameThatIsNoNamespaceNeverReachesTheCluster() {
    assertThatExceptionOfType(RejectedException.class)
        .isThrownBy(
            () -> world.deployer.deploy().run(world.request(Manifests.JOB).in("../kube-system")))
        .withMessageContaining("namespace");
  }

  @Test
  void theValuesOfASecretReachTheClusterAndNothingElse() {
    Deployment deployed = world.deploy(Manifests.SECRET);

    var ref = new ResourceRef(Kind.SECRET, Optional.of("default"), "login");
    assertThat(world.cluster.find(ref)).isPresent();
    assertThat(deployed.yaml()).contains("password").doesNotContain("hunter2");
    assertThat(world.recorded(deployed).toString()).doesNotContain("hunter2", "aHVudGVyMi");
  }

  @Test
  void aRefusalThatQuotesASecretsValueIsToldWithoutIt() {
    String leaking =
        Manifests.configMap("leaking", "a")
            .replace("metadata:", "metadata:\n  labels: {tier: hunter2-and-more!}");

    assertThatExceptionOfType(RejectedException.class)
        .isThrownBy(() -> world.deploy(Manifests.all(Manifests.SECRET, leaking)))
        .withMessageContaining("labels")
        .satisfies(
            refused ->
                assertThat(refused.getMessage() + refused.problems()).doesNotContain("hunter2"));
  }

  @Test
  void aMaskedSecretIsNotDeployed() {
    Deployment deployed = world.deploy(Manifests.SECRET);

    assertThatExceptionOfType(RejectedException.class)
        .isThrownBy(() -> world.deploy(deployed.yaml()))
        .withMessageContaining("masked");
  }

  @Test
  void aGeneratedNameIsSettledAndAnsweredAndStored() {
    String generating = Manifests.JOB.replace("name: test-job", "generateName: run-");

    Deployment first = world.deploy(generating);
    Deployment second = world.deploy(generating);

    assertThat(first.primary().ref().name()).matches("run-[a-z0-9]{5}");
    assertThat(second.primary().ref()).isNotEqualTo(first.primary().ref());
    assertThat(first.yaml()).contains("name: " + first.primary().ref().name());
    assertThat(world.recorded(first).state()).isEqualTo(DeploymentState.DEPLOYED);
  }

  @Test
  void anOrphanOfOursIsAdopted() {
    world.containers.teachImage("busybox", ContainerScript.printing("hello").thenRunningOn());
    LiveObject orphan;
    try (var other = new io.benchmarkdeployer.testkit.MemoryState()) {
      var forgetful =
          io.benchmarkdeployer.core.Deployer.on(world.cluster, other).clock(world.clock).build();
      forgetful.deploy().run(world.request(Manifests.JOB));
      orphan = world.job().orElseThrow();
    }

    Deployment adopted = world.deploy(Manifests.JOB);

    assertThat(adopted.primary().outcome()).isEqualTo(Outcome.UNCHANGED);
    assertThat(adopted.primary().uid()).contains(orphan.uid());
    assertThat(Ownership.deploymentOf(world.job().orElseThrow())).contains(adopted.id());
  }
}
