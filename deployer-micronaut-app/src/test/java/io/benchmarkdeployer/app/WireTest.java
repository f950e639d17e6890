package io.benchmarkdeployer.app;

import io.benchmarkdeployer.app.wiring.Adapters;
import io.benchmarkdeployer.testkit.ContainerScript;
import io.benchmarkdeployer.testkit.MemoryCluster;

/** The wire contract over both ports in memory. */
class WireTest extends WireEventScenarios {
  private final MemoryCluster cluster = MemoryCluster.start();

  @Override
  Adapters adapters() {
    return InMemory.on(cluster);
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
