package io.benchmarkdeployer.testkit.usecase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.benchmarkdeployer.core.Deployer;
import io.benchmarkdeployer.core.model.DeployedResource.Outcome;
import io.benchmarkdeployer.core.model.Deployment;
import io.benchmarkdeployer.core.model.Json;
import io.benchmarkdeployer.core.model.WorkloadPhase;
import io.benchmarkdeployer.core.model.WorkloadStatus;
import io.benchmarkdeployer.testkit.ContainerScript;
import io.benchmarkdeployer.testkit.Faults;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two watches, or two processes, that write the status of one job at once. */
class StatusRaceTest {
  private static final Duration A_WHILE = Duration.ofMillis(300);
  private static final Instant STARTED = Instant.parse("2026-01-01T00:00:00Z");

  private final World world = new World();
  private final Faults faults = new Faults();
  private final Deployer slow = world.deployer(faults).build();
  private final Deployer quick = world.deployer(new Faults()).build();
  private final CountDownLatch heldBack = new CountDownLatch(1);

  @BeforeEach
  void start() {
    world.containers.teachImage(
        "busybox",
        ContainerScript.printing("hello").thenWaiting(Duration.ofMinutes(5)).thenExiting(0));
    follow(slow);
  }

  @AfterEach
  void close() {
    heldBack.countDown();
    slow.close();
    quick.close();
    world.close();
  }

  /** What the pods' watch was about to write is old by the time that it may. */
  @Test
  void theWatchThatWritesLastKnowsWhatTheOtherHasWritten() {
    Deployment deployed = deploy();
    String write = holdBackThatItRuns();

    changeStart(deployed);
    await().until(() -> status(deployed).startedAt().orElseThrow().equals(STARTED));
    long written = writes();
    heldBack.countDown();
    awaitPassed("after " + write);

    await().during(A_WHILE).until(() -> writes() == written);
    assertThat(status(deployed).startedAt()).contains(STARTED);
    assertThat(status(deployed).phase()).isEqualTo(WorkloadPhase.RUNNING);
  }

  @Test
  void aProcessThatIsLateDoesNotBringBackWhatIsGone() {
    Deployment deployed = running();
    String write = holdBackANewStart(deployed);
    follow(quick);

    world.kubectl().delete(deployed.primary().ref());
    await().until(() -> world.recorded(deployed).primary().outcome() == Outcome.DELETED);
    heldBack.countDown();
    awaitPassed("after " + write);

    await().during(A_WHILE).until(() -> status(deployed).phase() == WorkloadPhase.DELETED);
  }

  /** It ends before it hears of the end itself: nobody would mend what it wrote. */
  @Test
  void aProcessThatIsLateDoesNotTakeBackAnEnd() {
    Deployment deployed = running();
    String write = holdBackANewStart(deployed);
    faults.crashAt("after replace " + (writes() + 1));
    follow(quick);

    world.clock.advance(Duration.ofMinutes(10));
    await().until(() -> status(deployed).phase() == WorkloadPhase.COMPLETED);
    heldBack.countDown();
    awaitPassed("after " + write);

    await().during(A_WHILE).until(() -> status(deployed).phase() == WorkloadPhase.COMPLETED);
  }

  private static void follow(Deployer deployer) {
    deployer.start();
    await().until(() -> !deployer.isStale());
  }

  /** Its pod waits for its image. */
  private Deployment deploy() {
    world.containers.missImage("busybox");
    Deployment deployed = slow.deploy().run(world.request(Manifests.JOB));
    world.clock.advance(Duration.ofSeconds(5));
    await().until(() -> status(deployed).active() == 1 && status(deployed).cause().isPresent());
    return deployed;
  }

  private Deployment running() {
    Deployment deployed = deploy();
    letItRun();
    await().until(() -> status(deployed).phase() == WorkloadPhase.RUNNING);
    return deployed;
  }

  private void letItRun() {
    world.containers.findImage("busybox");
    world.clock.advance(Duration.ofMinutes(1));
  }

  /**
   * Only the pod changes by that, first that it has its image, then that it runs: it is the watch
   * of the pods that is held.
   */
  private String holdBackThatItRuns() {
    String write = holdBackWrite(2);
    letItRun();
    awaitPassed("before " + write);
    return write;
  }

  /** Only the job changes by that: it is the watch of the jobs that is held. */
  private String holdBackANewStart(Deployment deployed) {
    String write = holdBackWrite(1);
    changeStart(deployed);
    awaitPassed("before " + write);
    return write;
  }

  private void changeStart(Deployment deployed) {
    world
        .kubectl()
        .change(
            deployed.primary().ref(),
            job -> job.withAt(Json.text(STARTED.toString()), "status", "startTime"));
  }

  /** The name of the point at which it is held. */
  private String holdBackWrite(int fromNow) {
    quiet();
    String write = "replace " + (writes() + fromNow);
    faults.failAt("before " + write, this::waitToGoOn);
    return write;
  }

  private void quiet() {
    long before = -1;
    while (before != writes()) {
      before = writes();
      await().pollDelay(A_WHILE).until(() -> true);
    }
  }

  private long writes() {
    return faults.passed().stream().filter(one -> one.startsWith("before replace ")).count();
  }

  private @Nullable RuntimeException waitToGoOn() {
    try {
      return heldBack.await(10, TimeUnit.SECONDS) ? null : new IllegalStateException("not let go");
    } catch (InterruptedException closed) {
      return new IllegalStateException("closed while held back", closed);
    }
  }

  private void awaitPassed(String point) {
    await().until(() -> faults.passed().contains(point));
  }

  private WorkloadStatus status(Deployment deployed) {
    return world.recorded(deployed).status().orElseThrow();
  }
}
