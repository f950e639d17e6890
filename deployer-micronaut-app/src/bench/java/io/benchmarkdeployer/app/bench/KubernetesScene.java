package io.benchmarkdeployer.app.bench;

import io.benchmarkdeployer.core.Deployer;
import io.benchmarkdeployer.core.model.ContainerRef;
import io.benchmarkdeployer.core.model.DesiredObject;
import io.benchmarkdeployer.core.model.Json;
import io.benchmarkdeployer.core.model.Kind;
import io.benchmarkdeployer.core.model.LiveObject;
import io.benchmarkdeployer.core.model.ResourceRef;
import io.benchmarkdeployer.core.model.Uid;
import io.benchmarkdeployer.core.port.ExecPort;
import io.benchmarkdeployer.core.port.Selector;
import io.benchmarkdeployer.core.usecase.DeployRequest;
import io.benchmarkdeployer.k8s.KubernetesCluster;
import io.benchmarkdeployer.k8s.KubernetesConnection;
import io.benchmarkdeployer.k8s.KubernetesExec;
import io.benchmarkdeployer.testkit.MemoryState;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A real cluster, a namespace of our own in it, and three ways to the shells of one container. */
final class KubernetesScene implements AutoCloseable {
  private final String namespace = "bench-" + UUID.randomUUID().toString().substring(0, 8);
  private final ResourceRef namespaceRef =
      new ResourceRef(Kind.NAMESPACE, Optional.empty(), namespace);
  private final KubernetesCluster cluster;
  private final Deployer unseen;
  private final ExecPort exec;
  private final ApiServerSeat.Client client;
  private final Service service;
  private final ContainerRef container;

  private KubernetesScene(String kubeconfig) throws IOException, InterruptedException {
    var connection = KubernetesConnection.kubeconfig(kubeconfig);
    this.cluster = KubernetesCluster.open(connection);
    this.unseen = Deployer.on(cluster, new MemoryState()).build();
    this.exec = KubernetesExec.open(connection);
    this.client = ApiServerSeat.Client.of(kubeconfig);
    cluster.apply(new DesiredObject(namespaceRef, namespaceObject()), Optional.empty());
    this.service = served(kubeconfig);
    this.container =
        new ContainerRef(namespace, service.pod(), new Uid("not asked for by the port"), "main");
  }

  private Json.Obj namespaceObject() {
    return Json.object("apiVersion", Json.text("v1"))
        .withAt(Json.text("Namespace"), "kind")
        .withAt(Json.text(namespace), "metadata", "name");
  }

  private Service served(String kubeconfig) throws IOException, InterruptedException {
    try {
      return Service.onKubernetes(kubeconfig, namespace);
    } catch (IOException failed) {
      removeNamespace();
      throw failed;
    }
  }

  /** Something that is measured. */
  interface Work {
    void run(KubernetesScene scene) throws Exception;
  }

  static void with(String kubeconfig, Work work) throws Exception {
    try (var scene = new KubernetesScene(kubeconfig)) {
      work.run(scene);
    }
  }

  Service service() {
    return service;
  }

  /** A job that the service knows nothing of. */
  void deploy(String manifest) throws InterruptedException {
    unseen.deploy().run(DeployRequest.of(manifest).in(namespace));
  }

  /** The log of a job's container, straight from the API server; waits until it runs. */
  RawLog rawLog(String job) throws IOException, InterruptedException {
    var ours = Selector.of(Kind.POD).in(namespace).withLabel("job-name", job);
    for (int i = 0; i < 600; i++) {
      List<LiveObject> pods = cluster.list(ours);
      if (!pods.isEmpty()) {
        var log = RawLog.open(client, namespace, pods.getFirst().ref().name());
        if (log.isPresent()) {
          return log.get();
        }
      }
      TimeUnit.MILLISECONDS.sleep(50);
    }
    throw new IOException("job " + job + " does not run");
  }

  Seat direct() throws IOException {
    return ApiServerSeat.open(client, container);
  }

  Seat port() throws IOException {
    return PortSeat.open(exec, container);
  }

  Seat ours() throws IOException, InterruptedException {
    return SocketSeat.binary(service.port(), service.session(), 64 << 10);
  }

  Seat legacy() throws IOException, InterruptedException {
    return SocketSeat.legacy(service.port(), service.session(), 64 << 10);
  }

  private void removeNamespace() {
    cluster.find(namespaceRef).ifPresent(live -> cluster.delete(live.ref(), live.uid()));
    for (int i = 0; i < 600 && cluster.find(namespaceRef).isPresent(); i++) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
    }
  }

  @Override
  public void close() {
    try {
      service.close();
      exec.close();
      unseen.close();
      client.http().dispatcher().executorService().shutdown();
    } finally {
      removeNamespace();
      cluster.close();
    }
  }
}
