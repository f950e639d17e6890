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
import io.benchmarkdeployer.testkit.ContainerScript;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;

/** The wire contract over a real cluster, its state over MongoDB's wire. */
@Tag("cluster")
class WireIT extends WireTerminalScenarios {
  private final String namespace = "app-wire-" + UUID.randomUUID().toString().substring(0, 8);
  private final MongoServer mongo = new MongoServer(new MemoryBackend());

  @Override
  Adapters adapters() {
    makeNamespace();
    String url = "mongodb://127.0.0.1:%d".formatted(mongo.bind().getPort());
    return new Adapters(cluster(), KubernetesExec.open(connection()), MongoState.open(url));
  }

  private static KubernetesCluster cluster() {
    return KubernetesCluster.open(connection());
  }

  private static KubernetesConnection connection() {
    return KubernetesConnection.kubeconfig(System.getenv("KUBECONFIG"));
  }

  private ResourceRef namespaceRef() {
    return new ResourceRef(Kind.NAMESPACE, Optional.empty(), namespace);
  }

  private void makeNamespace() {
    Json.Obj content =
        Json.object("apiVersion", Json.text("v1"))
            .withAt(Json.text("Namespace"), "kind")
            .withAt(Json.text(namespace), "metadata", "name");
    try (var cluster = cluster()) {
      cluster.apply(new DesiredObject(namespaceRef(), content), Optional.empty());
    }
  }

  @AfterAll
  void removeNamespace() {
    try (var cluster = cluster()) {
      Optional<LiveObject> made = cluster.find(namespaceRef());
      made.ifPresent(live -> cluster.delete(live.ref(), live.uid()));
    }
    mongo.shutdownNow();
  }

  @Override
  String namespace() {
    return namespace;
  }

  @Override
  void teach(ContainerScript script) {
    // A real container does what its command says.
  }
}
