package io.benchmarkdeployer.app.embedded;

import io.benchmarkdeployer.testkit.MemoryClock;
import io.benchmarkdeployer.testkit.MemoryCluster;

/**
 * The cluster of the embedded mode: in this process, its containers processes of this machine. A
 * namespace is there as soon as something is deployed into it.
 */
public final class EmbeddedCluster {
  private EmbeddedCluster() {}

  /**
   * Starts one with nothing in it, after ending what an earlier service has left that was killed.
   * Closing it ends all containers.
   *
   * @throws io.benchmarkdeployer.core.port.UnavailableException where this machine lacks a program
   *     that containers are started with
   */
  public static MemoryCluster start() {
    return start(LocalContainers.MOST);
  }

  /** One that runs at most so many containers at once. */
  static MemoryCluster start(int mostContainers) {
    return MemoryCluster.builder()
        .clock(MemoryClock.system())
        .containers(LocalContainers.open(mostContainers))
        .namespacesOnDemand()
        .build();
  }
}
