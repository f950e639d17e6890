package io.benchmarkdeployer.testkit.junit;

import io.benchmarkdeployer.core.Deployer;
import io.benchmarkdeployer.testkit.ManualClock;
import io.benchmarkdeployer.testkit.MemoryClock;
import io.benchmarkdeployer.testkit.MemoryCluster;
import io.benchmarkdeployer.testkit.MemoryState;
import io.benchmarkdeployer.testkit.ScriptedContainers;
import java.time.Instant;
import java.util.List;

/** What one test works with. */
final class World {
  private static final Instant START = Instant.parse("2030-01-01T00:00:00Z");

  private final MemoryClock clock;
  private final MemoryCluster cluster;
  private final MemoryState state = new MemoryState();
  private final Deployer deployer;

  World(boolean manual) {
    this.clock = manual ? new ManualClock(START) : MemoryClock.system();
    this.cluster = MemoryCluster.builder().clock(clock).build();
    this.deployer = Deployer.on(cluster, state).clock(clock).build();
  }

  Object get(Class<?> type) {
    if (type == ScriptedContainers.class) {
      return cluster.scripts();
    }
    return List.of(clock, cluster, cluster.exec(), state, deployer).stream()
        .filter(type::isInstance)
        .findFirst()
        .orElseThrow();
  }

  /** Closes all; what the test should have closed itself is told. */
  List<String> close() {
    deployer.close();
    List<String> left = cluster.openHandles();
    cluster.close();
    state.close();
    return left;
  }
}
