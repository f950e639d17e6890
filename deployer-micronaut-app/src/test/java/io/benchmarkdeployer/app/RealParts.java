package io.benchmarkdeployer.app;

import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import io.benchmarkdeployer.app.wiring.Adapters;
import io.benchmarkdeployer.core.model.DesiredObject;
import io.benchmarkdeployer.core.model.Json;
import io.benchmarkdeployer.core.model.Kind;
import io.benchmarkdeployer.core.model.LiveObject;
import io.benchmarkdeployer.core.model.ResourceRef;
import io.benchmarkdeployer.k8s.KubernetesCluster;
import io.benchmarkdeployer.k8s.KubernetesConnection;
import io.benchmarkdeployer.k8s.KubernetesExec;
import io.benchmarkdeployer.mongo.MongoState;
import java.util.Optional;
import java.util.UUID;

/** A namespace of the real cluster, and a database that is reached over MongoDB's wire. */
public final class RealParts implements AutoCloseable {
  private final String namespace;
  private final MongoServer mongo = new MongoServer(new MemoryBackend());

  public RealParts(String name) {
    this.namespace = name + "-" + UUID.randomUUID().toString().substring(0, 8);
  }

  public String namespace() {
    return namespace;
  }

  /** Makes the namespace; the URL of the database. */
  public String begin() {
    Json.Obj content =
        Json.object("apiVersion", Json.text("v1"))
            .withAt(Json.text("Namespace"), "kind")
            .withAt(Json.text(namespace), "metadata", "name");
    try (var cluster = cluster()) {
      cluster.apply(new DesiredObject(ref(), content), Optional.empty());
    }
    return "mongodb://127.0.0.1:%d".formatted(mongo.bind().getPort());
  }

  /** Makes the namespace too. */
  public Adapters adapters() {
    return new Adapters(cluster(), KubernetesExec.open(connection()), MongoState.open(begin()));
  }

  private static KubernetesCluster cluster() {
    return KubernetesCluster.open(connection());
  }

  private static KubernetesConnection connection() {
    return KubernetesConnection.kubeconfig(System.getenv("KUBECONFIG"));
  }

  private ResourceRef ref() {
    return new ResourceRef(Kind.NAMESPACE, Optional.empty(), namespace);
  }

  @Override
  public void close() {
    try (var cluster = cluster()) {
      Optional<LiveObject> made = cluster.find(ref());
      made.ifPresent(live -> cluster.delete(live.ref(), live.uid()));
    }
    mongo.shutdownNow();
  }
}
