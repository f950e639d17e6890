package io.benchmarkdeployer.app.wiring;

import io.benchmarkdeployer.core.manifest.ManifestLimits;
import io.benchmarkdeployer.core.model.DnsName;
import io.benchmarkdeployer.core.model.Policy;
import io.benchmarkdeployer.core.usecase.LogLimits;
import io.benchmarkdeployer.core.usecase.SessionLimits;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * All that the operator has set, read once from the environment; see the table in the README.
 *
 * @param cluster where the cluster is
 * @param kubeconfig paths of kubeconfig files, separated as {@code KUBECONFIG} has it
 * @param mongoUrl where the state is kept; empty for this process's memory
 * @param host the address to listen on
 * @param port the port to listen on; 0 for any that is free
 * @param publicUrl the origin by which browsers reach the service, where a proxy stands before it
 * @param allowedOrigins further origins whose pages may call
 * @param tokens who may call; empty where nobody is asked
 * @param connectTimeout how long a connection to the cluster may take
 * @param callTimeout how long a call to the cluster may take in all
 * @param unknownVariables those that are called like ours and are none: misspelt, maybe
 */
public record Settings(
    ClusterSource cluster,
    Optional<String> kubeconfig,
    Optional<String> mongoUrl,
    String host,
    int port,
    Optional<String> publicUrl,
    Set<String> allowedOrigins,
    List<AccessToken> tokens,
    String defaultNamespace,
    LogLevel logLevel,
    Policy policy,
    Duration connectTimeout,
    Duration callTimeout,
    ManifestLimits manifestLimits,
    SessionLimits sessionLimits,
    LogLimits logLimits,
    Set<String> unknownVariables) {

  private static final String LOOPBACK = "127.0.0.1";
  private static final Pattern KIND =
      Pattern.compile("[A-Za-z][A-Za-z0-9]*(\\.[a-z0-9][-.a-z0-9]*)?");
  private static final Pattern NAMESPACE = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");

  /** Where the cluster is. */
  public enum ClusterSource {
    /** In this process: containers are local processes. */
    EMBEDDED,
    /** Around this process: it runs in one of its pods. */
    IN_CLUSTER,
    /** Where {@code KUBECONFIG} says. */
    KUBECONFIG,
    /** Where the user's {@code ~/.kube/config} says. */
    HOME_KUBECONFIG
  }

  /** How much is logged; two words of the service before this one among them. */
  public enum LogLevel {
    TRACE,
    DEBUG,
    INFO,
    WARN,
    WARNING,
    ERROR,
    CRITICAL;

    /** As the log library spells it. */
    public String libraryName() {
      return switch (this) {
        case TRACE, DEBUG, INFO, WARN, ERROR -> name();
        case WARNING -> "WARN";
        case CRITICAL -> "ERROR";
      };
    }
  }

  private enum ClusterMode {
    AUTO,
    KUBERNETES,
    EMBEDDED
  }

  public Settings {
    allowedOrigins = Set.copyOf(allowedOrigins);
    tokens = List.copyOf(tokens);
    unknownVariables = Set.copyOf(unknownVariables);
  }

  /**
   * Reads the environment.
   *
   * @param inCluster whether this process runs in a pod, with a service account
   * @throws SettingException where a variable can't be read
   */
  public static Settings of(Map<String, String> environment, boolean inCluster) {
    var variables = new Variables(environment);
    ClusterSource cluster = cluster(variables, inCluster);
    return new Settings(
        cluster,
        variables.text("KUBECONFIG"),
        variables.text("MONGO_URL"),
        host(variables, cluster),
        variables.number("DEPLOYER_PORT", 8002, 0, 65_535),
        variables
            .text("DEPLOYER_PUBLIC_URL")
            .map(url -> Variables.origin("DEPLOYER_PUBLIC_URL", url.replaceFirst("/$", ""))),
        allowedOrigins(variables),
        AccessToken.all(variables),
        defaultNamespace(variables),
        variables.choice("LOG_LEVEL", LogLevel.class, LogLevel.INFO),
        policy(variables),
        variables.duration(
            "DEPLOYER_CLUSTER_CONNECT_TIMEOUT", Duration.ofSeconds(2), Duration.ofMinutes(1)),
        variables.duration(
            "DEPLOYER_CLUSTER_CALL_TIMEOUT", Duration.ofSeconds(10), Duration.ofMinutes(1)),
        manifestLimits(variables),
        TerminalVariables.read(variables),
        LogVariables.read(variables),
        variables.unknown("DEPLOYER_"));
  }

  private static ClusterSource cluster(Variables variables, boolean inCluster) {
    ClusterSource real =
        variables.text("KUBECONFIG").isPresent()
            ? ClusterSource.KUBECONFIG
            : inCluster ? ClusterSource.IN_CLUSTER : ClusterSource.HOME_KUBECONFIG;
    return switch (variables.choice("DEPLOYER_CLUSTER", ClusterMode.class, ClusterMode.AUTO)) {
      case KUBERNETES -> real;
      case EMBEDDED -> ClusterSource.EMBEDDED;
      case AUTO -> real == ClusterSource.HOME_KUBECONFIG ? ClusterSource.EMBEDDED : real;
    };
  }

  private static String host(Variables variables, ClusterSource cluster) {
    Optional<String> host = variables.text("DEPLOYER_HOST");
    if (cluster != ClusterSource.EMBEDDED) {
      return host.orElse("0.0.0.0");
    }
    Variables.require(
        host.orElse(LOOPBACK).equals(LOOPBACK),
        "DEPLOYER_HOST",
        "must be %s or unset in the embedded mode: whoever reaches it can run programs here; set"
                .formatted(LOOPBACK)
            + " KUBECONFIG to work on a cluster");
    return LOOPBACK;
  }

  private static Set<String> allowedOrigins(Variables variables) {
    String name = "DEPLOYER_ALLOWED_ORIGINS";
    var origins = new LinkedHashSet<String>();
    variables
        .list(name)
        .orElse(List.of())
        .forEach(origin -> origins.add(Variables.origin(name, origin)));
    return origins;
  }

  private static String defaultNamespace(Variables variables) {
    String name = "DEFAULT_NAMESPACE";
    String namespace = variables.text(name).orElse("default");
    DnsName.problemOfNamespace(namespace)
        .ifPresent(
            wrong -> {
              throw new SettingException(name, wrong);
            });
    return namespace;
  }

  private static Policy policy(Variables variables) {
    return new Policy(
        variables
            .names("DEPLOYER_ALLOWED_NAMESPACES", NAMESPACE, "names of namespaces")
            .orElse(Policy.DEFAULT.namespaces()),
        variables
            .names("DEPLOYER_ALLOWED_KINDS", KIND, "kinds such as Job or Workflow.argoproj.io")
            .orElse(Policy.DEFAULT.kinds()));
  }

  private static ManifestLimits manifestLimits(Variables variables) {
    ManifestLimits unset = ManifestLimits.DEFAULT;
    int bytes = variables.size("DEPLOYER_MANIFEST_MAX_BYTES", unset.bytes(), 1, 2 << 20);
    return new ManifestLimits(
        bytes,
        variables.number("DEPLOYER_MANIFEST_MAX_DOCUMENTS", unset.documents(), 1, 10_000),
        variables.number("DEPLOYER_MANIFEST_MAX_DEPTH", unset.depth(), 1, 500),
        variables.number("DEPLOYER_MANIFEST_MAX_NODES", unset.nodes(), 1, 10_000_000),
        Math.max(unset.expandedCharacters(), 4 * bytes));
  }

  /** Whether the cluster lives in this process. */
  public boolean isEmbedded() {
    return cluster == ClusterSource.EMBEDDED;
  }

  /** Whether only this machine can reach the service. */
  public boolean isOnLoopback() {
    return host.matches("127(\\.\\d{1,3}){3}|localhost|\\[?::1]?");
  }

  /** Whether it is open to whoever reaches it, and others than this machine do. */
  public boolean isOpenToTheNetwork() {
    return tokens.isEmpty() && !isOnLoopback();
  }

  /** Without tokens and connection strings. */
  @Override
  public String toString() {
    return "Settings of a %s cluster on %s:%d".formatted(cluster, host, port);
  }
}
