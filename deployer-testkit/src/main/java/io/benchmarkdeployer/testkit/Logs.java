package io.benchmarkdeployer.testkit;

import io.benchmarkdeployer.core.model.Kind;
import io.benchmarkdeployer.core.model.LiveObject;
import io.benchmarkdeployer.core.model.ResourceRef;
import io.benchmarkdeployer.core.port.ConflictException;
import io.benchmarkdeployer.core.port.DeployerException;
import io.benchmarkdeployer.core.port.LogRequest;
import io.benchmarkdeployer.core.port.NotFoundException;
import java.util.List;
import java.util.Optional;

/** Finds the logs of containers. Whoever calls holds the cluster's lock. */
final class Logs {
  private final ObjectStore store;
  private final Kubelet kubelet;

  Logs(ObjectStore store, Kubelet kubelet) {
    this.store = store;
    this.kubelet = kubelet;
  }

  ContainerLog find(LogRequest request) {
    LiveObject pod =
        store
            .find(new ResourceRef(Kind.POD, Optional.of(request.namespace()), request.pod()))
            .orElseThrow(
                () -> new NotFoundException("pods \"%s\" not found".formatted(request.pod())));
    if (!isContainer(pod, request.container())) {
      throw new NotFoundException(
          "container %s is not valid for pod %s".formatted(request.container(), request.pod()));
    }
    return kubelet
        .run(pod.uid())
        .flatMap(run -> run.container(request.container()))
        .flatMap(run -> run.log(request.previous()))
        .orElseThrow(() -> noLog(request));
  }

  private static DeployerException noLog(LogRequest request) {
    return request.previous()
        ? new NotFoundException(
            "previous terminated container \"%s\" in pod \"%s\" not found"
                .formatted(request.container(), request.pod()))
        : new ConflictException(
            "container \"%s\" in pod \"%s\" is waiting to start"
                .formatted(request.container(), request.pod()));
  }

  private static boolean isContainer(LiveObject pod, String name) {
    return List.of("initContainers", "containers").stream()
        .flatMap(list -> pod.content().itemsAt("spec", list).stream())
        .anyMatch(container -> container.textAt("name").equals(Optional.of(name)));
  }
}
