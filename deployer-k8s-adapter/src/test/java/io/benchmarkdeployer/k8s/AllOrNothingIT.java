package io.benchmarkdeployer.k8s;

import io.benchmarkdeployer.core.port.ClusterPort;
import io.benchmarkdeployer.testkit.contract.AllOrNothingContract;
import org.junit.jupiter.api.Tag;

@Tag("cluster")
class AllOrNothingIT extends AllOrNothingContract {
  private final KubernetesCluster cluster = KubernetesCluster.open(RealCluster.connection());

  @Override
  protected ClusterPort cluster() {
    return cluster;
  }

  @Override
  protected String prefix() {
    return "usecase";
  }
}
