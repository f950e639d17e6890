package io.benchmarkdeployer.testkit.docs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.benchmarkdeployer.core.Deployer;
import io.benchmarkdeployer.core.model.ContainerRef;
import io.benchmarkdeployer.core.model.Kind;
import io.benchmarkdeployer.core.model.LiveObject;
import io.benchmarkdeployer.core.model.TerminalMarker;
import io.benchmarkdeployer.core.model.TerminalSize;
import io.benchmarkdeployer.core.port.ExecPort;
import io.benchmarkdeployer.core.port.ExecPort.Opening;
import io.benchmarkdeployer.core.port.Selector;
import io.benchmarkdeployer.core.port.TerminalEnd;
import io.benchmarkdeployer.core.port.TerminalRequest;
import io.benchmarkdeployer.core.usecase.DeployRequest;
import io.benchmarkdeployer.testkit.ContainerScript;
import io.benchmarkdeployer.testkit.ManualClock;
import io.benchmarkdeployer.testkit.MemoryCluster;
import io.benchmarkdeployer.testkit.ScriptedShell;
import io.benchmarkdeployer.testkit.junit.InMemory;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The page's example of a terminal. */
// region terminal
@InMemory
class TerminalTest {
  private static final String JOB =
      """
      apiVersion: batch/v1
      kind: Job
      metadata: {name: bench}
      spec:
        template:
          spec: {restartPolicy: Never, containers: [{name: main, image: bench}]}
      """;

  @Test
  void aShellAnswersWhatItWasTaught(
      Deployer deployer, MemoryCluster cluster, ManualClock clock, ExecPort exec) throws Exception {
    var shell = ScriptedShell.plain().answering("nproc", "96\r\n");
    cluster.scripts().teachShell("bench", "/bin/bash", shell);
    cluster.scripts().teachImage("bench", ContainerScript.printing("up").thenRunningOn());
    deployer.deploy().run(DeployRequest.of(JOB));
    clock.advance(Duration.ofSeconds(1));

    try (var terminal = ((Opening.Opened) exec.open(request(cluster))).terminal()) {
      terminal.write("nproc\rexit 3\r".getBytes(UTF_8));

      var screen = new ByteArrayOutputStream();
      for (var some = terminal.read(); some.isPresent(); some = terminal.read()) {
        screen.writeBytes(some.get());
      }
      assertThat(screen.toString(UTF_8)).contains("96\r\n");
      assertThat(terminal.end()).isEqualTo(new TerminalEnd.Exited(3));
    }
    assertThat(cluster.scripts().runningShells()).isEmpty();
  }

  private static TerminalRequest request(MemoryCluster cluster) {
    LiveObject pod = cluster.list(Selector.of(Kind.POD)).getFirst();
    var main = new ContainerRef("default", pod.ref().name(), pod.uid(), "main");
    return new TerminalRequest(main, "bash", TerminalMarker.random(), TerminalSize.USUAL);
  }
}
// endregion
