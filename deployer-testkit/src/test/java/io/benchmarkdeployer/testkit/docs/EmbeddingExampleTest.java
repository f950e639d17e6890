package io.benchmarkdeployer.testkit.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.benchmarkdeployer.core.Deployer;
import io.benchmarkdeployer.core.model.Caller;
import io.benchmarkdeployer.core.model.Deployment;
import io.benchmarkdeployer.core.model.DeploymentState;
import io.benchmarkdeployer.core.model.Policy;
import io.benchmarkdeployer.core.port.ClusterPort;
import io.benchmarkdeployer.core.port.ConflictException;
import io.benchmarkdeployer.core.port.DeployerException;
import io.benchmarkdeployer.core.port.ForbiddenException;
import io.benchmarkdeployer.core.port.LimitException;
import io.benchmarkdeployer.core.port.NotFoundException;
import io.benchmarkdeployer.core.port.RejectedException;
import io.benchmarkdeployer.core.port.StatePort;
import io.benchmarkdeployer.core.port.UnavailableException;
import io.benchmarkdeployer.core.port.UnknownOutcomeException;
import io.benchmarkdeployer.core.usecase.AwaitJob.Waited;
import io.benchmarkdeployer.core.usecase.DeployRequest;
import io.benchmarkdeployer.core.usecase.JobLogQuery;
import io.benchmarkdeployer.core.usecase.Limits;
import io.benchmarkdeployer.testkit.ContainerScript;
import io.benchmarkdeployer.testkit.MemoryCluster;
import io.benchmarkdeployer.testkit.MemoryState;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The code of {@code docs/embedding.md}, run. */
class EmbeddingExampleTest {
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
  private final PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);

  @Test
  void theProgramOfThePageRuns() throws Exception {
    MemoryCluster cluster = MemoryCluster.start();
    cluster.scripts().teachImage("busybox", ContainerScript.printing("hello").thenExiting(0));
    var state = new MemoryState();
    try (cluster;
        state) {
      Deployment deployment = program(cluster, state, YAML);

      assertThat(printed()).contains("hello", "completed");
      assertThat(state.deployments().find(deployment.id()).orElseThrow().state())
          .isEqualTo(DeploymentState.DELETED);
    }
  }

  private Deployment program(ClusterPort cluster, StatePort state, String yaml)
      throws InterruptedException {
    // region program
    try (var deployer = Deployer.on(cluster, state).build().start()) {
      var me = new Caller("nightly");
      Deployment deployment = deployer.deploy().run(DeployRequest.of(yaml).by(me));

      switch (deployer.awaitJob().run("default", "test-job", Duration.ofMinutes(5))) {
        case Waited.Finished end -> out.println(end.report().status().phase().wireName());
        case Waited.StillRunning still -> out.println("not finished within 5 minutes");
        case Waited.Gone gone -> out.println("somebody deleted it");
      }

      var lastLines = JobLogQuery.of("default", "test-job").withTail(100);
      for (var entry : deployer.readJobLog().run(lastLines).entries()) {
        out.println(entry.pod() + ": " + entry.line().text());
      }

      return deployer.deleteDeployment().run(deployment.id(), me);
    }
    // endregion
  }

  @Test
  void theSettingsOfThePageAreTaken() {
    try (var cluster = MemoryCluster.start();
        var state = new MemoryState()) {
      Deployer deployer = strict(cluster, state);

      assertThat(explained(deployer, YAML.replace("kind: Job", "kind: DaemonSet")))
          .startsWith("Not allowed: ")
          .contains("kind DaemonSet");
    }
  }

  private static Deployer strict(ClusterPort cluster, StatePort state) {
    // region settings
    return Deployer.on(cluster, state)
        .defaultNamespace("bench")
        .policy(new Policy(Set.of("bench"), Set.of("Job", "ConfigMap")))
        .limits(Limits.DEFAULT.withDisappearance(Duration.ofSeconds(30)))
        .build();
    // endregion
  }

  @Test
  void everyErrorOfThePageIsExplained() {
    try (var cluster = MemoryCluster.start();
        var state = new MemoryState()) {
      Deployer deployer = Deployer.on(cluster, state).build();

      assertThat(explained(deployer, "kind: [")).startsWith("Not right: ");
      cluster.faults().unreachable();
      assertThat(explained(deployer, YAML)).startsWith("Try again: ");
    }
  }

  private static String explained(Deployer deployer, String yaml) {
    // region errors
    try {
      return "Deployed: " + deployer.deploy().run(DeployRequest.of(yaml)).id();
    } catch (DeployerException error) {
      return switch (error) {
        case RejectedException wrong -> "Not right: " + wrong.getMessage();
        case ForbiddenException rule -> "Not allowed: " + rule.getMessage();
        case ConflictException there -> "In the way: " + there.getMessage();
        case LimitException tooMuch -> "Too much: " + tooMuch.getMessage();
        case NotFoundException missing -> "Not there: " + missing.getMessage();
        case UnavailableException later -> "Try again: " + later.getMessage();
        case UnknownOutcomeException open -> "It will be settled: " + open.getMessage();
      };
    }
    // endregion
  }

  private String printed() {
    return printed.toString(StandardCharsets.UTF_8);
  }
}
