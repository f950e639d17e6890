package io.benchmarkdeployer.testkit;

import io.benchmarkdeployer.core.port.StatePort;
import io.benchmarkdeployer.testkit.contract.StateContract;

// region state
final class MemoryStateContractTest extends StateContract {
  @Override
  protected StatePort freshState() {
    return new MemoryState();
  }
}
// endregion
