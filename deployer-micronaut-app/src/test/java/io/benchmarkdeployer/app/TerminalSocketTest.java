package io.benchmarkdeployer.app;

import io.benchmarkdeployer.app.wiring.Adapters;
import io.benchmarkdeployer.testkit.ContainerScript;
import io.benchmarkdeployer.testkit.MemoryCluster;
import io.benchmarkdeployer.testkit.MemoryState;

/** Terminals over all ports in memory. */
class TerminalSocketTest extends TerminalScenarios {
  private final MemoryCluster cluster = MemoryCluster.start();

  @Override
  Adapters adapters() {
    return new Adapters(cluster, cluster.exec(), new MemoryState());
  }

  @Override
  String namespace() {
    return "default";
  }

  @Override
  void teach(ContainerScript script) {
    cluster.scripts().teach(script);
  }
}
