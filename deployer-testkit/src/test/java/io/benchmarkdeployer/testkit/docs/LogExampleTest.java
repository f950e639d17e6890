package io.benchmarkdeployer.testkit.docs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.benchmarkdeployer.core.Deployer;
import io.benchmarkdeployer.core.model.LogEntry;
import io.benchmarkdeployer.core.model.LogSource;
import io.benchmarkdeployer.core.model.Uid;
import io.benchmarkdeployer.core.port.ClusterPort;
import io.benchmarkdeployer.core.port.StatePort;
import io.benchmarkdeployer.core.usecase.DeployRequest;
import io.benchmarkdeployer.core.usecase.LogFollower.Part;
import io.benchmarkdeployer.core.usecase.LogQuery;
import io.benchmarkdeployer.testkit.ContainerScript;
import io.benchmarkdeployer.testkit.MemoryCluster;
import io.benchmarkdeployer.testkit.MemoryState;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** The code of {@code docs/embedding.md} that follows a log, run. */
class LogExampleTest {
  private static final String YAML =
      """
      apiVersion: batch/v1
      kind: Job
      metadata:
        name: test-job
      spec:
        template:
          spec:
            containers:
            - name: test
              image: busybox
            restartPolicy: Never
      """;

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(printed, true, UTF_8);

  @Test
  void theProgramOfThePageFollowsItsJobToTheEnd() throws Exception {
    MemoryCluster cluster = MemoryCluster.start();
    var script = ContainerScript.printing("hello").thenWaiting(Duration.ofMillis(100));
    cluster.scripts().teachImage("busybox", script.thenPrinting("goodbye").thenExiting(0));
    try (cluster;
        var state = new MemoryState()) {
      assertThat(isWhole(cluster, state, YAML)).isTrue();
      assertThat(printed.toString(UTF_8).lines())
          .filteredOn(line -> line.startsWith("test-job-"))
          .extracting(line -> line.substring(line.indexOf(' ') + 1))
          .containsExactly("hello", "goodbye");
    }
  }

  private boolean isWhole(ClusterPort cluster, StatePort state, String yaml)
      throws InterruptedException {
    // region program
    try (var deployer = Deployer.on(cluster, state).build().start()) {
      deployer.deploy().run(DeployRequest.of(yaml));

      try (var log = deployer.followLog().run(LogQuery.of("default", "test-job"))) {
        while (true) {
          switch (log.next(Duration.ofMinutes(1))) {
            case Part.Entries some -> some.batch().entries().forEach(entry -> show(entry));
            case Part.Status now -> out.println("now " + now.status().phase().wireName());
            case Part.Quiet quiet -> out.println("nothing for a minute");
            case Part.End end -> {
              return end.log().isWhole();
            }
            case Part.Closed closed -> throw new IllegalStateException("closed by another thread");
          }
        }
      }
    }
    // endregion
  }

  private void show(LogEntry entry) {
    // region entries
    switch (entry) {
      case LogEntry.Line line -> out.println(line.source().pod() + ": " + line.text());
      case LogEntry.Gap gap -> out.println("Lines may be missing here: " + gap.why());
      case LogEntry.Truncated cut -> out.println(cut.bytes() + " bytes were cut out here");
    }
    // endregion
  }

  @Test
  void whatIsMissingIsShown() {
    var source = new LogSource("pod", new Uid("1"), "test", 0);

    show(new LogEntry.Gap(1, source, Instant.EPOCH, "rotated"));
    show(new LogEntry.Truncated(2, 9, 100));

    assertThat(printed.toString(UTF_8).lines())
        .containsExactly("Lines may be missing here: rotated", "100 bytes were cut out here");
  }
}
