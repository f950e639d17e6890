package io.benchmarkdeployer.k8s;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.benchmarkdeployer.core.model.DesiredObject;
import io.benchmarkdeployer.core.model.Kind;
import io.benchmarkdeployer.core.model.ResourceRef;
import io.benchmarkdeployer.core.port.ClusterWatch;
import io.benchmarkdeployer.core.port.ClusterWatch.Change;
import io.benchmarkdeployer.core.port.Selector;
import io.benchmarkdeployer.core.port.UnavailableException;
import io.benchmarkdeployer.core.port.UnavailableException.How;
import io.benchmarkdeployer.core.port.UnknownOutcomeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A real API server that is stopped in the middle of everything, and goes on after a while. */
@Tag("cluster")
class FrozenClusterIT {
  private static final int FROZEN_SECONDS = 7;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @Test
  void silenceIsToldAndAllIsWellAfterIt() throws Exception {
    Path pid = Path.of(System.getenv("KUBECONFIG")).resolveSibling("run/kube-apiserver.pid");
    assumeTrue(Files.isReadable(pid), "the API server's process is not at hand");
    try (var real = new RealCluster();
        KubernetesCluster hasty = KubernetesCluster.open(hasty());
        ClusterWatch watch = hasty.watch(Selector.of(Kind.JOB).in(real.namespace()))) {
      ResourceRef ref = real.ref("v1", "ConfigMap", "lost");
      hasty.find(ref);
      assertThat(watch.next(PATIENCE)).get().isInstanceOf(Change.Listed.class);

      Process frozen = freeze(Files.readString(pid).strip());
      assertThat(watch.next(PATIENCE)).get().isInstanceOf(Change.Silent.class);
      assertThat(frozen.isAlive()).isTrue();
      assertThatThrownBy(() -> hasty.find(ref))
          .isInstanceOfSatisfying(
              UnavailableException.class, silent -> assertThat(silent.how()).isEqualTo(How.SILENT));
      assertThatThrownBy(
              () -> hasty.apply(new DesiredObject(ref, RealCluster.head(ref)), Optional.empty()))
          .isInstanceOf(UnknownOutcomeException.class);

      assertThat(frozen.waitFor()).isZero();
      assertThat(watch.next(PATIENCE)).get().isInstanceOf(Change.Listed.class);
      assertThat(hasty.describe().version()).startsWith("v");
    }
  }

  private static KubernetesConnection hasty() {
    return RealCluster.connection()
        .withCallTimeout(Duration.ofSeconds(1))
        .withWatchSilence(Duration.ofSeconds(1));
  }

  /** In a process of its own: the server goes on whatever becomes of this one. */
  private static Process freeze(String pid) throws IOException {
    String script = "kill -STOP %s; sleep %d; kill -CONT %s".formatted(pid, FROZEN_SECONDS, pid);
    return new ProcessBuilder("sh", "-c", script).inheritIO().start();
  }
}
