package io.benchmarkdeployer.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import io.benchmarkdeployer.core.Deployer;
import io.benchmarkdeployer.core.model.WorkloadPhase;
import io.benchmarkdeployer.testkit.ContainerScript;
import io.benchmarkdeployer.testkit.ScriptedContainers;
import io.benchmarkdeployer.testkit.junit.InMemory;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

// region test
@InMemory
class RunJobTest {
  private static final String JOB =
      """
      apiVersion: batch/v1
      kind: Job
      metadata: {name: bench}
      spec:
        backoffLimit: 0
        template:
          spec: {restartPolicy: Never, containers: [{name: main, image: bench}]}
      """;

  @Test
  void whatAJobPrintsBeforeItFailsIsOnTheScreen(Deployer deployer, ScriptedContainers scripts)
      throws Exception {
    var script = ContainerScript.printing("warming up").thenPrinting("disk full").thenExiting(3);
    scripts.teachImage("bench", script);
    var screen = new ArrayList<String>();

    WorkloadPhase end = RunJob.run(deployer.start(), JOB, screen::add);

    assertThat(end).isEqualTo(WorkloadPhase.FAILED);
    assertThat(screen).containsExactly("warming up", "disk full");
  }
}
// endregion
