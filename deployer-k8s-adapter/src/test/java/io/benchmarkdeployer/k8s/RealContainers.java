package io.benchmarkdeployer.k8s;

import static io.benchmarkdeployer.k8s.RealCluster.json;
import static org.awaitility.Awaitility.await;

import io.benchmarkdeployer.core.model.ContainerRef;
import io.benchmarkdeployer.core.model.DesiredObject;
import io.benchmarkdeployer.core.model.Json;
import io.benchmarkdeployer.core.model.Kind;
import io.benchmarkdeployer.core.model.LiveObject;
import io.benchmarkdeployer.core.model.ResourceRef;
import io.benchmarkdeployer.core.model.TerminalMarker;
import io.benchmarkdeployer.core.model.Uid;
import io.benchmarkdeployer.core.port.ExecPort;
import io.benchmarkdeployer.testkit.contract.ExecUnderTest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import okhttp3.HttpUrl;

/** Containers on the Kubernetes that {@code KUBECONFIG} names, in a namespace of their own. */
final class RealContainers implements ExecUnderTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Kind POD = new Kind("v1", "Pod");

  private final RealCluster cluster = new RealCluster();
  private final KubernetesExec port = KubernetesExec.open(RealCluster.connection());
  private final OpenStreams open = new OpenStreams();
  private final ContainerRef container;
  private final ContainerRef other;
  private final ContainerRef ended;
  private final ContainerRef waiting;

  RealContainers() {
    container = make("busybox", "'sleep','100000'");
    other = make("bench", "'sleep','100000'");
    ended = make("busybox", "'true'");
    waiting = make(cluster.missingImage(), "'true'");
    awaitState(container, "running");
    awaitState(other, "running");
    awaitState(ended, "terminated");
    awaitState(waiting, "waiting");
  }

  private ContainerRef make(String image, String command) {
    ResourceRef ref =
        cluster.ref(POD, "pod-" + UUID.randomUUID().toString().substring(0, 8), false);
    Json.Obj spec =
        json(
            """
            {'restartPolicy':'Never','terminationGracePeriodSeconds':1,'containers':[
             {'name':'main','image':'%s','imagePullPolicy':'IfNotPresent','command':[%s]}]}\
            """
                .formatted(image, command));
    LiveObject pod =
        cluster
            .port()
            .apply(
                new DesiredObject(ref, RealCluster.head(ref).with("spec", spec)), Optional.empty());
    return new ContainerRef(cluster.namespace(), ref.name(), pod.uid(), "main");
  }

  private void awaitState(ContainerRef ref, String state) {
    await().atMost(PATIENCE).until(() -> isIn(ref, state));
  }

  private boolean isIn(ContainerRef ref, String state) {
    return cluster
        .port()
        .find(pod(ref))
        .map(live -> live.content().itemsAt("status", "containerStatuses"))
        .filter(all -> all.stream().anyMatch(one -> one.at("state", state).isPresent()))
        .isPresent();
  }

  private ResourceRef pod(ContainerRef ref) {
    return cluster.ref(POD, ref.pod(), false);
  }

  RealCluster cluster() {
    return cluster;
  }

  @Override
  public KubernetesExec port() {
    return port;
  }

  @Override
  public ExecPort openAnother() {
    return KubernetesExec.open(RealCluster.connection());
  }

  @Override
  public ContainerRef container() {
    return container;
  }

  /** Of an image that has bash. */
  @Override
  public ContainerRef otherContainer() {
    return other;
  }

  @Override
  public ContainerRef missingPod() {
    return new ContainerRef(cluster.namespace(), "no-such-pod", new Uid("none"), "main");
  }

  @Override
  public ContainerRef missingContainer() {
    return new ContainerRef(
        container.namespace(), container.pod(), container.podUid(), "no-such-container");
  }

  @Override
  public ContainerRef endedContainer() {
    return ended;
  }

  @Override
  public ContainerRef waitingContainer() {
    return waiting;
  }

  @Override
  public ContainerRef start() {
    ContainerRef started = make("busybox", "'sleep','100000'");
    awaitState(started, "running");
    return started;
  }

  @Override
  public void remove(ContainerRef started) {
    cluster.remove(pod(started));
  }

  /** By a program of the image's, which has nothing in common with how they are ended. */
  @Override
  public int processes(ContainerRef where, TerminalMarker marker) {
    return run(
        where, "exit $(grep -ls %s /proc/[0-9]*/environ | wc -l)".formatted(marker.assignment()));
  }

  /** Runs this in the container; its exit code. */
  int run(ContainerRef where, String script) {
    HttpUrl url = ExecUrls.script(cluster.admin().url(), where, List.of("/bin/sh", "-c", script));
    ExecStream stream = ExecStream.ofScript(cluster.admin(), url, open);
    try {
      return switch (stream.awaitEnd(PATIENCE)) {
        case ExecStream.State.Ended ended when ended.status().exitCode().isPresent() ->
            ended.status().exitCode().get();
        case ExecStream.State other -> throw new AssertionError(other);
      };
    } finally {
      stream.close();
    }
  }

  @Override
  public void close() {
    port.close();
    open.closeAll();
    cluster.close();
  }
}
