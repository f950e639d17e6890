package io.benchmarkdeployer.testkit.usecase;

import io.benchmarkdeployer.core.port.ClusterPort;
import io.benchmarkdeployer.testkit.ManualClock;
import io.benchmarkdeployer.testkit.MemoryCluster;
import io.benchmarkdeployer.testkit.contract.CrashContract;
import java.time.Duration;
import java.time.Instant;

class CrashTest extends CrashContract {
  private final ManualClock clock = new ManualClock(Instant.parse("2026-03-01T12:00:00Z"));
  private final MemoryCluster cluster = MemoryCluster.builder().clock(clock).build();

  @Override
  protected ClusterPort cluster() {
    return cluster;
  }

  @Override
  protected String prefix() {
    return "usecase";
  }

  @Override
  protected void pass(Duration time) {
    clock.advance(time);
  }
}
