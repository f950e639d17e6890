package io.benchmarkdeployer.core.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WorkloadTest {

  @Test
  void aCompletedJobTellsItsTimesAndNoCause() {
    WorkloadStatus status = ClusterAnswers.of("complete").status();
    assertThat(status.phase()).isEqualTo(WorkloadPhase.COMPLETED);
    assertThat(status.succeeded()).isEqualTo(1);
    assertThat(status.cause()).isEmpty();
    assertThat(
            Duration.between(status.startedAt().orElseThrow(), status.finishedAt().orElseThrow()))
        .isBetween(Duration.ZERO, Duration.ofMinutes(1));
  }

  @Test
  void aRunningJobIsRunningOnlyOnceAPodIs() {
    ClusterAnswers running = ClusterAnswers.of("running");
    assertThat(running.status().phase()).isEqualTo(WorkloadPhase.RUNNING);
    assertThat(running.status().active()).isEqualTo(1);
    Workload workload = Workload.of(running.job()).orElseThrow();
    assertThat(workload.status(List.of()).phase()).isEqualTo(WorkloadPhase.PENDING);
  }

  @Test
  void aFailedJobNamesTheExitCodeOfItsContainer() {
    assertCause("exit-code", WorkloadPhase.FAILED, Cause.Type.EXIT_CODE, "exited with code 3");
    assertThat(ClusterAnswers.of("exit-code").status().cause().orElseThrow().exitCode())
        .contains(3);
  }

  @Test
  void aJobThatUsedUpItsRetriesSaysBothWhyAndThatTheyAreUsedUp() {
    assertCause("backoff", WorkloadPhase.FAILED, Cause.Type.EXIT_CODE, "backoff limit");
    assertThat(ClusterAnswers.of("backoff").status().failed()).isEqualTo(3);
  }

  @Test
  void aJobThatFailedWithoutItsPodsBeingLeftStillHasACause() {
    Workload workload = Workload.of(ClusterAnswers.of("backoff").job()).orElseThrow();
    assertThat(workload.status(List.of()).cause().orElseThrow().type())
        .isEqualTo(Cause.Type.BACKOFF_LIMIT);
  }

  @Test
  void anImageThatCannotBePulledIsToldWhileTheJobStillWaits() {
    assertCause(
        "image-pull", WorkloadPhase.PENDING, Cause.Type.IMAGE_PULL, "nosuch.example/image:1");
  }

  @Test
  void aPodThatNoNodeTakesIsUnschedulable() {
    assertCause("unschedulable", WorkloadPhase.PENDING, Cause.Type.UNSCHEDULABLE, "node affinity");
  }

  @Test
  void aMissingBinaryIsAFailedStart() {
    assertCause(
        "missing-binary",
        WorkloadPhase.FAILED,
        Cause.Type.START_FAILED,
        "executable file not found");
  }

  @Test
  void aMissingConfigMapIsAFailedStartWhileTheJobStillWaits() {
    assertCause(
        "config-missing",
        WorkloadPhase.PENDING,
        Cause.Type.START_FAILED,
        "configmap \"nosuch\" not found");
  }

  @Test
  void aDeadlineIsACauseOfItsOwn() {
    assertCause("deadline", WorkloadPhase.FAILED, Cause.Type.DEADLINE, "activeDeadlineSeconds");
  }

  @Test
  void aContainerKilledForItsMemoryIsNotJustAnExitCode() {
    assertCause("oom", WorkloadPhase.FAILED, Cause.Type.OUT_OF_MEMORY, "out of memory");
  }

  @Test
  void aSuspendedJobSaysSo() {
    LiveObject job = ClusterAnswers.of("config-missing").job();
    Json.Obj suspended = job.content().withAt(new Json.Bool(true), "spec", "suspend");
    WorkloadStatus status =
        Workload.of(new LiveObject(job.ref(), job.uid(), suspended))
            .orElseThrow()
            .status(List.of());
    assertThat(status.cause().orElseThrow().type()).isEqualTo(Cause.Type.SUSPENDED);
  }

  @Test
  void podsBelongByTheUidOfTheirControllerNotByTheirLabels() {
    List<Pod> pods = ClusterAnswers.of("running").pods();
    LiveObject other = ClusterAnswers.of("complete").job();
    assertThat(Workload.of(other).orElseThrow().podsAmong(pods)).isEmpty();
  }

  @Test
  void onlyAFinishedJobIsFinished() {
    assertThat(finished("complete")).isTrue();
    assertThat(finished("exit-code")).isTrue();
    assertThat(finished("running")).isFalse();
  }

  @Test
  void aDeploymentWithAllItsReplicasReadyIsDeployed() {
    assertThat(replicas(2, 2, 1).phase()).isEqualTo(WorkloadPhase.DEPLOYED);
    assertThat(replicas(2, 1, 1).phase()).isEqualTo(WorkloadPhase.PENDING);
  }

  @Test
  void aDeploymentWhoseChangeTheClusterHasNotSeenIsNotDeployedYet() {
    assertThat(replicas(2, 2, 2).phase()).isEqualTo(WorkloadPhase.PENDING);
  }

  @Test
  void anEndedStatusOutlivesTheObjectAndAnOpenOneBecomesDeleted() {
    Cause outside = Cause.of(Cause.Type.DELETED_OUTSIDE, "gone");
    assertThat(ClusterAnswers.of("complete").status().gone(outside).phase())
        .isEqualTo(WorkloadPhase.COMPLETED);
    WorkloadStatus gone = ClusterAnswers.of("running").status().gone(outside);
    assertThat(gone.phase()).isEqualTo(WorkloadPhase.DELETED);
    assertThat(gone.cause()).contains(outside);
  }

  @Test
  void whatDoesNotRunIsNoWorkload() {
    assertThat(Workload.runs(new Kind("v1", "ConfigMap"))).isFalse();
    assertThat(Workload.runs(new Kind("example.io/v1", "Deployment"))).isFalse();
  }

  private static boolean finished(String answer) {
    return Workload.of(ClusterAnswers.of(answer).job()).orElseThrow().isFinishedJob();
  }

  private static WorkloadStatus replicas(int desired, int ready, int generation) {
    Json.Obj content =
        Json.Obj.EMPTY
            .withAt(Json.number(generation), "metadata", "generation")
            .withAt(Json.number(desired), "spec", "replicas")
            .withAt(Json.number(ready), "status", "readyReplicas")
            .withAt(Json.number(1), "status", "observedGeneration");
    var ref = new ResourceRef(new Kind("apps/v1", "Deployment"), Optional.of("bench"), "web");
    return Workload.of(new LiveObject(ref, new Uid("u"), content)).orElseThrow().status(List.of());
  }

  private static void assertCause(
      String answer, WorkloadPhase phase, Cause.Type type, String words) {
    WorkloadStatus status = ClusterAnswers.of(answer).status();
    assertThat(status.phase()).isEqualTo(phase);
    assertThat(status.cause()).isPresent();
    assertThat(status.cause().get().type()).isEqualTo(type);
    assertThat(status.cause().get().message()).contains(words);
  }
}
