package io.benchmarkdeployer.testkit;

import io.benchmarkdeployer.core.model.Json;
import io.benchmarkdeployer.core.model.ResourceRef;
import io.benchmarkdeployer.core.port.ClusterPort;
import io.benchmarkdeployer.testkit.contract.ClusterContract;
import io.benchmarkdeployer.testkit.contract.ClusterUnderTest;

/** The cluster in memory does what every cluster does, in real time. */
// region cluster
class MemoryClusterContractTest extends ClusterContract {

  @Override
  protected ClusterUnderTest open() {
    return new MemoryUnderTest();
  }

  private static final class MemoryUnderTest implements ClusterUnderTest {
    private static final String MISSING_IMAGE = "nosuch.example/image:1";

    private final MemoryCluster cluster = MemoryCluster.start();

    MemoryUnderTest() {
      cluster.scripts().missImage(MISSING_IMAGE).missProgram("/no/such/binary");
    }

    @Override
    public ClusterPort port() {
      return cluster;
    }

    @Override
    public ClusterPort openAnother() {
      return cluster.connect();
    }

    @Override
    public String namespace() {
      return "default";
    }

    @Override
    public String image() {
      return "busybox";
    }

    @Override
    public String missingImage() {
      return MISSING_IMAGE;
    }

    @Override
    public void teach(ContainerScript script) {
      cluster.scripts().teach(script);
    }

    @Override
    public void applyAsAnother(ResourceRef ref, Json.Obj fields) {
      cluster.actingAs("somebody-else").apply(ref, fields);
    }

    @Override
    public void close() {
      cluster.close();
    }
  }
}
// endregion
