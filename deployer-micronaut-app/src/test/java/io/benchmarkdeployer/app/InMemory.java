package io.benchmarkdeployer.app;

import io.benchmarkdeployer.app.wiring.Adapters;
import io.benchmarkdeployer.testkit.MemoryCluster;
import io.benchmarkdeployer.testkit.MemoryState;

/** The three ports in memory. */
public final class InMemory {
  private InMemory() {}

  public static Adapters adapters() {
    return on(MemoryCluster.start());
  }

  public static Adapters on(MemoryCluster cluster) {
    return new Adapters(cluster, cluster.exec(), new MemoryState());
  }
}
