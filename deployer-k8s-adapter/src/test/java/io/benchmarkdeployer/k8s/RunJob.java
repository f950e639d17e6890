package io.benchmarkdeployer.k8s;

import io.benchmarkdeployer.core.Deployer;
import io.benchmarkdeployer.core.model.LogEntry;
import io.benchmarkdeployer.core.model.ResourceRef;
import io.benchmarkdeployer.core.model.WorkloadPhase;
import io.benchmarkdeployer.core.usecase.DeployRequest;
import io.benchmarkdeployer.core.usecase.LogFollower.Part;
import io.benchmarkdeployer.core.usecase.LogQuery;
import io.benchmarkdeployer.testkit.MemoryState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;

// region program
/** Deploys the job of a file to the cluster of KUBECONFIG, and prints its log until it ends. */
public final class RunJob {
  public static void main(String[] arguments) throws Exception {
    var connection = KubernetesConnection.kubeconfig(System.getenv("KUBECONFIG"));
    try (var cluster = KubernetesCluster.open(connection);
        var state = new MemoryState();
        var deployer = Deployer.on(cluster, state).build().start()) {
      String yaml = Files.readString(Path.of(arguments[0]));
      System.out.println(run(deployer, yaml, System.out::println).wireName());
    }
  }

  /** How it ended. */
  static WorkloadPhase run(Deployer deployer, String yaml, Consumer<String> screen)
      throws InterruptedException {
    ResourceRef job = deployer.deploy().run(DeployRequest.of(yaml)).primary().ref();
    var query = LogQuery.of(job.namespace().orElseThrow(), job.name());
    try (var log = deployer.followLog().run(query)) {
      while (true) {
        switch (log.next(Duration.ofMinutes(1))) {
          case Part.Entries some -> some.batch().entries().forEach(one -> screen.accept(text(one)));
          case Part.End end -> {
            return end.status().orElseThrow().phase();
          }
          case Part.Status news -> {}
          case Part.Quiet quiet -> {}
          case Part.Closed closed -> throw new IllegalStateException("closed by another thread");
        }
      }
    }
  }

  private static String text(LogEntry entry) {
    return entry instanceof LogEntry.Line line ? line.text() : "--- lines may be missing here";
  }
}
// endregion
