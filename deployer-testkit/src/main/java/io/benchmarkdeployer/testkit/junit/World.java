package io.benchmarkdeployer.testkit.junit;

import io.benchmarkdeployer.core.Deployer;
import io.benchmarkdeployer.core.port.ClusterPort;
import io.benchmarkdeployer.core.port.ExecPort;
import io.benchmarkdeployer.core.port.StatePort;
import io.benchmarkdeployer.testkit.ManualClock;
import io.benchmarkdeployer.testkit.MemoryClock;
import io.benchmarkdeployer.testkit.MemoryCluster;
import io.benchmarkdeployer.testkit.MemoryFaults;
import io.benchmarkdeployer.testkit.MemoryState;
import io.benchmarkdeployer.testkit.ScriptedContainers;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What one test works with. */
final class World {
  /** What a test may ask for. */
  static final Set<Class<?>> TYPES =
      Set.of(
          Deployer.class,
          ClusterPort.class,
          MemoryCluster.class,
          ScriptedContainers.class,
          MemoryFaults.class,
          ExecPort.class,
          StatePort.class,
          MemoryState.class,
          ManualClock.class);

  private static final Instant START = Instant.parse("2030-01-01T00:00:00Z");

  private final MemoryClock clock;
  private final MemoryCluster cluster;
  private final MemoryState state = new MemoryState();
  private final Deployer deployer;

  World(boolean manual) {
    this.clock = manual ? new ManualClock(START) : MemoryClock.system();
    this.cluster = MemoryCluster.builder().clock(clock).build();
    this.deployer = Deployer.on(cluster, state).terminals(cluster.exec()).clock(clock).build();
  }

  Object get(Class<?> type) {
    return List.of(
            clock, cluster, cluster.scripts(), cluster.faults(), cluster.exec(), state, deployer)
        .stream()
        .filter(type::isInstance)
        .findFirst()
        .orElseThrow();
  }

  /** Closes all; what the test should have closed itself is told. */
  List<String> close() {
    var left = new ArrayList<String>(deployer.openHandles());
    deployer.close();
    left.addAll(cluster.openHandles());
    cluster.close();
    state.close();
    return left;
  }
}
