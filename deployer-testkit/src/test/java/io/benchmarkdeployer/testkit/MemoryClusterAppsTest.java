package io.benchmarkdeployer.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.benchmarkdeployer.core.model.Kind;
import io.benchmarkdeployer.core.model.LiveObject;
import io.benchmarkdeployer.core.model.Pod;
import io.benchmarkdeployer.core.model.WorkloadPhase;
import io.benchmarkdeployer.core.port.Selector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What keeps running: Deployments, stateful sets, daemon sets. */
class MemoryClusterAppsTest {
  private static final Kind REPLICA_SET = new Kind("apps/v1", "ReplicaSet");

  private final MemoryScene scene = new MemoryScene();

  @BeforeEach
  void teach() {
    scene
        .scripts()
        .teachImage("server:1", ContainerScript.printing("up").thenRunningOn())
        .teachImage("server:2", ContainerScript.printing("up").thenRunningOn());
  }

  @AfterEach
  void close() {
    scene.close();
  }

  @Test
  void aDeploymentBecomesReadyThroughAReplicaSet() {
    LiveObject deployment = scene.create(app("Deployment", "replicas: 2", "server:1"));
    assertThat(scene.status(deployment).phase()).isEqualTo(WorkloadPhase.PENDING);

    scene.passSeconds(1);

    assertThat(scene.status(deployment).phase()).isEqualTo(WorkloadPhase.DEPLOYED);
    LiveObject set = scene.cluster().list(Selector.of(REPLICA_SET)).getFirst();
    assertThat(Pod.controllerOf(set).orElseThrow().uid()).isEqualTo(deployment.uid());
    assertThat(scene.pods()).hasSize(2).allMatch(pod -> pod.controlledBy(set.uid()));
  }

  @Test
  void aChangedDeploymentHasNewPodsOnly() {
    LiveObject deployment = scene.create(app("Deployment", "replicas: 2", "server:1"));
    scene.passSeconds(1);

    scene.change(deployment, app("Deployment", "replicas: 2", "server:2"));
    assertThat(scene.status(deployment).phase()).isEqualTo(WorkloadPhase.PENDING);
    scene.passSeconds(2);

    assertThat(scene.status(deployment).phase()).isEqualTo(WorkloadPhase.DEPLOYED);
    assertThat(scene.pods())
        .hasSize(2)
        .allMatch(pod -> pod.containers().getFirst().image().equals("server:2"));
  }

  @Test
  void aDeploymentScalesWithoutNewPods() {
    LiveObject deployment = scene.create(app("Deployment", "replicas: 1", "server:1"));
    scene.passSeconds(1);
    Pod first = scene.pod();

    scene.change(deployment, app("Deployment", "replicas: 3", "server:1"));
    scene.passSeconds(1);
    assertThat(scene.pods()).hasSize(3).anyMatch(pod -> pod.uid().equals(first.uid()));

    scene.change(deployment, app("Deployment", "replicas: 0", "server:1"));
    scene.passSeconds(1);
    assertThat(scene.pods()).isEmpty();
  }

  @Test
  void aDeploymentThatNeverGetsReadyFailsAtItsDeadline() {
    scene.scripts().missImage("server:1");
    LiveObject deployment =
        scene.create(app("Deployment", "progressDeadlineSeconds: 60", "server:1"));

    scene.passSeconds(59);
    assertThat(scene.status(deployment).phase()).isEqualTo(WorkloadPhase.PENDING);
    scene.passSeconds(5);

    assertThat(scene.status(deployment).phase()).isEqualTo(WorkloadPhase.FAILED);
  }

  @Test
  void aDeletedDeploymentTakesItsSetsAndPods() {
    LiveObject deployment = scene.create(app("Deployment", "replicas: 2", "server:1"));
    scene.passSeconds(1);

    scene.cluster().delete(deployment.ref(), deployment.uid());
    scene.passSeconds(1);

    assertThat(scene.cluster().list(Selector.of(REPLICA_SET))).isEmpty();
    assertThat(scene.pods()).isEmpty();
  }

  @Test
  void aPodOfAReplicaSetIsReplaced() {
    LiveObject deployment = scene.create(app("Deployment", "replicas: 1", "server:1"));
    scene.passSeconds(1);
    Pod first = scene.pod();

    scene
        .cluster()
        .actingAs("kubectl")
        .delete(scene.cluster().list(Selector.of(Kind.POD)).getFirst().ref());
    scene.passSeconds(1);

    assertThat(scene.pods()).singleElement().isNotEqualTo(first);
    assertThat(scene.status(deployment).phase()).isEqualTo(WorkloadPhase.DEPLOYED);
  }

  @Test
  void theServersOfAStatefulSetAreNumberedAndStartInOrder() {
    scene.scripts().missImage("server:1");
    LiveObject set = scene.create(app("StatefulSet", "replicas: 2", "server:1"));
    scene.passSeconds(1);
    assertThat(scene.pods()).extracting(Pod::name).containsExactly("app-0");

    scene.scripts().findImage("server:1");
    scene.passSeconds(11);

    assertThat(scene.pods()).extracting(Pod::name).containsExactly("app-0", "app-1");
    assertThat(scene.status(set).phase()).isEqualTo(WorkloadPhase.DEPLOYED);
  }

  @Test
  void aDaemonSetHasOnePodOnTheOneNode() {
    LiveObject set = scene.create(app("DaemonSet", "minReadySeconds: 0", "server:1"));
    scene.passSeconds(1);

    assertThat(scene.pods()).hasSize(1);
    assertThat(scene.status(set).phase()).isEqualTo(WorkloadPhase.DEPLOYED);
  }

  private static String app(String kind, String spec, String image) {
    return """
    apiVersion: apps/v1
    kind: %s
    metadata: {name: app}
    spec:
      %s
      selector: {matchLabels: {app: app}}
      template:
        metadata: {labels: {app: app}}
        spec:
          containers:
          - {name: main, image: "%s"}
    """
        .formatted(kind, spec, image);
  }
}
