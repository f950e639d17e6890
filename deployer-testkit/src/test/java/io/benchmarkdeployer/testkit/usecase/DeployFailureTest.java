package io.benchmarkdeployer.testkit.usecase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.benchmarkdeployer.core.model.Caller;
import io.benchmarkdeployer.core.model.DeployedResource;
import io.benchmarkdeployer.core.model.DeployedResource.Outcome;
import io.benchmarkdeployer.core.model.Deployment;
import io.benchmarkdeployer.core.model.DeploymentState;
import io.benchmarkdeployer.core.model.Json;
import io.benchmarkdeployer.core.model.Ownership;
import io.benchmarkdeployer.core.port.ConflictException;
import io.benchmarkdeployer.core.port.RejectedException;
import io.benchmarkdeployer.core.port.UnavailableException;
import io.benchmarkdeployer.core.port.UnknownOutcomeException;
import io.benchmarkdeployer.testkit.ContainerScript;
import io.benchmarkdeployer.testkit.Faults;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What fails at one object at a time is AllOrNothingTest's, what dies is CrashTest's. */
class DeployFailureTest {
  private static final String THREE = Manifests.withJob(3, "new");

  private final World world = new World();

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void theRecordSaysWhatFailedAndThatTheRestIsUndone() {
    world.faults.failAt("before apply 3", DeployFailureTest::refusal);

    assertThatExceptionOfType(RejectedException.class)
        .isThrownBy(() -> world.deploy(THREE))
        .withMessage("refused on cue");

    Deployment failed = world.newest();
    assertThat(failed.state()).isEqualTo(DeploymentState.FAILED);
    assertThat(failed.failure()).contains("refused on cue");
    assertThat(failed.lease()).isEmpty();
    assertThat(failed.resources())
        .extracting(DeployedResource::outcome)
        .containsExactly(Outcome.UNDONE, Outcome.UNDONE, Outcome.FAILED);
    assertThat(failed.resources().getLast().reason()).contains("refused on cue");
  }

  @Test
  void anUndoThatCantBeCompletedIsToldAndCompletedLater() {
    world.faults.failAt("before apply 3", DeployFailureTest::refusal);
    world.faults.failAt("before delete 1", DeployFailureTest::unreachable);

    assertThatExceptionOfType(UnknownOutcomeException.class)
        .isThrownBy(() -> world.deploy(THREE))
        .withMessageContaining("refused on cue")
        .withMessageContaining(world.newest().id().value());
    assertThat(world.newest().state()).isEqualTo(DeploymentState.PENDING);

    world.reconcileLater();

    assertThat(world.newest().state()).isEqualTo(DeploymentState.FAILED);
    assertThat(world.configMap("settings-1")).isEmpty();
    assertThat(world.configMap("settings-2")).isEmpty();
  }

  @Test
  void aSilentClusterIsNotAskedAgainForEachObjectOfAnUndo() {
    world.faults.failAt("before apply 3", DeployFailureTest::refusal);
    world.faults.failAt("before delete 1", DeployFailureTest::unreachable);

    assertThatExceptionOfType(UnknownOutcomeException.class).isThrownBy(() -> world.deploy(THREE));

    assertThat(world.faults.passed()).contains("before delete 1").doesNotContain("before delete 2");
  }

  @Test
  void whatCantBeTakenBackIsNamed() {
    world.deploy(Manifests.configMap("settings-1", "old"));
    world.faults.failAt("before apply 3", DeployFailureTest::refusal);
    world.faults.failAt(
        "before restore 1", () -> new ConflictException("kubectl owns .data.value"));
    // The points are counted from the first deployment on.
    world.faults.failAt("before apply 4", DeployFailureTest::refusal);

    assertThatExceptionOfType(ConflictException.class)
        .isThrownBy(() -> world.deploy(THREE))
        .withMessageContaining("refused on cue")
        .withMessageContaining("Could not be taken back: ConfigMap default/settings-1");

    assertThat(world.newest().state()).isEqualTo(DeploymentState.FAILED);
    assertThat(world.newest().resources().getFirst().outcome()).isEqualTo(Outcome.LEFT_BEHIND);
    assertThat(world.newest().resources().getFirst().reason()).contains("kubectl owns .data.value");
  }

  @Test
  void aFinishedJobThatWasToBeReplacedIsNamedWhenItIsGone() {
    world.containers.teachImage("busybox", ContainerScript.printing("hello").thenExiting(0));
    world.deploy(Manifests.JOB);
    world.clock.advance(Duration.ofMinutes(1));
    world.faults.failAt("before apply 2", DeployFailureTest::refusal);

    assertThatExceptionOfType(ConflictException.class)
        .isThrownBy(() -> world.deploy(Manifests.JOB))
        .withMessageContaining("refused on cue")
        .withMessageContaining("Job default/test-job (what it was to replace is gone for good)");

    assertThat(world.job()).isEmpty();
    assertThat(world.newest().state()).isEqualTo(DeploymentState.FAILED);
    assertThat(world.newest().primary().outcome()).isEqualTo(Outcome.LEFT_BEHIND);
  }

  @Test
  void aRecordThatCantBeCompletedIsAnUnknownOutcomeAndCompletedLater() {
    world.faults.failAt("before replace 1", DeployFailureTest::unreachable);

    assertThatExceptionOfType(UnknownOutcomeException.class)
        .isThrownBy(() -> world.deploy(THREE))
        .withMessageContaining("Everything was applied");

    world.reconcileLater();

    assertThat(world.newest().state()).isEqualTo(DeploymentState.DEPLOYED);
    assertThat(world.newest().resources())
        .extracting(DeployedResource::outcome)
        .containsOnly(Outcome.CREATED);
  }

  @Test
  void anAnswerOfTheStateThatGetsLostIsLookedUp() {
    world.faults.failAt("after insert 1", DeployFailureTest::lost);
    world.faults.failAt("after replace 1", DeployFailureTest::lost);

    assertThat(world.deploy(THREE).state()).isEqualTo(DeploymentState.DEPLOYED);
    assertThat(world.all()).hasSize(1);
  }

  @Test
  void aRequestToTheStateThatGetsLostIsRepeated() {
    world.faults.failAt("before replace 1", DeployFailureTest::lost);

    assertThat(world.deploy(THREE).state()).isEqualTo(DeploymentState.DEPLOYED);
  }

  @Test
  void anIntentThatNeverCameOnRecordTouchesNothing() {
    world.faults.failAt("before insert 1", DeployFailureTest::lost);

    assertThatExceptionOfType(UnknownOutcomeException.class).isThrownBy(() -> world.deploy(THREE));

    assertThat(world.all()).isEmpty();
    assertThat(world.configMap("settings-1")).isEmpty();
  }

  @Test
  void aLeaseThatRanOutIsAsGoodAsBeforeWhenNobodyTookTheDeploymentOn() {
    world.at("before apply 2", () -> world.clock.advance(World.LEASE_AND_MORE));

    assertThat(world.deploy(THREE).state()).isEqualTo(DeploymentState.DEPLOYED);
  }

  @Test
  void whoWasTakenForDeadTakesItsLateWritesBack() {
    world.at("before apply 2", world::reconcileLater);

    assertThatExceptionOfType(ConflictException.class)
        .isThrownBy(() -> world.deploy(THREE))
        .withMessageContaining("took too long");

    assertThat(world.newest().state()).isEqualTo(DeploymentState.FAILED);
    assertThat(world.configMap("settings-1")).isEmpty();
    assertThat(world.configMap("settings-2")).isEmpty();
    assertThat(world.job()).isEmpty();
  }

  @Test
  void whoWasTakenForDeadAnswersWithWhatTheOtherFinished() {
    world.at("after apply 3", world::reconcileLater);

    Deployment deployed = world.deploy(THREE);

    assertThat(deployed.state()).isEqualTo(DeploymentState.DEPLOYED);
    assertThat(deployed).isEqualTo(world.newest());
    assertThat(world.job()).isPresent();
  }

  @Test
  void aWriteThatComesAfterTheUndoCanBeDeletedByItsManifest() {
    world.faults.failAt("before apply 1", DeployFailureTest::lost);
    assertThatExceptionOfType(UnknownOutcomeException.class)
        .isThrownBy(() -> world.deploy(Manifests.configMap("late", "a")));
    world.reconcileLater();
    Deployment failed = world.newest();
    assertThat(failed.state()).isEqualTo(DeploymentState.FAILED);
    var late = failed.primary().ref();
    world.create(late, Ownership.mark(late.kind(), Json.Obj.EMPTY, failed.id()));

    var deleted =
        world.deployer.deleteManifest().run(failed.yaml(), Optional.empty(), Caller.ANONYMOUS);

    assertThat(deleted.deleted()).containsExactly(late);
    assertThat(world.configMap("late")).isEmpty();
    assertThat(world.recorded(failed).state()).isEqualTo(DeploymentState.DELETED);
  }

  @Test
  void aWriteThatComesBeforeTheNextLookIsFinished() {
    world.faults.failAt("before apply 1", DeployFailureTest::lost);
    assertThatExceptionOfType(UnknownOutcomeException.class)
        .isThrownBy(() -> world.deploy(Manifests.configMap("late", "a")));
    Deployment pending = world.newest();
    var late = pending.primary().ref();
    world.create(late, Ownership.mark(late.kind(), Json.Obj.EMPTY, pending.id()));

    world.reconcileLater();

    assertThat(world.recorded(pending).state()).isEqualTo(DeploymentState.DEPLOYED);
  }

  @Test
  void aFailureToFinishOneDoesNotKeepTheOthersFromBeingSettled() {
    world.faults.failAt("before apply 1", DeployFailureTest::lost);
    world.faults.failAt("before apply 2", DeployFailureTest::lost);
    assertThatExceptionOfType(UnknownOutcomeException.class)
        .isThrownBy(() -> world.deploy(Manifests.configMap("one", "a")));
    assertThatExceptionOfType(UnknownOutcomeException.class)
        .isThrownBy(() -> world.deploy(Manifests.configMap("two", "a")));
    world.clock.advance(World.LEASE_AND_MORE);
    var stumbling =
        world.deployer(
            new Faults().failAt("before replace 1", () -> new IllegalStateException("a bug")));

    assertThat(stumbling.build().reconcile().run()).isEqualTo(1);
  }

  static RuntimeException refusal() {
    return new RejectedException(RejectedException.By.CLUSTER, "refused on cue");
  }

  static RuntimeException unreachable() {
    return new UnavailableException(UnavailableException.How.UNREACHABLE, "unreachable on cue");
  }

  static RuntimeException lost() {
    return new UnknownOutcomeException("lost on cue");
  }
}
