package io.benchmarkdeployer.testkit.usecase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.benchmarkdeployer.core.Deployer;
import io.benchmarkdeployer.core.model.DeployedResource;
import io.benchmarkdeployer.core.model.DeployedResource.Outcome;
import io.benchmarkdeployer.core.model.Deployment;
import io.benchmarkdeployer.core.model.DeploymentId;
import io.benchmarkdeployer.core.model.DeploymentState;
import io.benchmarkdeployer.core.model.Json;
import io.benchmarkdeployer.core.model.LiveObject;
import io.benchmarkdeployer.core.model.ResourceRef;
import io.benchmarkdeployer.core.port.ConflictException;
import io.benchmarkdeployer.core.port.DeployerException;
import io.benchmarkdeployer.core.port.NotFoundException;
import io.benchmarkdeployer.core.port.RejectedException;
import io.benchmarkdeployer.core.port.UnavailableException;
import io.benchmarkdeployer.core.usecase.DeleteManifest;
import io.benchmarkdeployer.testkit.MemoryState;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DeleteTest {
  private final World world = new World();

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void aManifestDeletesItsObjectsAndTheirDeployment() {
    Deployment deployed = world.deploy(Manifests.withJob(3, "a"));

    var deleted = delete(Manifests.withJob(3, "a"));

    assertThat(deleted.namespace()).isEqualTo("default");
    assertThat(deleted.deleted())
        .extracting(ResourceRef::name)
        .containsExactlyInAnyOrder("test-job", "settings-1", "settings-2");
    assertThat(deleted.deleted().getFirst().kind().isJob()).isTrue();
    assertThat(world.job()).isEmpty();
    assertThat(world.configMap("settings-1")).isEmpty();
    Deployment gone = world.recorded(deployed);
    assertThat(gone.state()).isEqualTo(DeploymentState.DELETED);
    assertThat(gone.deletedBy()).contains(World.ANN);
    assertThat(gone.deletedAt()).contains(world.clock.instant());
    assertThat(gone.lease()).isEmpty();
    assertThat(outcomes(gone)).containsOnly(Outcome.DELETED);
  }

  @Test
  void theMaskedTextOfAnAnswerDeletesTheSecretToo() {
    Deployment deployed = world.deploy(Manifests.all(Manifests.SECRET, Manifests.JOB));

    var deleted = delete(deployed.yaml());

    assertThat(deleted.deleted()).hasSize(2);
    assertThat(world.recorded(deployed).state()).isEqualTo(DeploymentState.DELETED);
  }

  @Test
  void aPartOfADeploymentIsDeletedAndTheRestStays() {
    Deployment deployed = world.deploy(Manifests.withJob(3, "a"));

    var deleted = delete(Manifests.configMap("settings-2", "whatever"));

    assertThat(deleted.deleted()).extracting(ResourceRef::name).containsExactly("settings-2");
    Deployment less = world.recorded(deployed);
    assertThat(less.state()).isEqualTo(DeploymentState.DEPLOYED);
    assertThat(less.lease()).isEmpty();
    assertThat(outcomes(less)).containsExactly(Outcome.CREATED, Outcome.DELETED, Outcome.CREATED);
    assertThat(world.job()).isPresent();
    delete(Manifests.withJob(3, "a"));
    assertThat(world.recorded(deployed).state()).isEqualTo(DeploymentState.DELETED);
  }

  @Test
  void anObjectThatIsNotOursRefusesAllAndNothingIsChanged() {
    Deployment deployed = world.deploy(Manifests.configMap("ours", "a"));
    LiveObject theirs = world.foreign("theirs");

    assertThatExceptionOfType(ConflictException.class)
        .isThrownBy(
            () ->
                delete(
                    Manifests.all(
                        Manifests.configMap("ours", "a"), Manifests.configMap("theirs", "a"))))
        .withMessageContaining("ConfigMap default/theirs was not deployed by this service");
    assertThat(world.configMap("theirs")).contains(theirs);
    assertThat(world.configMap("ours")).isPresent();
    assertThat(world.recorded(deployed)).isEqualTo(deployed);
  }

  @Test
  void whatIsGoneAlreadyIsASuccess() {
    world.deploy(Manifests.JOB);
    delete(Manifests.JOB);

    assertThat(delete(Manifests.JOB).deleted()).isEmpty();
  }

  @Test
  void whatSomebodyElseDeletedIsASuccessAndTheRecordSaysDeleted() {
    Deployment deployed = world.deploy(Manifests.JOB);
    world.kubectl().delete(deployed.primary().ref());

    assertThat(delete(Manifests.JOB).deleted()).isEmpty();
    assertThat(world.recorded(deployed).state()).isEqualTo(DeploymentState.DELETED);
  }

  @Test
  void whatWasNeverDeployedIsNotFound() {
    assertThatExceptionOfType(NotFoundException.class)
        .isThrownBy(() -> delete(Manifests.JOB))
        .withMessageContaining("namespace default");
  }

  @Test
  void anObjectOfOursThatNoRecordKnowsIsDeleted() {
    orphan(Manifests.JOB);

    assertThat(delete(Manifests.JOB).deleted()).hasSize(1);
    assertThat(world.job()).isEmpty();
  }

  @Test
  void aGeneratedNameTellsNoObject() {
    Deployment deployed =
        world.deploy(Manifests.JOB.replace("name: test-job", "generateName: run-"));

    assertThatExceptionOfType(RejectedException.class)
        .isThrownBy(() -> delete(Manifests.JOB.replace("name: test-job", "generateName: run-")))
        .withMessageContaining("yaml_content");
    delete(deployed.yaml());
    assertThat(world.recorded(deployed).state()).isEqualTo(DeploymentState.DELETED);
  }

  @Test
  void aFailedDeploymentIsDeletedByItsManifest() {
    world.faults.failAt("before apply 1", DeployFailureTest::refusal);
    assertThatExceptionOfType(DeployerException.class)
        .isThrownBy(() -> world.deploy(Manifests.JOB));

    assertThat(delete(Manifests.JOB).deleted()).isEmpty();
    assertThat(world.newest().state()).isEqualTo(DeploymentState.DELETED);
  }

  @Test
  void anIdDeletesAllObjectsOfItsDeployment() {
    Deployment deployed = world.deploy(Manifests.withJob(3, "a"));

    Deployment gone = delete(deployed.id());

    assertThat(gone.state()).isEqualTo(DeploymentState.DELETED);
    assertThat(gone).isEqualTo(world.recorded(deployed));
    assertThat(world.job()).isEmpty();
    assertThat(delete(deployed.id())).isEqualTo(gone);
  }

  @Test
  void anUnknownIdIsNotFound() {
    assertThatExceptionOfType(NotFoundException.class)
        .isThrownBy(() -> delete(DeploymentId.random()));
  }

  @Test
  void whatALaterDeploymentTookOverStays() {
    Deployment first =
        world.deploy(
            Manifests.all(Manifests.configMap("one", "a"), Manifests.configMap("two", "a")));
    world.deploy(Manifests.configMap("one", "b"));

    delete(first.id());

    assertThat(world.valueOf("one")).isEqualTo("b");
    assertThat(world.configMap("two")).isEmpty();
  }

  @Test
  void anotherObjectUnderTheSameNameStays() {
    Deployment deployed = world.deploy(Manifests.configMap("one", "a"));
    world.kubectl().delete(deployed.primary().ref());
    LiveObject theirs = world.foreign("one");

    assertThat(delete(deployed.id()).state()).isEqualTo(DeploymentState.DELETED);
    assertThat(world.configMap("one")).contains(theirs);
  }

  @Test
  void anObjectThatSomebodyTookOurLabelsOffStays() {
    Deployment deployed = world.deploy(Manifests.configMap("one", "a"));
    world
        .kubectl()
        .change(
            deployed.primary().ref(),
            content -> content.withAt(Json.Obj.EMPTY, "metadata", "labels"));

    assertThat(delete(deployed.id()).state()).isEqualTo(DeploymentState.DELETED);
    assertThat(world.configMap("one")).isPresent();
  }

  @Test
  void anObjectThatAFinalizerHoldsIsDeletingUntilTheClusterSaysThatItIsGone() {
    Deployment deployed = world.deploy(Manifests.withJob(2, "a"));
    ResourceRef held = deployed.resources().getFirst().ref();
    world
        .kubectl()
        .change(
            held,
            content ->
                content.withAt(
                    new Json.Arr(List.of(Json.text("example.com/hold"))),
                    "metadata",
                    "finalizers"));

    Deployment deleting = delete(deployed.id());

    assertThat(deleting.state()).isEqualTo(DeploymentState.DELETING);
    assertThat(outcomes(deleting)).containsExactly(Outcome.DELETING, Outcome.DELETED);
    world
        .kubectl()
        .change(held, content -> content.withAt(new Json.Arr(List.of()), "metadata", "finalizers"));
    world.reconcileLater();
    assertThat(world.recorded(deployed).state()).isEqualTo(DeploymentState.DELETED);
  }

  @Test
  void aPartThatAFinalizerHoldsIsLookedAtAgain() {
    Deployment deployed = world.deploy(Manifests.withJob(2, "a"));
    ResourceRef held = deployed.resources().getFirst().ref();
    world
        .kubectl()
        .change(
            held,
            content ->
                content.withAt(
                    new Json.Arr(List.of(Json.text("example.com/hold"))),
                    "metadata",
                    "finalizers"));

    delete(Manifests.configMap("settings-1", "a"));

    assertThat(outcomes(world.recorded(deployed)))
        .containsExactly(Outcome.DELETING, Outcome.CREATED);
    world
        .kubectl()
        .change(held, content -> content.withAt(new Json.Arr(List.of()), "metadata", "finalizers"));
    world.reconcileLater();
    assertThat(outcomes(world.recorded(deployed)))
        .containsExactly(Outcome.DELETED, Outcome.CREATED);
    assertThat(world.recorded(deployed).lease()).isEmpty();
  }

  @Test
  void whileTheClusterIsSilentADeletionByIdIsOnRecordAndGoesOnLater() {
    Deployment deployed = world.deploy(Manifests.JOB);
    world.cluster.faults().hang();

    assertThatExceptionOfType(UnavailableException.class).isThrownBy(() -> delete(deployed.id()));
    assertThat(world.recorded(deployed).state()).isEqualTo(DeploymentState.DELETING);
    assertThat(world.recorded(deployed).deletedBy()).contains(World.ANN);

    world.cluster.faults().reachable();
    world.reconcileLater();
    assertThat(world.recorded(deployed).state()).isEqualTo(DeploymentState.DELETED);
    assertThat(world.job()).isEmpty();
  }

  @Test
  void whileTheClusterIsSilentADeletionByManifestChangesNothing() {
    Deployment deployed = world.deploy(Manifests.JOB);
    world.cluster.faults().unreachable();

    assertThatExceptionOfType(UnavailableException.class).isThrownBy(() -> delete(Manifests.JOB));
    assertThat(world.recorded(deployed)).isEqualTo(deployed);
  }

  @Test
  void anAnswerThatGetsLostIsLookedUp() {
    Deployment deployed = world.deploy(Manifests.JOB);
    world.faults.failAt("after delete 1", DeployFailureTest::lost);

    assertThat(delete(deployed.id()).state()).isEqualTo(DeploymentState.DELETED);
    assertThat(world.faults.passed()).doesNotContain("before delete 2");
  }

  @Test
  void aRequestThatGetsLostIsRepeated() {
    Deployment deployed = world.deploy(Manifests.JOB);
    world.faults.failAt("before delete 1", DeployFailureTest::lost);

    assertThat(delete(deployed.id()).state()).isEqualTo(DeploymentState.DELETED);
    assertThat(world.job()).isEmpty();
  }

  @Test
  void aJobIsDeletedByItsNameWithItsDeployment() {
    Deployment deployed = world.deploy(Manifests.JOB);

    assertThat(world.deployer.deleteJob().run("default", "test-job", World.ANN)).isTrue();
    assertThat(world.recorded(deployed).state()).isEqualTo(DeploymentState.DELETED);
    assertThat(world.deployer.deleteJob().run("default", "test-job", World.ANN)).isFalse();
  }

  @Test
  void aJobOfALargerDeploymentIsDeletedAlone() {
    Deployment deployed = world.deploy(Manifests.withJob(2, "a"));

    assertThat(world.deployer.deleteJob().run("default", "test-job", World.ANN)).isTrue();

    assertThat(world.recorded(deployed).state()).isEqualTo(DeploymentState.DEPLOYED);
    assertThat(world.configMap("settings-1")).isPresent();
  }

  @Test
  void aJobThatIsNotOursIsNotDeleted() {
    var ref = ResourceRef.job("default", "theirs");
    world.create(ref, JobTest.spec());

    assertThatExceptionOfType(ConflictException.class)
        .isThrownBy(() -> world.deployer.deleteJob().run("default", "theirs", World.ANN));
    assertThat(world.job("theirs")).isPresent();
  }

  private void orphan(String yaml) {
    try (var lost = new MemoryState()) {
      Deployer.on(world.cluster, lost).clock(world.clock).build().deploy().run(world.request(yaml));
    }
  }

  private static List<Outcome> outcomes(Deployment deployment) {
    return deployment.resources().stream().map(DeployedResource::outcome).toList();
  }

  private DeleteManifest.Deleted delete(String yaml) {
    return world.deployer.deleteManifest().run(yaml, Optional.empty(), World.ANN);
  }

  private Deployment delete(DeploymentId id) {
    return world.deployer.deleteDeployment().run(id, World.ANN);
  }
}
