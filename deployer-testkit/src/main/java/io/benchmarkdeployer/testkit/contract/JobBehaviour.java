package io.benchmarkdeployer.testkit.contract;

import static io.benchmarkdeployer.testkit.contract.ClusterScene.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.benchmarkdeployer.core.model.Cause;
import io.benchmarkdeployer.core.model.ClusterEvent;
import io.benchmarkdeployer.core.model.Json;
import io.benchmarkdeployer.core.model.Kind;
import io.benchmarkdeployer.core.model.LiveObject;
import io.benchmarkdeployer.core.model.Pod;
import io.benchmarkdeployer.core.model.WorkloadPhase;
import io.benchmarkdeployer.core.model.WorkloadStatus;
import io.benchmarkdeployer.core.port.Selector;
import io.benchmarkdeployer.testkit.ContainerScript;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The life of a job and of its pods. */
interface JobBehaviour extends Behaviour {

  @Test
  default void aJobRunsAndCompletes() {
    ContainerScript script = ContainerScript.printing("hello").thenWaiting(Duration.ofSeconds(1));
    LiveObject job = scene().startJob("job", script);

    scene().runningPod(job);
    assertThat(scene().status(job).active()).isEqualTo(1);
    WorkloadStatus done = scene().statusOnce(job, status -> status.phase().isFinal());

    assertThat(done.phase()).isEqualTo(WorkloadPhase.COMPLETED);
    assertThat(done.succeeded()).isEqualTo(1);
    assertThat(done.active()).isZero();
    assertThat(done.startedAt()).isPresent();
    assertThat(done.finishedAt()).isPresent();
    assertThat(done.cause()).isEmpty();
  }

  @Test
  default void aPodIsControlledByItsJobAndNoOther() {
    LiveObject one = scene().startJob("one", ContainerScript.printing("x").thenRunningOn());
    LiveObject two = scene().startJob("two", ContainerScript.printing("x").thenRunningOn());

    Pod pod = scene().runningPod(one);

    assertThat(pod.controlledBy(one.uid())).isTrue();
    assertThat(pod.controlledBy(two.uid())).isFalse();
    assertThat(pod.containers())
        .singleElement()
        .satisfies(c -> assertThat(c.name()).isEqualTo("test"));
  }

  @Test
  default void aJobThatMayNotTryAgainFailsWithItsExitCode() {
    LiveObject job =
        scene()
            .startJob(
                "job",
                Json.object("backoffLimit", Json.number(0)),
                "Never",
                scene().container("test", ContainerScript.printing("x").thenExiting(3)));

    WorkloadStatus failed = scene().statusOnce(job, status -> status.phase().isFinal());

    assertThat(failed.phase()).isEqualTo(WorkloadPhase.FAILED);
    assertThat(failed.failed()).isEqualTo(1);
    assertThat(failed.cause().orElseThrow().type()).isEqualTo(Cause.Type.EXIT_CODE);
    assertThat(failed.cause().orElseThrow().exitCode()).contains(3);
  }

  @Test
  default void aMissingImageIsTheCause() {
    LiveObject job =
        scene().startJob("job", Json.Obj.EMPTY, "Never", scene().containerOfMissingImage());

    WorkloadStatus waiting = scene().statusOnce(job, status -> status.cause().isPresent());

    assertThat(waiting.cause().orElseThrow().type()).isEqualTo(Cause.Type.IMAGE_PULL);
    assertThat(waiting.phase()).isEqualTo(WorkloadPhase.PENDING);
  }

  @Test
  default void aMissingBinaryIsTheCause() {
    LiveObject job =
        scene()
            .startJob(
                "job",
                Json.object("backoffLimit", Json.number(0)),
                "Never",
                scene().container("test", scene().image(), List.of("/no/such/binary")));

    WorkloadStatus failed = scene().statusOnce(job, status -> status.phase().isFinal());

    assertThat(failed.cause().orElseThrow().type()).isEqualTo(Cause.Type.START_FAILED);
    assertThat(failed.cause().orElseThrow().message()).contains("/no/such/binary");
  }

  @Test
  default void aJobThatTakesTooLongFailsAtItsDeadline() {
    LiveObject job =
        scene()
            .startJob(
                "job",
                Json.object("activeDeadlineSeconds", Json.number(1)),
                "Never",
                scene().container("test", ContainerScript.printing("x").thenRunningOn()));

    WorkloadStatus failed = scene().statusOnce(job, status -> status.phase().isFinal());

    assertThat(failed.phase()).isEqualTo(WorkloadPhase.FAILED);
    assertThat(failed.cause().orElseThrow().type()).isEqualTo(Cause.Type.DEADLINE);
    eventually(() -> scene().pods(job).isEmpty());
  }

  @Test
  default void aContainerIsStartedAgainInPlace() {
    LiveObject job =
        scene()
            .startJob(
                "job",
                Json.Obj.EMPTY,
                "OnFailure",
                scene().container("test", ContainerScript.printing("again").thenExiting(1)));

    Pod pod = scene().podOnce(job, one -> one.containers().getFirst().restarts() > 0);

    assertThat(pod.containers().getFirst().previous().orElseThrow().exitCode()).isEqualTo(1);
  }

  @Test
  default void aJobWithSeveralCompletionsHasAPodForEach() {
    LiveObject job =
        scene()
            .startJob(
                "job",
                Json.object("completions", Json.number(2)).with("parallelism", Json.number(2)),
                "Never",
                scene().container("test", ContainerScript.printing("x")));

    WorkloadStatus done = scene().statusOnce(job, status -> status.phase().isFinal());

    assertThat(done.succeeded()).isEqualTo(2);
    assertThat(scene().pods(job)).hasSize(2);
  }

  @Test
  default void theEventsTellOfTheJobAndItsPods() {
    LiveObject job = scene().startJob("job", ContainerScript.printing("x").thenRunningOn());
    Pod pod = scene().runningPod(job);

    eventually(() -> reasons(job.uid().value()).contains("SuccessfulCreate"));
    eventually(() -> reasons(pod.uid().value()).contains("Started"));
  }

  private List<String> reasons(String uid) {
    Selector events =
        Selector.of(new Kind("v1", "Event"))
            .in(cluster().namespace())
            .withField("involvedObject.uid", uid);
    return scene().port().list(events).stream()
        .map(ClusterEvent::of)
        .map(ClusterEvent::reason)
        .toList();
  }

  @Test
  default void deletingAJobTakesItsPods() {
    LiveObject job = scene().startJob("job", ContainerScript.printing("x").thenRunningOn());
    scene().runningPod(job);

    scene().port().delete(job.ref(), job.uid());

    eventually(() -> scene().port().find(job.ref()).isEmpty());
    eventually(() -> scene().pods(job).isEmpty());
  }
}
