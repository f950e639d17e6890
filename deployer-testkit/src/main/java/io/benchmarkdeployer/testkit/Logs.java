package io.benchmarkdeployer.testkit;

import io.benchmarkdeployer.core.model.LiveObject;
import io.benchmarkdeployer.core.port.ConflictException;
import io.benchmarkdeployer.core.port.DeployerException;
import io.benchmarkdeployer.core.port.LogRequest;
import io.benchmarkdeployer.core.port.NotFoundException;

/** Finds the logs of containers. Whoever calls holds the cluster's lock. */
final class Logs {
  private final Containers containers;
  private final Kubelet kubelet;

  Logs(Containers containers, Kubelet kubelet) {
    this.containers = containers;
    this.kubelet = kubelet;
  }

  ContainerLog find(LogRequest request) {
    LiveObject pod = containers.pod(request.namespace(), request.pod(), request.container());
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
}
