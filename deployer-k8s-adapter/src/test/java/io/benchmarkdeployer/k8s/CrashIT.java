package io.benchmarkdeployer.k8s;

import static org.awaitility.Awaitility.await;

import io.benchmarkdeployer.core.port.ClusterPort;
import io.benchmarkdeployer.testkit.contract.CrashContract;
import java.time.Duration;
import org.junit.jupiter.api.Tag;

@Tag("cluster")
class CrashIT extends CrashContract {
  private final KubernetesCluster cluster = KubernetesCluster.open(RealCluster.connection());

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
    await().pollDelay(time).atMost(time.plusSeconds(10)).until(() -> true);
  }
}
