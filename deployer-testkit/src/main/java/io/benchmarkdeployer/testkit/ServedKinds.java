package io.benchmarkdeployer.testkit;

import io.benchmarkdeployer.core.model.Kind;
import io.benchmarkdeployer.core.port.ServedKind;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** The kinds that a cluster in memory serves: Kubernetes' own from the start, others on demand. */
final class ServedKinds {
  private static final List<ServedKind> OWN =
      List.of(
          namespaced("v1", "Pod", "pods"),
          namespaced("v1", "Service", "services"),
          namespaced("v1", "ConfigMap", "configmaps"),
          namespaced("v1", "Secret", "secrets"),
          namespaced("v1", "ServiceAccount", "serviceaccounts"),
          namespaced("v1", "PersistentVolumeClaim", "persistentvolumeclaims"),
          namespaced("v1", "Event", "events"),
          namespaced("v1", "ResourceQuota", "resourcequotas"),
          namespaced("v1", "LimitRange", "limitranges"),
          clusterWide("v1", "Namespace", "namespaces"),
          clusterWide("v1", "Node", "nodes"),
          clusterWide("v1", "PersistentVolume", "persistentvolumes"),
          namespaced("batch/v1", "Job", "jobs"),
          namespaced("batch/v1", "CronJob", "cronjobs"),
          namespaced("batch/v1beta1", "CronJob", "cronjobs"),
          namespaced("apps/v1", "Deployment", "deployments"),
          namespaced("apps/v1", "ReplicaSet", "replicasets"),
          namespaced("apps/v1", "StatefulSet", "statefulsets"),
          namespaced("apps/v1", "DaemonSet", "daemonsets"),
          namespaced("networking.k8s.io/v1", "Ingress", "ingresses"),
          namespaced("networking.k8s.io/v1", "NetworkPolicy", "networkpolicies"),
          namespaced("policy/v1", "PodDisruptionBudget", "poddisruptionbudgets"),
          namespaced("autoscaling/v1", "HorizontalPodAutoscaler", "horizontalpodautoscalers"),
          namespaced("rbac.authorization.k8s.io/v1", "Role", "roles"),
          namespaced("rbac.authorization.k8s.io/v1", "RoleBinding", "rolebindings"),
          clusterWide("rbac.authorization.k8s.io/v1", "ClusterRole", "clusterroles"),
          clusterWide("rbac.authorization.k8s.io/v1", "ClusterRoleBinding", "clusterrolebindings"),
          clusterWide("storage.k8s.io/v1", "StorageClass", "storageclasses"));

  private final Map<Kind, ServedKind> byKind =
      new ConcurrentHashMap<>(
          OWN.stream().collect(Collectors.toMap(ServedKind::kind, served -> served)));

  void add(ServedKind served) {
    byKind.put(served.kind(), served);
  }

  Optional<ServedKind> find(Kind kind) {
    return Optional.ofNullable(byKind.get(kind));
  }

  /** Whether the kind is Kubernetes' own: its fields are known and checked. */
  static boolean isOwn(Kind kind) {
    return OWN.stream().anyMatch(served -> served.kind().equals(kind));
  }

  private static ServedKind namespaced(String apiVersion, String name, String plural) {
    return new ServedKind(new Kind(apiVersion, name), plural, true);
  }

  private static ServedKind clusterWide(String apiVersion, String name, String plural) {
    return new ServedKind(new Kind(apiVersion, name), plural, false);
  }
}
