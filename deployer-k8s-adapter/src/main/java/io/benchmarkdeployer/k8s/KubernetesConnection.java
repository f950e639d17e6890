package io.benchmarkdeployer.k8s;

import io.kubernetes.client.openapi.ApiClient;
import io.kubernetes.client.util.ClientBuilder;
import io.kubernetes.client.util.Config;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Where a cluster is, who we are to it, and how long one call to it may take. Nothing is asked of
 * the cluster yet.
 */
public final class KubernetesConnection {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);
  private static final Duration CALL_TIMEOUT = Duration.ofSeconds(10);

  /** With the grace that is added to it, a hanging watch is told in less than 30 seconds. */
  private static final Duration WATCH_SILENCE = Duration.ofSeconds(20);

  private final Source source;
  private final Duration connectTimeout;
  private final Duration callTimeout;
  private final Duration watchSilence;

  /** Makes the client with its credentials. */
  interface Source {
    ClientBuilder builder() throws IOException;
  }

  /** Why there are no credentials, in words that may be told. */
  static final class Unusable extends IOException {
    private static final long serialVersionUID = 1;

    Unusable(String message) {
      super(message);
    }
  }

  private KubernetesConnection(
      Source source, Duration connectTimeout, Duration callTimeout, Duration watchSilence) {
    this.source = source;
    this.connectTimeout = connectTimeout;
    this.callTimeout = callTimeout;
    this.watchSilence = watchSilence;
  }

  static KubernetesConnection of(Source source) {
    return new KubernetesConnection(source, CONNECT_TIMEOUT, CALL_TIMEOUT, WATCH_SILENCE);
  }

  /**
   * What these kubeconfig files say, merged as kubectl does: the first file that names a cluster, a
   * user or a context wins, as does the first {@code current-context}; relative paths are relative
   * to their own file.
   *
   * @param paths one or more files, separated by {@code :}; those that don't exist are passed over
   *     if at least one does
   * @throws IllegalArgumentException where they can't be read or don't say where the cluster is
   */
  public static KubernetesConnection kubeconfig(String paths) {
    return of(KubeconfigFiles.read(paths));
  }

  /** What {@code ~/.kube/config} says; as {@link #kubeconfig}. */
  public static KubernetesConnection defaultKubeconfig() {
    return kubeconfig(Path.of(System.getProperty("user.home"), ".kube", "config").toString());
  }

  /** The cluster that this process runs in, as the pod's service account. */
  public static KubernetesConnection inCluster() {
    if (!inClusterAvailable()) {
      throw new IllegalArgumentException("This process runs in no pod with a service account");
    }
    return of(ClientBuilder::cluster);
  }

  /** Whether this process runs in a pod with a service account. */
  public static boolean inClusterAvailable() {
    return System.getenv(Config.ENV_SERVICE_HOST) != null
        && Files.isReadable(Path.of(Config.SERVICEACCOUNT_CA_PATH))
        && Files.isReadable(Path.of(Config.SERVICEACCOUNT_TOKEN_PATH));
  }

  /** How long the making of a connection may take; 2 seconds unless set. */
  public KubernetesConnection withConnectTimeout(Duration other) {
    return new KubernetesConnection(source, other, callTimeout, watchSilence);
  }

  /** How long one call may take, its repetitions included; 10 seconds unless set. */
  public KubernetesConnection withCallTimeout(Duration other) {
    return new KubernetesConnection(source, connectTimeout, other, watchSilence);
  }

  /** How long a watch may hear nothing before its silence counts; whole seconds. */
  KubernetesConnection withWatchSilence(Duration other) {
    return new KubernetesConnection(source, connectTimeout, callTimeout, other);
  }

  Duration connectTimeout() {
    return connectTimeout;
  }

  Duration callTimeout() {
    return callTimeout;
  }

  /** How long a watch is asked to last. */
  Duration watchSilence() {
    return watchSilence;
  }

  /** How much longer it may take to end. */
  Duration watchGrace() {
    return watchSilence.dividedBy(4).plusSeconds(1);
  }

  /**
   * The client with its credentials.
   *
   * @throws IllegalArgumentException where certificates or credentials can't be read
   */
  ApiClient client() {
    try {
      return source.builder().build();
    } catch (IOException | RuntimeException unreadable) {
      throw new IllegalArgumentException(
          "The certificates or credentials for the cluster can't be read: " + said(unreadable));
    }
  }

  /** Other words than these could quote what stands in a file. */
  private static String said(Exception error) {
    return switch (error) {
      case Unusable ours -> String.valueOf(ours.getMessage());
      case FileSystemException file -> "file " + file.getFile();
      default -> error.getClass().getSimpleName();
    };
  }
}
