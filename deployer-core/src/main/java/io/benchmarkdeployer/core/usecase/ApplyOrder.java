package io.benchmarkdeployer.core.usecase;

import io.benchmarkdeployer.core.model.Kind;
import java.util.Comparator;
import java.util.Map;

/** What must be there before what: namespaces, config, storage, services, workloads, jobs. */
final class ApplyOrder {
  private static final int WORKLOAD = 4;
  private static final Map<String, Integer> RANKS =
      Map.ofEntries(
          Map.entry("Namespace", 0),
          Map.entry("CustomResourceDefinition", 0),
          Map.entry("PriorityClass", 0),
          Map.entry("ResourceQuota", 1),
          Map.entry("LimitRange", 1),
          Map.entry("ServiceAccount", 1),
          Map.entry("Secret", 1),
          Map.entry("ConfigMap", 1),
          Map.entry("NetworkPolicy", 1),
          Map.entry("Role", 1),
          Map.entry("RoleBinding", 1),
          Map.entry("ClusterRole", 1),
          Map.entry("ClusterRoleBinding", 1),
          Map.entry("StorageClass", 2),
          Map.entry("PersistentVolume", 2),
          Map.entry("PersistentVolumeClaim", 2),
          Map.entry("Service", 3),
          Map.entry("Ingress", 3),
          Map.entry("Pod", 5),
          Map.entry("CronJob", 5),
          Map.entry("Job", 5));

  /**
   * The order of application; its reverse is that of deletion. Equals keep the manifest's order.
   */
  static final Comparator<Kind> OF_KINDS = Comparator.comparingInt(ApplyOrder::rank);

  private ApplyOrder() {}

  private static int rank(Kind kind) {
    return RANKS.getOrDefault(kind.name(), WORKLOAD);
  }
}
