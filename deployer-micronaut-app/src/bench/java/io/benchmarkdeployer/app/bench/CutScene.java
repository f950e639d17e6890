package io.benchmarkdeployer.app.bench;

import io.benchmarkdeployer.core.Deployer;
import io.benchmarkdeployer.core.model.LogEntry;
import io.benchmarkdeployer.core.model.TerminalMarker;
import io.benchmarkdeployer.core.model.TerminalSize;
import io.benchmarkdeployer.core.port.ConflictException;
import io.benchmarkdeployer.core.port.ExecPort.Opening;
import io.benchmarkdeployer.core.port.NotFoundException;
import io.benchmarkdeployer.core.usecase.DeployRequest;
import io.benchmarkdeployer.core.usecase.Limits;
import io.benchmarkdeployer.core.usecase.LogFollower;
import io.benchmarkdeployer.core.usecase.LogFollower.Part;
import io.benchmarkdeployer.core.usecase.LogLimits;
import io.benchmarkdeployer.core.usecase.LogQuery;
import io.benchmarkdeployer.k8s.KubernetesCluster;
import io.benchmarkdeployer.k8s.KubernetesConnection;
import io.benchmarkdeployer.testkit.ContainerRuntime;
import io.benchmarkdeployer.testkit.MemoryCluster;
import io.benchmarkdeployer.testkit.MemoryState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * A job on the cluster in memory whose log is read by our Kubernetes adapter, from a server that
 * cuts the connection.
 */
final class CutScene implements AutoCloseable {
  private static final Limits LIMITS =
      Limits.DEFAULT.withLogs(
          new LogLimits(1L << 30, LogLimits.LONGEST_LINE, Duration.ofDays(1), Duration.ofDays(1)));

  private final UntilThrough container = new UntilThrough();
  private final MemoryCluster cluster = MemoryCluster.builder().containers(container).build();
  private final CutLog log;
  private final Path kubeconfig;
  private final KubernetesCluster kubernetes;
  private final Deployer deployer;

  CutScene(int lines, int cuts) throws IOException {
    this.log = new CutLog(lines, cuts, container::end);
    this.kubeconfig = log.kubeconfig();
    this.kubernetes =
        KubernetesCluster.open(KubernetesConnection.kubeconfig(kubeconfig.toString()));
    this.deployer =
        Deployer.on(new ReplacedLogs(cluster, kubernetes::openLog), new MemoryState())
            .limits(LIMITS)
            .build()
            .start();
  }

  /** What a follower got. */
  record Found(int lines, int wrong, int gaps, double seconds, int cutsLeft, double timesSent) {}

  Found follow() throws InterruptedException {
    deployer.deploy().run(DeployRequest.of(Service.manifest()));
    long begun = System.nanoTime();
    int lines = 0;
    int wrong = 0;
    int gaps = 0;
    try (LogFollower follower = follower()) {
      Part part = follower.next(Duration.ofSeconds(1));
      while (!(part instanceof Part.End)) {
        if (part instanceof Part.Entries entries) {
          for (LogEntry entry : entries.batch().entries()) {
            if (entry instanceof LogEntry.Line line) {
              wrong += log.isLine(lines, line.bytes()) && line.sequence() == lines + 1 ? 0 : 1;
              lines++;
            } else {
              gaps++;
            }
          }
        }
        part = follower.next(Duration.ofSeconds(1));
      }
    }
    double seconds = (System.nanoTime() - begun) / 1e9;
    return new Found(lines, wrong, gaps, seconds, log.cutsLeft(), log.timesSent());
  }

  private LogFollower follower() throws InterruptedException {
    for (int i = 0; i < 1_000; i++) {
      try {
        return deployer.followLog().run(LogQuery.of("default", Service.JOB));
      } catch (NotFoundException notYet) {
        Thread.sleep(10);
      }
    }
    throw new IllegalStateException("the job has no log");
  }

  /** Containers that do nothing, until they are told to end. */
  private static final class UntilThrough implements ContainerRuntime, ContainerRuntime.Running {
    private final CompletableFuture<Exit> exit = new CompletableFuture<>();

    void end() {
      exit.complete(Exit.of(0));
    }

    @Override
    public Running start(Start container, Consumer<byte[]> output) {
      return this;
    }

    @Override
    public CompletableFuture<Exit> exit() {
      return exit;
    }

    @Override
    public Opening openTerminal(String shell, TerminalMarker marker, TerminalSize size) {
      throw new ConflictException("this container has no shells");
    }

    @Override
    public void endTerminals(Set<TerminalMarker> markers) {}

    @Override
    public void stop(Duration grace) {
      end();
    }

    @Override
    public void close() {
      end();
    }
  }

  @Override
  public void close() throws IOException {
    deployer.close();
    kubernetes.close();
    cluster.close();
    log.close();
    Files.delete(kubeconfig);
  }
}
