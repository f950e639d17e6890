package io.benchmarkdeployer.k8s;

import io.benchmarkdeployer.testkit.contract.ClusterContract;
import io.benchmarkdeployer.testkit.contract.ClusterUnderTest;
import org.junit.jupiter.api.Tag;

@Tag("cluster")
class KubernetesClusterContractIT extends ClusterContract {
  @Override
  protected ClusterUnderTest open() {
    return new RealCluster();
  }
}
