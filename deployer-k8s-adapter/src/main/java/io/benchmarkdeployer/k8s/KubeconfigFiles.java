package io.benchmarkdeployer.k8s;

import io.kubernetes.client.util.ClientBuilder;
import io.kubernetes.client.util.KubeConfig;
import io.kubernetes.client.util.credentials.KubeconfigAuthentication;
import io.kubernetes.client.util.credentials.TokenFileAuthentication;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Kubeconfig files, merged as kubectl does (Kubernetes documentation, "Organizing Cluster Access
 * Using kubeconfig Files"). No message quotes anything but names and paths.
 */
final class KubeconfigFiles implements KubernetesConnection.Source {
  private static final Duration PLUGIN_CREDENTIALS_LAST = Duration.ofMinutes(10);
  private static final List<String> CLUSTER_PATHS = List.of("certificate-authority");
  private static final List<String> USER_PATHS =
      List.of("client-certificate", "client-key", "tokenFile");

  /** What kubectl obeys and the Java client does not know: to pass it over could be dangerous. */
  private static final List<String> UNKNOWN_OF_CLUSTER = List.of("proxy-url");

  private static final List<String> UNKNOWN_OF_USER =
      List.of("as", "as-uid", "as-groups", "as-user-extra");

  /** What the client falls back to where nothing usable is there; the class is not public. */
  private static final String NONE = "DummyAuthentication";

  private final Map<String, Object> clusters = new LinkedHashMap<>();
  private final Map<String, Object> users = new LinkedHashMap<>();
  private final Map<String, Object> contexts = new LinkedHashMap<>();
  private @Nullable String currentContext;

  private KubeconfigFiles() {}

  static KubeconfigFiles read(String paths) {
    List<Path> files =
        Stream.of(paths.split(":")).filter(path -> !path.isBlank()).map(Path::of).toList();
    List<Path> there = files.stream().filter(Files::exists).toList();
    if (there.isEmpty()) {
      throw new IllegalArgumentException("There is no kubeconfig file " + paths);
    }
    var merged = new KubeconfigFiles();
    there.forEach(merged::add);
    merged.check(paths);
    return merged;
  }

  private void add(Path file) {
    parsed(file).ifPresent(config -> add(file.toAbsolutePath(), config));
  }

  private static Optional<KubeConfig> parsed(Path file) {
    try {
      String text = Files.readString(file);
      return text.isBlank()
          ? Optional.empty()
          : Optional.of(KubeConfig.loadKubeConfig(new StringReader(text)));
    } catch (IOException unreadable) {
      throw new IllegalArgumentException("The kubeconfig file " + file + " can't be read");
    } catch (RuntimeException malformed) {
      // Its message could quote a secret.
      throw new IllegalArgumentException("The file " + file + " is not a kubeconfig");
    }
  }

  private void add(Path file, KubeConfig config) {
    add(clusters, config.getClusters(), "cluster", file, CLUSTER_PATHS);
    add(users, config.getUsers(), "user", file, USER_PATHS);
    add(contexts, config.getContexts(), "context", file, List.of());
    String current = config.getCurrentContext();
    if (currentContext == null && current != null && !current.isBlank()) {
      currentContext = current;
    }
  }

  private static void add(
      Map<String, Object> all,
      @Nullable List<Object> more,
      String what,
      Path file,
      List<String> paths) {
    for (Object entry : more == null ? List.of() : more) {
      if (entry instanceof Map<?, ?> named && named.get("name") instanceof String name) {
        all.putIfAbsent(name, Map.of("name", name, what, body(named.get(what), file, paths)));
      }
    }
  }

  private static Map<String, Object> body(@Nullable Object from, Path file, List<String> paths) {
    var copy = new LinkedHashMap<String, Object>();
    if (from instanceof Map<?, ?> body) {
      body.forEach((key, value) -> copy.put(String.valueOf(key), value));
    }
    paths.forEach(key -> copy.computeIfPresent(key, (same, value) -> resolved(file, value)));
    copy.computeIfPresent("exec", (same, exec) -> withResolvedCommand(file, exec));
    return copy;
  }

  private static Object resolved(Path file, Object path) {
    return path instanceof String text && !text.isEmpty()
        ? file.resolveSibling(text).toString()
        : path;
  }

  /** A command with a slash is a path, relative to its file; one without is looked for in PATH. */
  private static Object withResolvedCommand(Path file, Object exec) {
    if (exec instanceof Map<?, ?> plugin
        && plugin.get("command") instanceof String command
        && command.contains("/")) {
      var copy = new LinkedHashMap<Object, Object>(plugin);
      copy.put("command", file.resolveSibling(command).normalize().toString());
      return copy;
    }
    return exec;
  }

  private void check(String paths) {
    if (currentContext == null) {
      throw new IllegalArgumentException("The kubeconfig " + paths + " sets no current-context");
    }
    Map<?, ?> context = body(contexts, currentContext, "context");
    Map<?, ?> cluster = body(clusters, context.get("cluster"), "cluster");
    if (!(cluster.get("server") instanceof String)) {
      throw new IllegalArgumentException(
          "The kubeconfig %s names no server for its context %s".formatted(paths, currentContext));
    }
    refuseUnknown(cluster, UNKNOWN_OF_CLUSTER);
    if (context.get("user") instanceof String user) {
      refuseUnknown(body(users, user, "user"), UNKNOWN_OF_USER);
    }
  }

  private static Map<?, ?> body(Map<String, Object> all, @Nullable Object name, String what) {
    Object found = name == null ? null : all.get(name);
    if (found instanceof Map<?, ?> entry && entry.get(what) instanceof Map<?, ?> body) {
      return body;
    }
    throw new IllegalArgumentException("The kubeconfig has no %s %s".formatted(what, name));
  }

  private static void refuseUnknown(Map<?, ?> body, List<String> unknown) {
    unknown.stream()
        .filter(body::containsKey)
        .findFirst()
        .ifPresent(
            key -> {
              throw new IllegalArgumentException(
                  "The kubeconfig uses " + key + ", which is not supported");
            });
  }

  @Override
  public ClientBuilder builder() throws IOException {
    var config =
        new KubeConfig(
            new ArrayList<>(contexts.values()),
            new ArrayList<>(clusters.values()),
            new ArrayList<>(users.values()));
    config.setContext(currentContext);
    Map<?, ?> user = currentUser();
    ClientBuilder builder = ClientBuilder.kubeconfig(config, refreshPeriod(user));
    return authenticated(builder, user);
  }

  private Map<?, ?> currentUser() {
    Object name = body(contexts, currentContext, "context").get("user");
    return name == null ? Map.of() : body(users, name, "user");
  }

  /** What a plugin gave does not last; a token in the file does. */
  private static @Nullable Duration refreshPeriod(Map<?, ?> user) {
    boolean plugin = user.containsKey("exec") || user.containsKey("auth-provider");
    return plugin ? PLUGIN_CREDENTIALS_LAST : null;
  }

  /** The client takes a token's file with its line feed and never reads it again. */
  private static ClientBuilder authenticated(ClientBuilder builder, Map<?, ?> user)
      throws IOException {
    boolean certificate =
        user.containsKey("client-certificate") || user.containsKey("client-certificate-data");
    if (!certificate && user.get("tokenFile") instanceof String file) {
      if (!Files.isReadable(Path.of(file))) {
        throw new KubernetesConnection.Unusable("file " + file);
      }
      return builder.setAuthentication(new TokenFileAuthentication(file));
    }
    if (!user.isEmpty()
        && builder.getAuthentication() instanceof KubeconfigAuthentication chosen
        && NONE.equals(chosen.getDelegateAuthentication().getClass().getSimpleName())) {
      throw new KubernetesConnection.Unusable(
          "the kubeconfig has none that are usable for its user (did its plugin fail?)");
    }
    return builder;
  }
}
