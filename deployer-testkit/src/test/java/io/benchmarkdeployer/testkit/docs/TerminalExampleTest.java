package io.benchmarkdeployer.testkit.docs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.benchmarkdeployer.core.Deployer;
import io.benchmarkdeployer.core.model.Caller;
import io.benchmarkdeployer.core.model.TerminalSize;
import io.benchmarkdeployer.core.port.ClusterPort;
import io.benchmarkdeployer.core.port.ExecPort;
import io.benchmarkdeployer.core.port.StatePort;
import io.benchmarkdeployer.core.usecase.AttachSession;
import io.benchmarkdeployer.core.usecase.AttachSession.Attaching;
import io.benchmarkdeployer.core.usecase.Attachment;
import io.benchmarkdeployer.core.usecase.Attachment.Output;
import io.benchmarkdeployer.core.usecase.DeployRequest;
import io.benchmarkdeployer.core.usecase.SessionRequest;
import io.benchmarkdeployer.testkit.ContainerScript;
import io.benchmarkdeployer.testkit.ManualClock;
import io.benchmarkdeployer.testkit.MemoryCluster;
import io.benchmarkdeployer.testkit.MemoryState;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** The code of {@code docs/terminal.md}, run. */
class TerminalExampleTest {
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

  @Test
  void theProgramOfThePageRuns() throws Exception {
    var clock = new ManualClock(Instant.parse("2030-01-01T00:00:00Z"));
    try (var cluster = MemoryCluster.builder().clock(clock).build();
        var state = new MemoryState()) {
      cluster.scripts().teachImage("busybox", ContainerScript.printing("x").thenRunningOn());
      Deployer.on(cluster, state).build().deploy().run(DeployRequest.of(YAML));
      clock.advance(Duration.ofSeconds(2));

      assertThat(program(cluster, state, cluster.exec(), Caller.ANONYMOUS))
          .contains("hello\r\n")
          .endsWith("ended: The shell ended with code 3");
    }
  }

  private static String program(ClusterPort cluster, StatePort state, ExecPort exec, Caller me)
      throws InterruptedException {
    // region program
    try (var deployer = Deployer.on(cluster, state).terminals(exec).build().start()) {
      var session = deployer.terminals().create().run(SessionRequest.of("default", "test-job", me));
      var request = AttachSession.Request.of(session.id(), me).withSize(new TerminalSize(40, 120));

      return switch (deployer.terminals().attach().run(request)) {
        case Attaching.Ended ended -> ended.end().message();
        case Attaching.Attached came -> {
          try (var attachment = came.attachment()) {
            attachment.type("echo hello; exit 3\r".getBytes(UTF_8));
            yield transcript(attachment);
          }
        }
      };
    }
    // endregion
  }

  private static String transcript(Attachment attachment) throws InterruptedException {
    // region reading
    var text = new ByteArrayOutputStream();
    while (true) {
      switch (attachment.next()) {
        case Output.Printed printed -> text.writeBytes(printed.bytes());
        case Output.Ended ended -> {
          return text.toString(UTF_8) + "ended: " + ended.end().message();
        }
        case Output.TooSlow slow -> throw new IllegalStateException("read faster");
        case Output.Closed closed -> throw new IllegalStateException("closed by another thread");
      }
    }
    // endregion
  }
}
