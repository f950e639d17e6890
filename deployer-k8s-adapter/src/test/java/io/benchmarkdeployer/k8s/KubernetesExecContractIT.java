package io.benchmarkdeployer.k8s;

import io.benchmarkdeployer.testkit.contract.ExecContract;
import io.benchmarkdeployer.testkit.contract.ExecUnderTest;
import org.junit.jupiter.api.Tag;

@Tag("cluster")
class KubernetesExecContractIT extends ExecContract {
  @Override
  protected ExecUnderTest open() {
    return new RealContainers();
  }
}
