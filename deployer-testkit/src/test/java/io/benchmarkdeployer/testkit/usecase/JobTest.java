package io.benchmarkdeployer.testkit.usecase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.benchmarkdeployer.core.model.Cause;
import io.benchmarkdeployer.core.model.ClusterEvent;
import io.benchmarkdeployer.core.model.Json;
import io.benchmarkdeployer.core.model.Kind;
import io.benchmarkdeployer.core.model.Policy;
import io.benchmarkdeployer.core.model.ResourceRef;
import io.benchmarkdeployer.core.model.WorkloadPhase;
import io.benchmarkdeployer.core.model.WorkloadStatus;
import io.benchmarkdeployer.core.port.ForbiddenException;
import io.benchmarkdeployer.core.port.NotFoundException;
import io.benchmarkdeployer.core.port.RejectedException;
import io.benchmarkdeployer.core.port.UnavailableException;
import io.benchmarkdeployer.core.usecase.JobLogQuery;
import io.benchmarkdeployer.core.usecase.JobReport;
import io.benchmarkdeployer.testkit.ContainerScript;
import io.benchmarkdeployer.testkit.Faults;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class JobTest {
  private static final String ONE_TRY =
      Manifests.JOB.replace("spec:\n  template:", "spec:\n  backoffLimit: 0\n  template:");

  private final World world = new World();

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void aJobIsPendingThenRunningThenCompleted() {
    play(ContainerScript.printing("hello").thenWaiting(Duration.ofMinutes(5)).thenExiting(0));
    world.deploy(Manifests.JOB);
    assertThat(status().phase()).isEqualTo(WorkloadPhase.PENDING);

    world.clock.advance(Duration.ofMinutes(1));
    assertThat(status().phase()).isEqualTo(WorkloadPhase.RUNNING);
    assertThat(status().active()).isEqualTo(1);
    assertThat(status().startedAt()).isPresent();
    assertThat(report().pods()).hasSize(1);

    world.clock.advance(Duration.ofMinutes(10));
    assertThat(status().phase()).isEqualTo(WorkloadPhase.COMPLETED);
    assertThat(status().succeeded()).isEqualTo(1);
    assertThat(status().finishedAt()).isPresent();
    assertThat(status().cause()).isEmpty();
  }

  @Test
  void aJobThatFailsTellsItsExitCode() {
    play(ContainerScript.printing("oh no").thenExiting(3));
    world.deploy(ONE_TRY);
    world.clock.advance(Duration.ofMinutes(5));

    assertThat(status().phase()).isEqualTo(WorkloadPhase.FAILED);
    assertThat(status().failed()).isEqualTo(1);
    Cause cause = status().cause().orElseThrow();
    assertThat(cause.type()).isEqualTo(Cause.Type.EXIT_CODE);
    assertThat(cause.exitCode()).contains(3);
    assertThat(cause.container()).contains("test");
    assertThat(cause.pod()).contains(report().pods().getFirst().name());
  }

  @Test
  void aJobWithoutItsImageTellsThat() {
    world.containers.missImage("busybox");
    world.deploy(Manifests.JOB);
    world.clock.advance(Duration.ofMinutes(1));

    assertThat(status().phase()).isEqualTo(WorkloadPhase.PENDING);
    assertThat(status().cause().orElseThrow().type()).isEqualTo(Cause.Type.IMAGE_PULL);
    assertThat(status().cause().orElseThrow().message()).contains("busybox");
  }

  @Test
  void aJobThatWasKilledForItsMemoryTellsThat() {
    world.containers.runOutOfMemory("busybox");
    world.deploy(ONE_TRY);
    world.clock.advance(Duration.ofMinutes(5));

    assertThat(status().phase()).isEqualTo(WorkloadPhase.FAILED);
    assertThat(status().cause().orElseThrow().type()).isEqualTo(Cause.Type.OUT_OF_MEMORY);
  }

  /** As those that a CronJob makes. */
  @Test
  void aJobThatWeDidNotDeployCanBeReadByItsName() throws Exception {
    play(ContainerScript.printing("hello").thenExiting(0));
    world.create(ResourceRef.job("default", "theirs"), spec());
    world.clock.advance(Duration.ofMinutes(1));

    assertThat(world.deployer.readJob().status("default", "theirs").status().phase())
        .isEqualTo(WorkloadPhase.COMPLETED);
    assertThat(world.deployer.readJobLog().run(JobLogQuery.of("default", "theirs")).entries())
        .hasSize(1);
  }

  @Test
  void aJobThatIsNotThereIsNotFound() {
    assertThatExceptionOfType(NotFoundException.class)
        .isThrownBy(() -> world.deployer.readJob().status("default", "none"))
        .withMessage("There is no Job default/none");
  }

  @Test
  void aSilentClusterIsNotANotFound() {
    world.deploy(Manifests.JOB);
    world.cluster.faults().hang();

    assertThatExceptionOfType(UnavailableException.class).isThrownBy(this::status);
  }

  @Test
  void namesAreCheckedBeforeTheClusterIsAsked() {
    world.cluster.faults().unreachable();

    assertThatExceptionOfType(RejectedException.class)
        .isThrownBy(() -> world.deployer.readJob().status("a/b", "../x"))
        .satisfies(rejected -> assertThat(rejected.problems()).hasSize(2));
  }

  @Test
  void aNamespaceThatThePolicyDoesNotNameIsForbidden() {
    var deployer =
        world
            .deployer(new Faults())
            .policy(new Policy(Set.of("bench"), Policy.DEFAULT.kinds()))
            .build();

    assertThatExceptionOfType(ForbiddenException.class)
        .isThrownBy(() -> deployer.readJob().status("default", "x"));
  }

  @Test
  void aPodThatOnlyBearsTheJobsLabelIsNotItsOwn() {
    play(ContainerScript.printing("hello").thenRunningOn());
    world.deploy(Manifests.JOB);
    world.create(
        new ResourceRef(Kind.POD, Optional.of("default"), "forged"),
        Json.Obj.EMPTY
            .withAt(Json.text("test-job"), "metadata", "labels", "job-name")
            .withAt(containers(), "spec", "containers"));
    world.clock.advance(Duration.ofMinutes(1));

    assertThat(report().pods()).hasSize(1).noneMatch(pod -> pod.name().equals("forged"));
  }

  @Test
  void theEventsOfAJobAndItsPodsAreToldOldestFirst() {
    play(ContainerScript.printing("hello").thenExiting(0));
    world.deploy(Manifests.JOB);
    world.clock.advance(Duration.ofMinutes(1));

    List<ClusterEvent> events = world.deployer.readJob().events("default", "test-job");

    assertThat(events).extracting(ClusterEvent::reason).contains("SuccessfulCreate");
    assertThat(events).extracting(event -> event.at().orElseThrow()).isSorted();
    assertThat(events).anyMatch(event -> event.object().startsWith("Pod test-job-"));
  }

  @Test
  void theEventsOfAJobThatIsGoneAreStillToldAndThoseOfNoneAreNotFound() {
    play(ContainerScript.printing("hello").thenExiting(0));
    world.deploy(Manifests.JOB);
    world.clock.advance(Duration.ofMinutes(1));
    world.deployer.deleteJob().run("default", "test-job", World.ANN);

    assertThat(world.deployer.readJob().events("default", "test-job"))
        .extracting(ClusterEvent::reason)
        .contains("SuccessfulCreate");
    assertThatExceptionOfType(NotFoundException.class)
        .isThrownBy(() -> world.deployer.readJob().events("default", "none"));
  }

  /** What a job's spec needs at least. */
  static Json.Obj spec() {
    return Json.Obj.EMPTY
        .withAt(containers(), "spec", "template", "spec", "containers")
        .withAt(Json.text("Never"), "spec", "template", "spec", "restartPolicy");
  }

  private static Json containers() {
    return new Json.Arr(
        List.of(Json.object("name", Json.text("main")).with("image", Json.text("busybox"))));
  }

  private void play(ContainerScript script) {
    world.containers.teachImage("busybox", script);
  }

  private JobReport report() {
    return world.deployer.readJob().status("default", "test-job");
  }

  private WorkloadStatus status() {
    return report().status();
  }
}
