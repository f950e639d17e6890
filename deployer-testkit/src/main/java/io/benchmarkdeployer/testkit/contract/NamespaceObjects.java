package io.benchmarkdeployer.testkit.contract;

import io.benchmarkdeployer.core.model.DesiredObject;
import io.benchmarkdeployer.core.model.Json;
import io.benchmarkdeployer.core.model.Kind;
import io.benchmarkdeployer.core.model.LiveObject;
import io.benchmarkdeployer.core.model.ResourceRef;
import io.benchmarkdeployer.core.port.ClusterPort;
import io.benchmarkdeployer.core.port.Selector;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A namespace of a test's own, and all that is in it but what the cluster itself puts there. */
final class NamespaceObjects {
  private static final List<Kind> KINDS =
      List.of(
          Kind.JOB,
          new Kind("apps/v1", "StatefulSet"),
          new Kind("apps/v1", "Deployment"),
          new Kind("v1", "Service"),
          new Kind("v1", "ConfigMap"),
          Kind.SECRET,
          new Kind("v1", "ServiceAccount"));
  private static final List<String> VOLATILE =
      List.of("resourceVersion", "managedFields", "generation", "selfLink");
  private static final String REVISION = "deployment.kubernetes.io/revision";

  private final ClusterPort cluster;
  private final String name;
  private final LiveObject namespace;

  private NamespaceObjects(ClusterPort cluster, String name, LiveObject namespace) {
    this.cluster = cluster;
    this.name = name;
    this.namespace = namespace;
  }

  /** Makes a namespace whose name begins with this. */
  static NamespaceObjects create(ClusterPort cluster, String prefix) {
    String name = prefix + "-" + Integer.toHexString(new Random().nextInt() & 0xffffff);
    var ref = new ResourceRef(Kind.NAMESPACE, Optional.empty(), name);
    Json.Obj content =
        Json.object("apiVersion", Json.text("v1"))
            .with("kind", Json.text("Namespace"))
            .withAt(Json.text(name), "metadata", "name");
    return new NamespaceObjects(
        cluster, name, cluster.apply(new DesiredObject(ref, content), Optional.empty()));
  }

  String name() {
    return name;
  }

  /** The objects by their names, without what changes whenever one is touched. */
  Map<String, Json> now() {
    var objects = new TreeMap<String, Json>();
    all().forEach(object -> objects.put(object.ref().toString(), lasting(object.content())));
    return objects;
  }

  /** All objects that were not made by the cluster. */
  Stream<LiveObject> all() {
    return KINDS.stream()
        .flatMap(kind -> cluster.list(Selector.of(kind).in(name)).stream())
        .filter(object -> !isClustersOwn(object.ref()));
  }

  private static boolean isClustersOwn(ResourceRef ref) {
    return ref.name().equals("kube-root-ca.crt")
        || ref.name().equals("default")
        || ref.name().contains("-token-");
  }

  /** The cluster's controllers count revisions and add tokens when they come to it. */
  private static Json lasting(Json.Obj content) {
    Json.Obj metadata = content.objectAt("metadata");
    for (String field : VOLATILE) {
      metadata = metadata.without(field);
    }
    Json.Obj annotations = metadata.objectAt("annotations").without(REVISION);
    return content
        .with("metadata", metadata.with("annotations", annotations))
        .without("status")
        .without("secrets");
  }

  void clear() {
    all().forEach(object -> cluster.delete(object.ref(), object.uid()));
  }

  void delete() {
    cluster.delete(namespace.ref(), namespace.uid());
  }
}
