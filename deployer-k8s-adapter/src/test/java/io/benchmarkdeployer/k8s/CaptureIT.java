package io.benchmarkdeployer.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import io.benchmarkdeployer.core.Deployer;
import io.benchmarkdeployer.core.model.CapturedLog;
import io.benchmarkdeployer.core.model.LogCapture;
import io.benchmarkdeployer.core.model.LogEntry;
import io.benchmarkdeployer.core.model.ResourceRef;
import io.benchmarkdeployer.core.usecase.DeployRequest;
import io.benchmarkdeployer.core.usecase.JobLogQuery;
import io.benchmarkdeployer.core.usecase.LogFollower;
import io.benchmarkdeployer.core.usecase.LogFollower.Part;
import io.benchmarkdeployer.core.usecase.LogQuery;
import io.benchmarkdeployer.testkit.MemoryState;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Logs of a real cluster are whole, whatever breaks. */
@Tag("cluster")
@Timeout(180)
class CaptureIT {
  private static final Duration PATIENCE = Duration.ofSeconds(120);

  @TempDir Path folder;

  private final RealCluster real = new RealCluster();
  private final MemoryState state = new MemoryState();
  private Relay relay;
  private KubernetesCluster relayed;
  private Deployer deployer;

  @BeforeEach
  void start() throws Exception {
    relay = new Relay();
    relayed = KubernetesCluster.open(relay.connection(folder));
    deployer = Deployer.on(relayed, state).build().start();
  }

  @AfterEach
  void close() throws Exception {
    deployer.close();
    relayed.close();
    relay.close();
    real.close();
    state.close();
  }

  private static String job(String name, String script) {
    return """
    apiVersion: batch/v1
    kind: Job
    metadata: {name: %s}
    spec:
      backoffLimit: 1
      template:
        spec:
          restartPolicy: Never
          terminationGracePeriodSeconds: 1
          containers:
          - name: main
            image: busybox
            imagePullPolicy: IfNotPresent
            command: [sh, -c, "%s"]
    """
        .formatted(name, script);
  }

  private void deploy(String name, String script) {
    deployer.deploy().run(DeployRequest.of(job(name, script)).in(real.namespace()));
  }

  private record Followed(List<LogEntry> entries, CapturedLog log) {
    List<String> texts() {
      return entries.stream()
          .filter(LogEntry.Line.class::isInstance)
          .map(entry -> ((LogEntry.Line) entry).text())
          .toList();
    }
  }

  private Followed follow(String name, IntConsumer after) throws InterruptedException {
    var entries = new ArrayList<LogEntry>();
    try (LogFollower follower = deployer.followLog().run(LogQuery.of(real.namespace(), name))) {
      long end = System.nanoTime() + PATIENCE.toNanos();
      while (System.nanoTime() < end) {
        switch (follower.next(Duration.ofSeconds(1))) {
          case Part.Entries some -> {
            entries.addAll(some.batch().entries());
            after.accept(entries.size());
          }
          case Part.End last -> {
            return new Followed(entries, last.log());
          }
          case Part.Status status -> {}
          case Part.Quiet quiet -> {}
          case Part.Closed closed -> throw new AssertionError("closed");
        }
      }
    }
    throw new AssertionError("no end after " + entries.size() + " entries");
  }

  private static List<String> numbered(int most) {
    return IntStream.rangeClosed(1, most).mapToObj(i -> "line " + i).toList();
  }

  private static String printing(int from, int to) {
    return "i=%d; while [ $i -le %d ]; do echo line $i; i=$((i+1)); done".formatted(from, to);
  }

  /** Cuts when so many entries have come, each time once. */
  private IntConsumer cutting(int... places) {
    var left = new ArrayList<>(IntStream.of(places).boxed().toList());
    return seen -> {
      if (!left.isEmpty() && seen >= left.getFirst()) {
        left.removeFirst();
        relay.cut();
      }
    };
  }

  @Test
  void twentyThousandLinesAreWholeThoughTheConnectionIsCutAndTheJobDeletedRightAfterIt()
      throws Exception {
    String script =
        String.join(
            "; sleep 1; ",
            printing(1, 5_000),
            printing(5_001, 10_000),
            printing(10_001, 15_000),
            printing(15_001, 20_000));
    deploy("long", script);

    Followed followed = follow("long", cutting(100, 6_000, 12_000));
    real.remove(ResourceRef.job(real.namespace(), "long"));

    assertThat(followed.texts()).isEqualTo(numbered(20_000));
    assertThat(followed.log().isWhole()).isTrue();
    assertThat(follow("long", seen -> {}).texts()).isEqualTo(numbered(20_000));
    var all = deployer.readJobLog().run(JobLogQuery.of(real.namespace(), "long"));
    assertThat(all.entries()).hasSize(20_000);
  }

  @Test
  void aJobThatIsDeletedInTheMiddleOfABurstHasALogThatSaysThatItIsIncomplete() throws Exception {
    deploy("burst", "while true; do echo burst; done");

    var deleted = new boolean[1];
    Followed followed =
        follow(
            "burst",
            seen -> {
              if (seen > 1_000 && !deleted[0]) {
                deleted[0] = true;
                real.remove(ResourceRef.job(real.namespace(), "burst"));
              }
            });

    assertThat(followed.log().isWhole()).isFalse();
    assertThat(followed.log().captures().getFirst().state()).isEqualTo(LogCapture.State.LOST);
    assertThat(followed.entries().getLast()).isInstanceOf(LogEntry.Gap.class);
  }

  @Test
  void eachLifeOfAContainerAndEachPodIsThere() throws Exception {
    deploy("retried", "echo try; exit 3");

    Followed followed = follow("retried", seen -> {});

    assertThat(followed.texts()).containsExactly("try", "try");
    assertThat(followed.log().captures())
        .allMatch(capture -> capture.state() == LogCapture.State.SEALED)
        .allMatch(capture -> capture.exitCode().orElse(0) == 3);
    assertThat(followed.log().captures())
        .extracting(one -> one.source().pod())
        .doesNotHaveDuplicates();
  }

  /**
   * The cluster keeps a long line in pieces, and gives those of the last second without the rest.
   */
  @Test
  void aLongLineThatTakesMoreThanASecondIsThereOnce() throws Exception {
    deploy("slow", "printf %040000d 0; sleep 1.3; echo rest; echo after");

    Followed followed = follow("slow", seen -> {});

    assertThat(followed.texts()).containsExactly("0".repeat(40_000) + "rest", "after");
    assertThat(followed.log().isWhole()).isTrue();
  }

  @Test
  void aPodThatLivesForAMomentIsCaptured() throws Exception {
    deploy("short", "echo only");

    Followed followed = follow("short", seen -> {});

    assertThat(followed.texts()).containsExactly("only");
    assertThat(followed.log().isWhole()).isTrue();
  }
}
