package io.benchmarkdeployer.app.bench;

import io.benchmarkdeployer.app.BenchService;
import io.benchmarkdeployer.core.Deployer;
import io.benchmarkdeployer.core.model.ContainerRef;
import io.benchmarkdeployer.core.model.Kind;
import io.benchmarkdeployer.core.model.LiveObject;
import io.benchmarkdeployer.core.port.LogLine;
import io.benchmarkdeployer.core.port.LogRequest;
import io.benchmarkdeployer.core.port.LogStream;
import io.benchmarkdeployer.core.port.Selector;
import io.benchmarkdeployer.core.usecase.DeployRequest;
import io.benchmarkdeployer.testkit.ContainerScript;
import io.benchmarkdeployer.testkit.MemoryClock;
import io.benchmarkdeployer.testkit.MemoryCluster;
import io.benchmarkdeployer.testkit.MemoryState;
import io.benchmarkdeployer.testkit.ScriptedContainers;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A cluster in memory in this process, to have its shells without the service. */
final class MemoryScene implements AutoCloseable {
  private final MemoryClock clock = MemoryClock.system();
  private final PrintingContainers containers =
      new PrintingContainers(
          new ScriptedContainers(clock)
              .teachImage(BenchService.IMAGE, ContainerScript.printing("there").thenRunningOn()));
  private final MemoryCluster cluster =
      MemoryCluster.builder().clock(clock).containers(containers).build();
  private final Deployer deployer = Deployer.on(cluster, new MemoryState()).build();
  private final ContainerRef container;

  MemoryScene() throws IOException, InterruptedException {
    deployer.deploy().run(DeployRequest.of(Service.manifest()));
    this.container = container(Service.JOB);
  }

  private ContainerRef container(String job) throws IOException, InterruptedException {
    for (int i = 0; i < 600; i++) {
      List<LiveObject> pods =
          cluster.list(Selector.of(Kind.POD).in("default").withLabel("job-name", job));
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

  /** The lines in a second of one who reads the cluster's own stream, as fast as it goes. */
  double readLog(String job, long lines) throws IOException, InterruptedException {
    deployer.deploy().run(DeployRequest.of(Service.printer(job, lines, 0)));
    ContainerRef printer = container(job);
    var request = LogRequest.of("default", printer.pod(), printer.container()).followed();
    try (LogStream stream = containers.watched(cluster).openLog(request)) {
      containers.go();
      check(stream.next(), 0);
      long begun = System.nanoTime();
      for (long i = 1; i < lines; i++) {
        check(stream.next(), i);
      }
      return lines * 1e9 / (System.nanoTime() - begun);
    }
  }

  private static void check(Optional<LogLine> line, long index) throws IOException {
    if (line.map(here -> PrintedLine.number(here.bytes(), 0)).orElse(0L)
        != PrintedLine.FIRST + index) {
      throw new IOException("the cluster in memory lost a line after " + index);
    }
  }

  @Override
  public void close() {
    deployer.close();
    cluster.close();
  }
}
