package io.benchmarkdeployer.app.wiring;

import io.benchmarkdeployer.app.embedded.EmbeddedCluster;
import io.benchmarkdeployer.core.port.StatePort;
import io.benchmarkdeployer.k8s.KubernetesCluster;
import io.benchmarkdeployer.k8s.KubernetesConnection;
import io.benchmarkdeployer.k8s.KubernetesExec;
import io.benchmarkdeployer.mongo.MongoState;
import io.benchmarkdeployer.testkit.MemoryCluster;
import io.benchmarkdeployer.testkit.MemoryState;

/** The adapters that the settings ask for. */
public final class ChosenAdapters {
  private ChosenAdapters() {}

  /** Whether this process runs in a pod of a cluster, with a service account. */
  public static boolean isInCluster() {
    return KubernetesConnection.inClusterAvailable();
  }

  /**
   * Opens them; does not wait for them.
   *
   * @throws SettingException where what the settings name can't be used
   */
  public static Adapters open(Settings settings) {
    return settings.isEmbedded() ? embedded(settings) : kubernetes(settings);
  }

  private static Adapters embedded(Settings settings) {
    MemoryCluster cluster = EmbeddedCluster.start();
    return new Adapters(cluster, cluster.exec(), state(settings));
  }

  private static Adapters kubernetes(Settings settings) {
    try {
      KubernetesConnection connection =
          connection(settings)
              .withConnectTimeout(settings.connectTimeout())
              .withCallTimeout(settings.callTimeout());
      return new Adapters(
          KubernetesCluster.open(connection), KubernetesExec.open(connection), state(settings));
    } catch (IllegalArgumentException unusable) {
      throw new SettingException("KUBECONFIG", "can't be used: " + unusable.getMessage());
    }
  }

  private static KubernetesConnection connection(Settings settings) {
    return switch (settings.cluster()) {
      case KUBECONFIG -> KubernetesConnection.kubeconfig(settings.kubeconfig().orElseThrow());
      case HOME_KUBECONFIG -> KubernetesConnection.defaultKubeconfig();
      case IN_CLUSTER -> KubernetesConnection.inCluster();
      case EMBEDDED -> throw new IllegalStateException("the embedded cluster has no connection");
    };
  }

  private static StatePort state(Settings settings) {
    return settings.mongoUrl().map(ChosenAdapters::mongo).orElseGet(MemoryState::new);
  }

  /** What the driver says of a malformed one may quote it, password and all. */
  private static StatePort mongo(String url) {
    try {
      return MongoState.open(url);
    } catch (IllegalArgumentException unusable) {
      throw new SettingException("MONGO_URL", "is not a connection string of MongoDB");
    }
  }
}
