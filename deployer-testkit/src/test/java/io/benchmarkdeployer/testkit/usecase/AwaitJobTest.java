package io.benchmarkdeployer.testkit.usecase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.benchmarkdeployer.core.Deployer;
import io.benchmarkdeployer.core.model.Deployment;
import io.benchmarkdeployer.core.model.WorkloadPhase;
import io.benchmarkdeployer.core.port.NotFoundException;
import io.benchmarkdeployer.core.usecase.AwaitJob.Waited;
import io.benchmarkdeployer.testkit.ContainerScript;
import io.benchmarkdeployer.testkit.Faults;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AwaitJobTest {
  private static final Duration LONG = Duration.ofMinutes(5);

  private final World world = new World();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  @BeforeEach
  void play() {
    world.containers.teachImage(
        "busybox", ContainerScript.printing("hello").thenWaiting(LONG).thenExiting(0));
  }

  @AfterEach
  void close() {
    threads.shutdownNow();
    threads.close();
    world.close();
  }

  @Test
  void aJobThatHasEndedIsToldAtOnce() throws Exception {
    world.deploy(Manifests.JOB);
    world.clock.advance(LONG.multipliedBy(2));

    assertThat(wait(LONG))
        .isInstanceOfSatisfying(
            Waited.Finished.class,
            end -> assertThat(end.report().status().phase()).isEqualTo(WorkloadPhase.COMPLETED));
  }

  @Test
  void aJobThatIsNotOverInTimeStillRuns() throws Exception {
    world.deploy(Manifests.JOB);
    world.clock.advance(Duration.ofMinutes(1));

    assertThat(wait(Duration.ofMillis(50)))
        .isInstanceOfSatisfying(
            Waited.StillRunning.class,
            still -> assertThat(still.report().status().phase()).isEqualTo(WorkloadPhase.RUNNING));
  }

  @Test
  void theEndOfAJobThatNobodyFollowsIsNoticed() throws Exception {
    world.deploy(Manifests.JOB);
    Future<Waited> waiting = threads.submit(() -> wait(LONG));

    world.clock.advance(LONG.multipliedBy(2));

    assertThat(waiting.get(10, TimeUnit.SECONDS)).isInstanceOf(Waited.Finished.class);
  }

  @Test
  void theWatchWakesWhoWaits() throws Exception {
    try (Deployer started = world.deployer(new Faults()).build().start()) {
      Deployment deployed = started.deploy().run(world.request(Manifests.JOB));
      world.clock.advance(Duration.ofMinutes(1));
      await()
          .until(
              () ->
                  started.deployment(deployed.id()).status().orElseThrow().phase()
                      == WorkloadPhase.RUNNING);
      Future<Waited> waiting =
          threads.submit(() -> started.awaitJob().run("default", "test-job", LONG));

      world.clock.advance(LONG.multipliedBy(2));

      assertThat(waiting.get(9, TimeUnit.SECONDS)).isInstanceOf(Waited.Finished.class);
    }
  }

  @Test
  void aJobThatIsDeletedMeanwhileIsGone() throws Exception {
    Deployment deployed = world.deploy(Manifests.JOB);
    world.clock.advance(Duration.ofMinutes(1));
    Future<Waited> waiting = begun();

    world.kubectl().delete(deployed.primary().ref());

    assertThat(waiting.get(10, TimeUnit.SECONDS)).isInstanceOf(Waited.Gone.class);
  }

  @Test
  void aNewJobUnderTheSameNameIsNotTheOneThatWasWaitedFor() throws Exception {
    Deployment deployed = world.deploy(Manifests.JOB);
    world.clock.advance(Duration.ofMinutes(1));
    Future<Waited> waiting = begun();

    world.kubectl().delete(deployed.primary().ref());
    world.deploy(Manifests.JOB);

    assertThat(waiting.get(10, TimeUnit.SECONDS)).isInstanceOf(Waited.Gone.class);
  }

  @Test
  void aJobThatIsNotThereIsNotFound() {
    assertThatExceptionOfType(NotFoundException.class).isThrownBy(() -> wait(LONG));
  }

  /** One who has seen the job and waits. */
  private Future<Waited> begun() {
    var thread = new AtomicReference<Thread>();
    Future<Waited> waiting =
        threads.submit(
            () -> {
              thread.set(Thread.currentThread());
              return wait(LONG);
            });
    await()
        .until(() -> thread.get() != null && thread.get().getState() == Thread.State.TIMED_WAITING);
    return waiting;
  }

  private Waited wait(Duration atMost) throws InterruptedException {
    return world.deployer.awaitJob().run("default", "test-job", atMost);
  }
}
