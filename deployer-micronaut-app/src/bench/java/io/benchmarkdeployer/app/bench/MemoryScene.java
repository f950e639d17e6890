package io.benchmarkdeployer.app.bench;

import io.benchmarkdeployer.app.BenchService;
import io.benchmarkdeployer.core.Deployer;
import io.benchmarkdeployer.core.model.ContainerRef;
import io.benchmarkdeployer.core.model.Kind;
import io.benchmarkdeployer.core.model.LiveObject;
import io.benchmarkdeployer.core.port.Selector;
import io.benchmarkdeployer.core.usecase.DeployRequest;
import io.benchmarkdeployer.testkit.ContainerScript;
import io.benchmarkdeployer.testkit.MemoryCluster;
import io.benchmarkdeployer.testkit.MemoryState;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A cluster in memory in this process, to have its shells without the service. */
final class MemoryScene implements AutoCloseable {
  private final MemoryCluster cluster = MemoryCluster.start();
  private final Deployer deployer = Deployer.on(cluster, new MemoryState()).build();
  private final ContainerRef container;

  MemoryScene() throws IOException, InterruptedException {
    cluster
        .scripts()
        .teachImage(BenchService.IMAGE, ContainerScript.printing("there").thenRunningOn());
    deployer.deploy().run(DeployRequest.of(Service.manifest()));
    this.container = container();
  }

  private ContainerRef container() throws IOException, InterruptedException {
    for (int i = 0; i < 600; i++) {
      List<LiveObject> pods = cluster.list(Selector.of(new Kind("v1", "Pod")).in("default"));
      if (!pods.isEmpty() && pods.getFirst().content().toString().contains("\"running\"")) {
        LiveObject pod = pods.getFirst();
        return new ContainerRef("default", pod.ref().name(), pod.uid(), "main");
      }
      TimeUnit.MILLISECONDS.sleep(50);
    }
    throw new IOException("the pod does not run");
  }

  Seat port() throws IOException {
    return PortSeat.open(cluster.exec(), container);
  }

  @Override
  public void close() {
    deployer.close();
    cluster.close();
  }
}
