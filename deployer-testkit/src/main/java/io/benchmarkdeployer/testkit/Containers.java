package io.benchmarkdeployer.testkit;

import io.benchmarkdeployer.core.model.ContainerRef;
import io.benchmarkdeployer.core.model.Kind;
import io.benchmarkdeployer.core.model.LiveObject;
import io.benchmarkdeployer.core.model.ResourceRef;
import io.benchmarkdeployer.core.port.ConflictException;
import io.benchmarkdeployer.core.port.NotFoundException;
import io.benchmarkdeployer.testkit.ContainerRuntime.Running;
import java.util.List;
import java.util.Optional;

/** Finds containers of pods. Whoever calls holds the cluster's lock. */
final class Containers {
  private final ObjectStore store;
  private final Kubelet kubelet;

  Containers(ObjectStore store, Kubelet kubelet) {
    this.store = store;
    this.kubelet = kubelet;
  }

  /** The pod, which has such a container, running or not. */
  LiveObject pod(String namespace, String pod, String container) {
    LiveObject found =
        find(namespace, pod)
            .orElseThrow(() -> new NotFoundException("pods \"%s\" not found".formatted(pod)));
    if (!isContainer(found, container)) {
      throw new NotFoundException("container %s is not valid for pod %s".formatted(container, pod));
    }
    return found;
  }

  private Optional<LiveObject> find(String namespace, String pod) {
    return store.find(new ResourceRef(Kind.POD, Optional.of(namespace), pod));
  }

  private static boolean isContainer(LiveObject pod, String name) {
    return List.of("initContainers", "containers").stream()
        .flatMap(list -> pod.content().itemsAt("spec", list).stream())
        .anyMatch(container -> container.textAt("name").equals(Optional.of(name)));
  }

  /** The container, found by its pod's name. */
  Running running(ContainerRef ref) {
    LiveObject pod = pod(ref.namespace(), ref.pod(), ref.container());
    return running(pod, ref.container()).orElseThrow(() -> notRunning(ref));
  }

  private Optional<Running> running(LiveObject pod, String container) {
    return kubelet
        .run(pod.uid())
        .flatMap(run -> run.container(container))
        .flatMap(ContainerRun::running);
  }

  private static ConflictException notRunning(ContainerRef ref) {
    return new ConflictException(
        "container \"%s\" in pod \"%s\" does not run".formatted(ref.container(), ref.pod()));
  }

  /** The container of the one pod that is meant, if it runs. */
  Optional<Running> find(ContainerRef ref) {
    return find(ref.namespace(), ref.pod())
        .filter(pod -> pod.uid().equals(ref.podUid()))
        .flatMap(pod -> running(pod, ref.container()));
  }
}
