package io.benchmarkdeployer.testkit;

import io.benchmarkdeployer.core.model.Kind;
import io.benchmarkdeployer.core.model.LiveObject;
import io.benchmarkdeployer.core.model.ResourceRef;
import io.benchmarkdeployer.core.port.ConflictException;
import io.benchmarkdeployer.core.port.LogRequest;
import io.benchmarkdeployer.core.port.LogStream;
import io.benchmarkdeployer.core.port.NotFoundException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** Finds the logs of containers, and knows who reads them. */
final class Logs {
  private final ObjectStore store;
  private final Kubelet kubelet;
  private final MemoryFaults faults;
  private final List<MemoryLogStream> open = new CopyOnWriteArrayList<>();

  Logs(ObjectStore store, Kubelet kubelet, MemoryFaults faults) {
    this.store = store;
    this.kubelet = kubelet;
    this.faults = faults;
  }

  /** Under the cluster's lock. */
  LogStream open(LogRequest request) {
    var stream = new MemoryLogStream(request, log(request), faults, this);
    open.add(stream);
    return stream;
  }

  private ContainerLog log(LogRequest request) {
    LiveObject pod =
        store
            .find(new ResourceRef(Kind.POD, Optional.of(request.namespace()), request.pod()))
            .orElseThrow(
                () -> new NotFoundException("pods \"%s\" not found".formatted(request.pod())));
    if (!isContainer(pod, request.container())) {
      throw new NotFoundException(
          "container %s is not valid for pod %s".formatted(request.container(), request.pod()));
    }
    Optional<ContainerRun> container =
        kubelet.run(pod.uid()).flatMap(run -> run.container(request.container()));
    return container.flatMap(run -> run.log(request.previous())).orElseThrow(() -> noLog(request));
  }

  private static RuntimeException noLog(LogRequest request) {
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

  void remove(MemoryLogStream stream) {
    open.remove(stream);
  }

  void breakAll() {
    open.forEach(MemoryLogStream::breakOff);
  }

  void closeAll() {
    open.forEach(MemoryLogStream::close);
  }

  List<String> descriptions() {
    return open.stream().map(MemoryLogStream::toString).toList();
  }
}
