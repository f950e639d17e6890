package io.benchmarkdeployer.core.model;

import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What the operator allows to be deployed and reached.
 *
 * @param namespaces the allowed ones; empty for all
 * @param kinds the allowed ones: a kind's name ({@code Job}) for Kubernetes' own kinds, or {@code
 *     Kind.group} ({@code Workflow.argoproj.io}) for those of any other group
 */
public record Policy(Set<String> namespaces, Set<String> kinds) {
  /** All namespaces, and the kinds that a benchmark needs; no RBAC and nothing cluster-scoped. */
  public static final Policy DEFAULT =
      new Policy(
          Set.of(),
          Set.of(
              "Job",
              "CronJob",
              "Deployment",
              "StatefulSet",
              "DaemonSet",
              "Pod",
              "Service",
              "ConfigMap",
              "Secret",
              "PersistentVolumeClaim",
              "Ingress",
              "NetworkPolicy",
              "ServiceAccount"));

  private static final Set<String> OWN_GROUPS =
      Set.of("", "apps", "batch", "extensions", "autoscaling", "policy");

  public Policy {
    namespaces = Set.copyOf(namespaces);
    kinds = Set.copyOf(kinds);
  }

  /** The rule that refuses this kind, in words; empty where it is allowed. */
  public Optional<String> refusalOf(Kind kind) {
    boolean allowed =
        kinds.contains(kind.name() + "." + kind.group())
            || (isKubernetesOwn(kind) && kinds.contains(kind.name()));
    return allowed
        ? Optional.empty()
        : Optional.of(
            "kind %s is not among the allowed kinds %s".formatted(kind.name(), sorted(kinds)));
  }

  /** The rule that refuses this namespace, in words; empty where it is allowed. */
  public Optional<String> refusalOf(String namespace) {
    return namespaces.isEmpty() || namespaces.contains(namespace)
        ? Optional.empty()
        : Optional.of(
            "namespace %s is not among the allowed namespaces %s"
                .formatted(namespace, sorted(namespaces)));
  }

  private static boolean isKubernetesOwn(Kind kind) {
    return OWN_GROUPS.contains(kind.group()) || kind.group().endsWith(".k8s.io");
  }

  private static String sorted(Set<String> values) {
    return String.join(", ", new TreeSet<>(values));
  }
}
