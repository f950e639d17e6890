package io.benchmarkdeployer.k8s;

import io.benchmarkdeployer.core.model.DnsName;
import io.benchmarkdeployer.core.model.Json;
import io.benchmarkdeployer.core.model.Kind;
import io.benchmarkdeployer.core.port.ServedKind;
import io.benchmarkdeployer.core.port.UnavailableException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;

/**
 * What kinds the cluster serves. What was found is remembered, for the 200 API versions last
 * learnt; what was not is asked for each time.
 */
final class Discovery {
  private static final int MOST_VERSIONS = 200;
  private static final Pattern VERSION = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");

  private final ApiServer server;
  private final ReentrantLock lock = new ReentrantLock();

  /** By API version, the kinds of each by name; the version last learnt is the last. */
  private final Map<String, Map<String, ServedKind>> known = new LinkedHashMap<>();

  Discovery(ApiServer server) {
    this.server = server;
  }

  /** The kind, remembered or asked for; empty where a cluster that answered does not serve it. */
  Optional<ServedKind> find(Kind kind) {
    Optional<ServedKind> remembered = remembered(kind);
    return remembered.isPresent() || !isWellFormed(kind) ? remembered : asked(kind);
  }

  /** Asks afresh for a kind that was found before and is no longer known where it was. */
  boolean isStillServed(Kind kind) {
    forget(kind);
    return find(kind).isPresent();
  }

  private void forget(Kind kind) {
    lock.lock();
    try {
      known.remove(kind.apiVersion());
    } finally {
      lock.unlock();
    }
  }

  private Optional<ServedKind> remembered(Kind kind) {
    lock.lock();
    try {
      return Optional.ofNullable(known.getOrDefault(kind.apiVersion(), Map.of()).get(kind.name()));
    } finally {
      lock.unlock();
    }
  }

  /** Nothing else is put into a URL. */
  private static boolean isWellFormed(Kind kind) {
    boolean group = kind.group().isEmpty() || DnsName.problemOfName(kind.group()).isEmpty();
    return group && VERSION.matcher(kind.version()).matches();
  }

  private Optional<ServedKind> asked(Kind kind) {
    ApiAnswer answer = server.read(Paths.version(server.url(), kind).build());
    if (answer.isSuccess() && isList(answer, "APIResourceList")) {
      Map<String, ServedKind> kinds = kinds(kind.apiVersion(), answer.body());
      remember(kind.apiVersion(), kinds);
      return Optional.ofNullable(kinds.get(kind.name()));
    }
    if (answer.code() == 404) {
      checkAbsence(kind);
      return Optional.empty();
    }
    throw new Refusal(answer, "The kind " + kind, ClusterWords.OPEN).ofRead();
  }

  private void remember(String apiVersion, Map<String, ServedKind> kinds) {
    lock.lock();
    try {
      known.remove(apiVersion);
      known.put(apiVersion, kinds);
      if (known.size() > MOST_VERSIONS) {
        known.remove(known.keySet().iterator().next());
      }
    } finally {
      lock.unlock();
    }
  }

  /** Anything may say 404, a proxy too; only a list of what there is shows that something isn't. */
  private void checkAbsence(Kind kind) {
    ApiAnswer answer = server.read(Paths.versions(server.url(), kind).build());
    if (!isList(answer, "APIVersions") && !isList(answer, "APIGroupList")) {
      throw KubernetesCluster.notKubernetes();
    }
    if (names(answer.body(), kind)) {
      throw new UnavailableException(
          UnavailableException.How.UNREACHABLE,
          "The cluster is changing what it serves of %s; try again".formatted(kind.apiVersion()));
    }
  }

  private static boolean names(Json.Obj list, Kind kind) {
    Json wanted = Json.text(kind.apiVersion());
    return list.itemsAt("versions").contains(wanted)
        || list.itemsAt("groups").stream()
            .flatMap(group -> group.itemsAt("versions").stream())
            .anyMatch(version -> version.at("groupVersion").equals(Optional.of(wanted)));
  }

  private static boolean isList(ApiAnswer answer, String kind) {
    return answer.isSuccess() && answer.body().textAt("kind").equals(Optional.of(kind));
  }

  private static Map<String, ServedKind> kinds(String apiVersion, Json.Obj list) {
    var kinds = new LinkedHashMap<String, ServedKind>();
    for (Json resource : list.itemsAt("resources")) {
      String plural = resource.textAt("name").orElse("/");
      // With a slash it is a part of another: jobs/status.
      if (!plural.contains("/")) {
        String name = resource.textAt("kind").orElse("");
        boolean namespaced = resource.at("namespaced").equals(Optional.of(new Json.Bool(true)));
        kinds.putIfAbsent(name, new ServedKind(new Kind(apiVersion, name), plural, namespaced));
      }
    }
    return Map.copyOf(kinds);
  }
}
