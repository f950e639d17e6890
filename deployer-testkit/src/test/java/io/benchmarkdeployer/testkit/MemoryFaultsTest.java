package io.benchmarkdeployer.testkit;

import static io.benchmarkdeployer.testkit.MemoryScene.configMap;
import static io.benchmarkdeployer.testkit.MemoryScene.desired;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.benchmarkdeployer.core.port.ClusterWatch;
import io.benchmarkdeployer.core.port.ClusterWatch.Change;
import io.benchmarkdeployer.core.port.ConflictException;
import io.benchmarkdeployer.core.port.LogLine;
import io.benchmarkdeployer.core.port.LogStream;
import io.benchmarkdeployer.core.port.Selector;
import io.benchmarkdeployer.core.port.UnavailableException;
import io.benchmarkdeployer.core.port.UnavailableException.How;
import io.benchmarkdeployer.core.port.UnknownOutcomeException;
import io.benchmarkdeployer.testkit.MemoryFaults.Call;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** What goes wrong on cue, and what watches and logs make of it. */
@Isolated("it looks for threads that others have too")
class MemoryFaultsTest {
  private static final Duration SOON = Duration.ofSeconds(10);
  private static final String CONFIG =
      """
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: settings}
      data: {a: "1"}
      """;

  private final MemoryScene scene = new MemoryScene();
  private final MemoryCluster cluster = scene.cluster();

  @AfterEach
  void close() {
    scene.close();
  }

  @Test
  void theNextCallFailsAndNothingHappens() {
    cluster.faults().failNext(Call.APPLY, new ConflictException("on cue"));

    assertThatThrownBy(() -> scene.create(CONFIG)).hasMessage("on cue");
    assertThat(cluster.find(configMap("settings"))).isEmpty();

    assertThat(scene.create(CONFIG).uid()).isNotNull();
  }

  @Test
  void anAnswerIsLostAndTheWriteHasHappened() {
    cluster.faults().loseNextAnswer(Call.APPLY);

    assertThatThrownBy(() -> scene.create(CONFIG)).isInstanceOf(UnknownOutcomeException.class);

    assertThat(cluster.find(configMap("settings"))).isPresent();
  }

  @Test
  void onlyWritesHaveAnAnswerToLose() {
    assertThatThrownBy(() -> cluster.faults().loseNextAnswer(Call.FIND))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void nothingIsReachedWithoutAConnection() {
    cluster.faults().unreachable();

    assertUnavailable(How.UNREACHABLE, () -> cluster.find(configMap("settings")));
    assertUnavailable(How.UNREACHABLE, () -> scene.create(CONFIG));

    cluster.faults().reachable();
    assertThat(cluster.find(configMap("settings"))).isEmpty();
  }

  @Test
  void aClusterThatHangsLetsReadsTimeOutAndWritesInDoubt() {
    cluster.faults().hang();

    assertUnavailable(How.SILENT, cluster::describe);
    assertUnavailable(How.SILENT, () -> cluster.dryRun(desired(CONFIG), Optional.empty()));
    assertThatThrownBy(() -> scene.create(CONFIG)).isInstanceOf(UnknownOutcomeException.class);
  }

  @Test
  void aCallThatWaitsIsAnsweredWhenTheClusterGoesOn() throws Exception {
    try (var patient = MemoryCluster.builder().callTimeout(Duration.ofMinutes(1)).build()) {
      patient.faults().hang();
      var call = CompletableFuture.supplyAsync(patient::describe);
      assertThat(call).isNotDone();

      patient.faults().reachable();

      assertThat(call.get(10, TimeUnit.SECONDS).real()).isFalse();
    }
  }

  @Test
  void theClusterGoesOnWhileItCannotBeReached() {
    var job = scene.create(MemoryScene.job("Never"));
    cluster.faults().unreachable();

    scene.passSeconds(5);
    cluster.faults().reachable();

    assertThat(scene.status(job).succeeded()).isEqualTo(1);
  }

  @Test
  void aWatchSaysOnceThatItHearsNothingAndListsAgainAfterwards() throws InterruptedException {
    try (ClusterWatch watch = cluster.watch(Selector.of(MemoryScene.CONFIG_MAP))) {
      assertThat(watch.next(SOON)).contains(new Change.Listed(List.of()));

      cluster.faults().unreachable();
      assertThat(watch.next(SOON).orElseThrow()).isInstanceOf(Change.Silent.class);
      assertThat(watch.next(Duration.ofMillis(50))).isEmpty();
      cluster.actingAs("kubectl").create(configMap("theirs"), desired(CONFIG).content());
      cluster.faults().reachable();

      assertThat(((Change.Listed) watch.next(SOON).orElseThrow()).objects()).hasSize(1);
      assertThat(watch.next(Duration.ZERO)).isEmpty();
    }
  }

  @Test
  void aReaderThatWaitsIsToldOfTheBreakAtOnce() throws Exception {
    try (ClusterWatch watch = cluster.watch(Selector.of(MemoryScene.CONFIG_MAP))) {
      assertThat(watch.next(SOON)).isPresent();
      var reader = CompletableFuture.supplyAsync(() -> waitOn(watch));

      cluster.faults().unreachable();

      assertThat(reader.get(10, TimeUnit.SECONDS).orElseThrow()).isInstanceOf(Change.Silent.class);
    }
  }

  private static Optional<Change> waitOn(ClusterWatch watch) {
    try {
      return watch.next(Duration.ofMinutes(5));
    } catch (InterruptedException stopped) {
      throw new AssertionError(stopped);
    }
  }

  @Test
  void aWatchOnAClusterThatHangsBecomesSilentAfterTheTimeout() throws InterruptedException {
    try (ClusterWatch watch = cluster.watch(Selector.of(MemoryScene.CONFIG_MAP))) {
      assertThat(watch.next(SOON)).isPresent();

      cluster.faults().hang();

      assertThat(watch.next(SOON).orElseThrow()).isInstanceOf(Change.Silent.class);
    }
  }

  @Test
  void aBrokenWatchListsAgain() throws InterruptedException {
    try (ClusterWatch watch = cluster.watch(Selector.of(MemoryScene.CONFIG_MAP))) {
      assertThat(watch.next(SOON)).isPresent();
      scene.create(CONFIG);

      cluster.breakWatches();

      assertThat(((Change.Listed) watch.next(SOON).orElseThrow()).objects()).hasSize(1);
      assertThat(watch.next(Duration.ZERO)).isEmpty();
    }
  }

  @Test
  void aReaderThatIsTooSlowLosesChangesAndListsAgain() throws InterruptedException {
    try (ClusterWatch watch = cluster.watch(Selector.of(MemoryScene.CONFIG_MAP))) {
      assertThat(watch.next(SOON)).isPresent();

      IntStream.range(0, 1_500)
          .forEach(i -> scene.create(CONFIG.replace("settings", "settings-" + i)));

      assertThat(((Change.Listed) watch.next(SOON).orElseThrow()).objects()).hasSize(1_500);
    }
  }

  @Test
  void anObjectThatNoLongerMatchesIsGoneForTheWatch() throws InterruptedException {
    var live = scene.create(CONFIG.replace("settings}", "settings, labels: {team: a}}"));
    try (ClusterWatch watch =
        cluster.watch(Selector.of(MemoryScene.CONFIG_MAP).withLabel("team", "a"))) {
      assertThat(watch.next(SOON)).isPresent();

      scene.change(live, CONFIG);

      assertThat(watch.next(SOON).orElseThrow()).isInstanceOf(Change.Gone.class);
    }
  }

  @Test
  void aFollowedLogBreaksWithTheConnection() {
    scene.scripts().teachImage("busybox", ContainerScript.printing("x").thenRunningOn());
    scene.create(MemoryScene.job("Never"));
    scene.passSeconds(1);

    try (LogStream log = cluster.openLog(MemoryScene.logOf(scene.pod(), "main").followed())) {
      assertThat(next(log)).contains("x");
      cluster.faults().unreachable();

      assertThatThrownBy(log::next).isInstanceOf(UnavailableException.class);
    }
  }

  @Test
  void closingAClusterEndsWhatIsOpenAndItsThread() throws Exception {
    var real = MemoryCluster.start();
    ClusterWatch watch = real.watch(Selector.of(MemoryScene.CONFIG_MAP));
    real.actingAs("kubectl").create(configMap("settings"), desired(CONFIG).content());
    assertThat(watch.next(SOON)).isPresent();
    assertThat(real.openHandles()).containsExactly("watch of v1/ConfigMap");

    real.close();
    real.close();

    assertThat(watch.isClosed()).isTrue();
    assertThat(real.openHandles()).isEmpty();
    await()
        .atMost(SOON)
        .until(
            () ->
                Thread.getAllStackTraces().keySet().stream()
                    .noneMatch(thread -> thread.getName().equals("memory-cluster")));
  }

  private static Optional<String> next(LogStream log) {
    try {
      return log.next().map(LogLine::text);
    } catch (InterruptedException stopped) {
      throw new AssertionError(stopped);
    }
  }

  private static void assertUnavailable(How how, Runnable call) {
    assertThatThrownBy(call::run)
        .isInstanceOfSatisfying(
            UnavailableException.class, failure -> assertThat(failure.how()).isEqualTo(how));
  }
}
