package io.benchmarkdeployer.app.wiring;

import io.benchmarkdeployer.app.embedded.EmbeddedCluster;
import io.benchmarkdeployer.core.port.ClusterPort;
import io.benchmarkdeployer.core.port.StatePort;
import io.benchmarkdeployer.k8s.KubernetesCluster;
import io.benchmarkdeployer.k8s.KubernetesConnection;
import io.benchmarkdeployer.mongo.MongoState;
import io.benchmarkdeployer.testkit.MemoryState;

/** The adapters that the settings ask for. */
public final class ChosenAdapters {
  private ChosenAdapters() {}

  /** Whether this process runs in a pod of a cluster, with a service account. */
  public static boolean isInCluster() {
    return KubernetesConnection.inClusterAvailable();
  }

  public static Adapters of(Settings settings) {
    return new Adapters(() -> cluster(settings), () -> state(settings));
  }

  private static ClusterPort cluster(Settings settings) {
    return switch (settings.cluster()) {
      case EMBEDDED -> EmbeddedCluster.start();
      case IN_CLUSTER -> kubernetes(settings, KubernetesConnection.inCluster());
      case KUBECONFIG ->
          kubernetes(
              settings, KubernetesConnection.kubeconfig(settings.kubeconfig().orElseThrow()));
      case HOME_KUBECONFIG -> kubernetes(settings, KubernetesConnection.defaultKubeconfig());
    };
  }

  private static ClusterPort kubernetes(Settings settings, KubernetesConnection connection) {
    return KubernetesCluster.open(
        connection
            .withConnectTimeout(settings.connectTimeout())
            .withCallTimeout(settings.callTimeout()));
  }

  private static StatePort state(Settings settings) {
    return settings.mongoUrl().<StatePort>map(MongoState::open).orElseGet(MemoryState::new);
  }
}
