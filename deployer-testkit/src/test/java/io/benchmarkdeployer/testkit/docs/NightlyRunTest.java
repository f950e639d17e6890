package io.benchmarkdeployer.testkit.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.benchmarkdeployer.core.Deployer;
import io.benchmarkdeployer.core.model.WorkloadPhase;
import io.benchmarkdeployer.core.model.WorkloadStatus;
import io.benchmarkdeployer.core.usecase.DeployRequest;
import io.benchmarkdeployer.core.usecase.JobLogQuery;
import io.benchmarkdeployer.testkit.ContainerScript;
import io.benchmarkdeployer.testkit.ManualClock;
import io.benchmarkdeployer.testkit.ScriptedContainers;
import io.benchmarkdeployer.testkit.junit.InMemory;
import java.time.Duration;
import org.junit.jupiter.api.Test;

// region test
@InMemory
class NightlyRunTest {
  private static final String JOB =
      """
      apiVersion: batch/v1
      kind: Job
      metadata: {name: nightly}
      spec:
        backoffLimit: 0
        template:
          spec: {restartPolicy: Never, containers: [{name: main, image: bench}]}
      """;

  @Test
  void aRunThatFailsAfterAnHourSaysWhy(
      Deployer deployer, ScriptedContainers scripts, ManualClock clock) throws Exception {
    var begin = ContainerScript.printing("warming up").thenWaiting(Duration.ofHours(1));
    scripts.teachImage("bench", begin.thenPrinting("disk full").thenExiting(3));
    deployer.deploy().run(DeployRequest.of(JOB));

    clock.advance(Duration.ofMinutes(1));
    assertThat(status(deployer).phase()).isEqualTo(WorkloadPhase.RUNNING);

    clock.advance(Duration.ofHours(1));
    assertThat(status(deployer).phase()).isEqualTo(WorkloadPhase.FAILED);
    assertThat(status(deployer).cause().orElseThrow().exitCode()).contains(3);
    assertThat(deployer.readJobLog().run(JobLogQuery.of("default", "nightly")).entries())
        .extracting(entry -> entry.line().text())
        .containsExactly("warming up", "disk full");
  }

  private static WorkloadStatus status(Deployer deployer) {
    return deployer.readJob().status("default", "nightly").status();
  }
}
// endregion
