package io.benchmarkdeployer.testkit;

import static io.benchmarkdeployer.testkit.MemoryScene.job;
import static io.benchmarkdeployer.testkit.MemoryScene.logOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.benchmarkdeployer.core.model.Cause;
import io.benchmarkdeployer.core.model.Container;
import io.benchmarkdeployer.core.model.ContainerState;
import io.benchmarkdeployer.core.model.Json;
import io.benchmarkdeployer.core.model.Kind;
import io.benchmarkdeployer.core.model.LiveObject;
import io.benchmarkdeployer.core.model.Pod;
import io.benchmarkdeployer.core.model.ResourceRef;
import io.benchmarkdeployer.core.model.WorkloadPhase;
import io.benchmarkdeployer.core.model.WorkloadStatus;
import io.benchmarkdeployer.core.port.ConflictException;
import io.benchmarkdeployer.core.port.Selector;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The life of a job, second by second. */
class MemoryClusterJobTest {
  private static final ContainerScript FAILING =
      ContainerScript.printing("life").thenWaiting(Duration.ofSeconds(1)).thenExiting(3);

  private final MemoryScene scene = new MemoryScene();

  @AfterEach
  void close() {
    scene.close();
  }

  @Test
  void aJobIsPendingThenRunsThenCompletes() {
    scene.scripts().teachImage("busybox", ContainerScript.printing().thenWaiting(minutes(1)));
    LiveObject job = scene.create(job("Never"));
    assertThat(scene.status(job).phase()).isEqualTo(WorkloadPhase.PENDING);

    scene.passSeconds(1);
    assertThat(scene.status(job).phase()).isEqualTo(WorkloadPhase.RUNNING);

    scene.pass(minutes(1));
    WorkloadStatus done = scene.status(job);
    assertThat(done.phase()).isEqualTo(WorkloadPhase.COMPLETED);
    assertThat(Duration.between(done.startedAt().orElseThrow(), done.finishedAt().orElseThrow()))
        .isEqualTo(minutes(1));
    assertThat(scene.events("Completed")).hasSize(1);
  }

  @Test
  void aFailedPodIsReplacedAfterAPauseThatDoubles() {
    scene.scripts().teachImage("busybox", FAILING);
    LiveObject job = scene.create(job("Never", "backoffLimit: 2"));

    scene.passSeconds(2);
    assertThat(scene.status(job).failed()).isEqualTo(1);
    scene.passSeconds(8);
    assertThat(scene.pods()).hasSize(1);
    scene.passSeconds(3);
    assertThat(scene.status(job).failed()).isEqualTo(2);
    scene.passSeconds(18);
    assertThat(scene.pods()).hasSize(2);
    scene.passSeconds(4);

    WorkloadStatus failed = scene.status(job);
    assertThat(failed.phase()).isEqualTo(WorkloadPhase.FAILED);
    assertThat(failed.failed()).isEqualTo(3);
    assertThat(failed.cause().orElseThrow().exitCode()).contains(3);
    assertThat(scene.pods()).hasSize(3);
    assertThat(scene.events("BackoffLimitExceeded")).hasSize(1);
  }

  @Test
  void aContainerIsStartedAgainAtOnceThenAfterPausesThatDouble() throws Exception {
    scene.scripts().teachImage("busybox", FAILING);
    LiveObject job = scene.create(job("OnFailure", "backoffLimit: 3"));

    scene.passSeconds(2);
    assertThat(main().restarts()).isEqualTo(1);
    scene.passSeconds(2);
    assertThat(main().state())
        .isInstanceOfSatisfying(
            ContainerState.Waiting.class,
            waiting -> {
              assertThat(waiting.reason()).isEqualTo("CrashLoopBackOff");
              assertThat(waiting.message()).startsWith("back-off 10s restarting failed");
            });
    assertThat(main().previous().orElseThrow().exitCode()).isEqualTo(3);
    assertThat(scene.log(logOf(scene.pod(), "main").ofPrevious())).containsExactly("life");
    assertThat(scene.log(logOf(scene.pod(), "main"))).containsExactly("life");
    scene.passSeconds(10);
    assertThat(main().restarts()).isEqualTo(2);
    scene.passSeconds(21);

    assertThat(scene.status(job).phase()).isEqualTo(WorkloadPhase.FAILED);
    assertThat(scene.status(job).failed()).isEqualTo(1);
    assertThat(scene.pods()).isEmpty();
    assertThat(scene.events("BackOff")).isNotEmpty();
  }

  @Test
  void aJobThatTakesTooLongIsEndedAtItsDeadline() {
    running();
    LiveObject job = scene.create(job("Never", "activeDeadlineSeconds: 30"));

    scene.passSeconds(29);
    assertThat(scene.status(job).phase()).isEqualTo(WorkloadPhase.RUNNING);
    scene.passSeconds(2);

    assertThat(scene.status(job).cause().orElseThrow().type()).isEqualTo(Cause.Type.DEADLINE);
    assertThat(scene.status(job).failed()).isEqualTo(1);
    assertThat(scene.pods()).isEmpty();
    assertThat(scene.events("Killing")).hasSize(1);
  }

  @Test
  void aPodThatTakesTooLongFailsByItself() {
    running();
    LiveObject pod =
        scene.create(
            """
            apiVersion: v1
            kind: Pod
            metadata: {name: alone}
            spec:
              activeDeadlineSeconds: 5
              restartPolicy: Never
              containers:
              - {name: main, image: busybox}
            """);
    scene.passSeconds(6);

    assertThat(scene.status(pod).phase()).isEqualTo(WorkloadPhase.FAILED);
    assertThat(scene.pod().reason()).isEqualTo("DeadlineExceeded");
  }

  @Test
  void aFinishedJobGoesWhenItsTimeToLiveIsOver() {
    LiveObject job = scene.create(job("Never", "ttlSecondsAfterFinished: 60"));
    scene.passSeconds(50);
    assertThat(scene.status(job).phase()).isEqualTo(WorkloadPhase.COMPLETED);

    scene.passSeconds(12);

    assertThat(scene.cluster().find(job.ref())).isEmpty();
    assertThat(scene.pods()).isEmpty();
  }

  @Test
  void aSuspendedJobHasNoPodsUntilItIsResumed() {
    running();
    LiveObject job = scene.create(job("Never", "suspend: true"));
    scene.passSeconds(5);
    assertThat(scene.pods()).isEmpty();
    assertThat(scene.status(job).cause().orElseThrow().type()).isEqualTo(Cause.Type.SUSPENDED);

    scene.change(job, job("Never", "suspend: false"));
    scene.passSeconds(1);

    assertThat(scene.status(job).phase()).isEqualTo(WorkloadPhase.RUNNING);
  }

  @Test
  void aJobRunsAsManyPodsAtOnceAsItMayUntilAllAreDone() {
    scene.scripts().teachImage("busybox", ContainerScript.printing().thenWaiting(minutes(1)));
    LiveObject job = scene.create(job("Never", "completions: 5", "parallelism: 2"));

    scene.passSeconds(30);
    assertThat(scene.status(job).active()).isEqualTo(2);
    scene.pass(minutes(1));
    assertThat(scene.status(job).succeeded()).isEqualTo(2);
    assertThat(scene.status(job).active()).isEqualTo(2);
    scene.pass(minutes(2));

    assertThat(scene.status(job).phase()).isEqualTo(WorkloadPhase.COMPLETED);
    assertThat(scene.status(job).succeeded()).isEqualTo(5);
    assertThat(scene.pods()).hasSize(5);
  }

  @Test
  void initContainersRunOneByOneBeforeTheOthers() {
    scene
        .scripts()
        .teachImage("first", ContainerScript.printing().thenWaiting(Duration.ofSeconds(10)))
        .teachImage("second", ContainerScript.printing().thenWaiting(Duration.ofSeconds(10)))
        .teachImage("main", ContainerScript.printing().thenRunningOn());
    LiveObject job = scene.create(prepared());

    scene.passSeconds(5);
    assertThat(states()).containsExactly("Running", "Waiting", "Waiting");
    assertThat(scene.status(job).phase()).isEqualTo(WorkloadPhase.PENDING);
    scene.passSeconds(10);
    assertThat(states()).containsExactly("Terminated", "Running", "Waiting");
    scene.passSeconds(10);
    assertThat(states()).containsExactly("Terminated", "Terminated", "Running");
    assertThat(scene.status(job).phase()).isEqualTo(WorkloadPhase.RUNNING);
  }

  @Test
  void aFailedInitContainerFailsThePodAndTheOthersNeverStart() {
    scene.scripts().teachImage("second", ContainerScript.printing().thenExiting(5));
    LiveObject job = scene.create(prepared());

    scene.passSeconds(5);

    assertThat(scene.status(job).phase()).isEqualTo(WorkloadPhase.FAILED);
    assertThat(scene.status(job).cause().orElseThrow().container()).contains("second");
    assertThat(states()).containsExactly("Terminated", "Terminated", "Waiting");
    assertThatThrownBy(() -> scene.log(logOf(scene.pod(), "main")))
        .isInstanceOf(ConflictException.class);
  }

  @Test
  void aPodEndsWithTheLastOfItsContainersAndFailsWithAny() {
    scene
        .scripts()
        .teachImage("one", ContainerScript.printing().thenExiting(7))
        .teachImage("two", ContainerScript.printing().thenWaiting(Duration.ofSeconds(10)));
    scene.create(
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: alone}
        spec:
          restartPolicy: Never
          containers:
          - {name: one, image: one}
          - {name: two, image: two}
        """);

    scene.passSeconds(5);
    assertThat(scene.pod().phase()).isEqualTo("Running");
    scene.passSeconds(10);
    assertThat(scene.pod().phase()).isEqualTo("Failed");
  }

  @Test
  void aMissingImageIsTriedAgainUntilItIsThere() {
    running();
    scene.scripts().missImage("busybox");
    LiveObject job = scene.create(job("Never"));

    scene.pass(Duration.ofMillis(500));
    assertThat(waitingFor()).isEqualTo("ErrImagePull");
    scene.passSeconds(2);
    assertThat(waitingFor()).isEqualTo("ImagePullBackOff");
    assertThat(scene.status(job).cause().orElseThrow().type()).isEqualTo(Cause.Type.IMAGE_PULL);
    scene.scripts().findImage("busybox");
    scene.passSeconds(10);

    assertThat(scene.status(job).phase()).isEqualTo(WorkloadPhase.RUNNING);
    assertThat(main().restarts()).isZero();
  }

  @Test
  void aMissingConfigMapHoldsTheContainerUntilItIsThere() {
    running();
    LiveObject job =
        scene.create(
            job("Never")
                .replace(
                    "image: busybox",
                    "image: busybox, envFrom: [{configMapRef: {name: settings}}]"));

    scene.passSeconds(1);
    assertThat(waitingFor()).isEqualTo("CreateContainerConfigError");
    assertThat(scene.status(job).cause().orElseThrow().message())
        .contains("configmap \"settings\" not found");
    scene.create(
        """
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: settings}
        data: {threads: "8"}
        """);
    scene.passSeconds(11);

    assertThat(scene.status(job).phase()).isEqualTo(WorkloadPhase.RUNNING);
  }

  @Test
  void aContainerThatIsKilledForItsMemorySaysSo() {
    scene.scripts().runOutOfMemory("busybox");
    LiveObject job = scene.create(job("Never", "backoffLimit: 0"));

    scene.passSeconds(1);

    assertThat(scene.status(job).cause().orElseThrow().type()).isEqualTo(Cause.Type.OUT_OF_MEMORY);
  }

  @Test
  void aPodThatNoNodeTakesWaits() {
    LiveObject job =
        scene.create(
            job("Never").replace("containers:", "nodeSelector: {disk: fast}\n      containers:"));

    scene.passSeconds(5);

    assertThat(scene.status(job).phase()).isEqualTo(WorkloadPhase.PENDING);
    assertThat(scene.status(job).cause().orElseThrow().type()).isEqualTo(Cause.Type.UNSCHEDULABLE);
  }

  @Test
  void aJobWhosePodsAreRefusedSaysSoInAnEvent() {
    scene.create(
        job("Never").replace("containers:", "serviceAccountName: nosuch\n      containers:"));

    scene.passSeconds(1);

    assertThat(scene.pods()).isEmpty();
    assertThat(scene.events("FailedCreate").getFirst().message()).contains("\"nosuch\" not found");
  }

  @Test
  void aPodThatSomebodyDeletesIsReplaced() {
    running();
    LiveObject job = scene.create(job("Never"));
    scene.passSeconds(1);
    Pod first = scene.pod();

    scene.cluster().actingAs("kubectl").delete(scene.cluster().list(podsOf(job)).getFirst().ref());
    scene.passSeconds(1);

    assertThat(scene.pods()).hasSize(1);
    assertThat(scene.pod().uid()).isNotEqualTo(first.uid());
    assertThat(scene.status(job).failed()).isZero();
  }

  @Test
  void deletingAJobEndsItsPodsInTheBackground() {
    running();
    LiveObject job = scene.create(job("Never"));
    scene.passSeconds(1);

    scene.cluster().delete(job.ref(), job.uid());

    assertThat(scene.cluster().find(job.ref())).isEmpty();
    assertThat(scene.pods()).hasSize(1);
    scene.passSeconds(1);
    assertThat(scene.pods()).isEmpty();
    assertThat(scene.events("Killing")).hasSize(1);
  }

  @Test
  void eventsAreForgottenAfterAnHour() {
    scene.create(job("Never"));
    scene.pass(minutes(30));
    assertThat(scene.events("Completed")).hasSize(1);

    scene.pass(minutes(31));

    assertThat(scene.events("Completed")).isEmpty();
  }

  @Test
  void theEnvironmentHoldsConfigMapsSecretsAndFields() throws Exception {
    scene.create(
        """
        apiVersion: v1
        kind: Secret
        metadata: {name: login}
        stringData: {password: hunter2}
        """);
    LiveObject secret =
        scene
            .cluster()
            .find(new ResourceRef(Kind.SECRET, Optional.of("default"), "login"))
            .orElseThrow();

    assertThat(secret.content().textAt("data", "password")).contains("aHVudGVyMg==");
    assertThat(secret.content().at("stringData")).isEmpty();
    LiveObject pod =
        scene.create(
            """
            apiVersion: v1
            kind: Pod
            metadata: {name: alone}
            spec:
              containers:
              - name: main
                image: busybox
                env:
                - {name: USER, value: me}
                - {name: LOGIN, value: "$(USER)@here"}
                - {name: PASSWORD, valueFrom: {secretKeyRef: {name: login, key: password}}}
                - {name: POD, valueFrom: {fieldRef: {fieldPath: metadata.name}}}
                - {name: ABSENT, valueFrom: {secretKeyRef: {name: x, key: y, optional: true}}}
            """);
    Json container = pod.content().itemsAt("spec", "containers").getFirst();

    assertThat(Environment.of(storeWith(secret), pod, container))
        .containsEntry("LOGIN", "me@here")
        .containsEntry("PASSWORD", "hunter2")
        .containsEntry("POD", "alone")
        .doesNotContainKey("ABSENT");
  }

  private static ObjectStore storeWith(LiveObject object) {
    var store = new ObjectStore();
    store.put(object);
    return store;
  }

  private static Selector podsOf(LiveObject job) {
    return Selector.of(Kind.POD).withLabel("job-name", job.ref().name());
  }

  private void running() {
    scene.scripts().teachImage("busybox", ContainerScript.printing("x").thenRunningOn());
  }

  private static String prepared() {
    return """
    apiVersion: batch/v1
    kind: Job
    metadata: {name: bench}
    spec:
      backoffLimit: 0
      template:
        spec:
          restartPolicy: Never
          initContainers:
          - {name: first, image: first}
          - {name: second, image: second}
          containers:
          - {name: main, image: main}
    """;
  }

  private static Duration minutes(long number) {
    return Duration.ofMinutes(number);
  }

  private Container main() {
    return scene.pod().containers().getFirst();
  }

  private String waitingFor() {
    return ((ContainerState.Waiting) main().state()).reason();
  }

  private List<String> states() {
    return scene.pod().containers().stream()
        .map(container -> container.state().getClass().getSimpleName())
        .toList();
  }
}
