package io.benchmarkdeployer.testkit.usecase;

import io.benchmarkdeployer.core.port.ClusterPort;
import io.benchmarkdeployer.testkit.MemoryCluster;
import io.benchmarkdeployer.testkit.contract.AllOrNothingContract;

class AllOrNothingTest extends AllOrNothingContract {
  private final MemoryCluster cluster = MemoryCluster.start();

  @Override
  protected ClusterPort cluster() {
    return cluster;
  }

  @Override
  protected String prefix() {
    return "usecase";
  }
}
