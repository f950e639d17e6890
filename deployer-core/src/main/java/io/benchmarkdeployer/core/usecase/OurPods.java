package io.benchmarkdeployer.core.usecase;

import io.benchmarkdeployer.core.model.Container;
import io.benchmarkdeployer.core.model.ContainerRef;
import io.benchmarkdeployer.core.model.ContainerState;
import io.benchmarkdeployer.core.model.DeployedResource;
import io.benchmarkdeployer.core.model.Deployment;
import io.benchmarkdeployer.core.model.DeploymentState;
import io.benchmarkdeployer.core.model.Kind;
import io.benchmarkdeployer.core.model.LiveObject;
import io.benchmarkdeployer.core.model.Pod;
import io.benchmarkdeployer.core.model.ResourceRef;
import io.benchmarkdeployer.core.model.Uid;
import io.benchmarkdeployer.core.port.ClusterPort;
import io.benchmarkdeployer.core.port.ConflictException;
import io.benchmarkdeployer.core.port.DeploymentStore;
import io.benchmarkdeployer.core.port.ForbiddenException;
import io.benchmarkdeployer.core.port.NotFoundException;
import java.util.Optional;

/**
 * Finds the pods that a terminal may reach, by the chain that can't be forged: the pod's UID, its
 * controller's UID, the UID of a job in our record.
 */
final class OurPods {
  private final ClusterPort cluster;
  private final DeploymentStore store;
  private final ReadJob readJob;

  OurPods(ClusterPort cluster, DeploymentStore store, ReadJob readJob) {
    this.cluster = cluster;
    this.store = store;
    this.readJob = readJob;
  }

  /**
   * The job, which is ours.
   *
   * @throws NotFoundException where there is none
   * @throws ForbiddenException where we did not deploy it
   */
  JobReport job(ResourceRef ref) {
    JobReport report =
        readJob.find(ref).orElseThrow(() -> new NotFoundException("There is no " + ref));
    if (!isOnRecord(report.job().uid())) {
      throw new ForbiddenException(
          "Not allowed: a terminal reaches only pods of jobs that this service deployed, and it did"
              + " not deploy "
              + ref);
    }
    return report;
  }

  /** Whether a deployment of ours holds this job. */
  boolean isOnRecord(Uid job) {
    return store.findByUid(job).stream()
        .filter(deployment -> deployment.state() != DeploymentState.DELETED)
        .map(Deployment::resources)
        .flatMap(resources -> resources.stream().filter(resource -> resource.is(job)))
        .map(DeployedResource::outcome)
        .anyMatch(outcome -> !outcome.isOver());
  }

  /** This pod as it is now; empty where it is gone, or another has its name. */
  Optional<Pod> find(ContainerRef container) {
    return find(container.namespace(), container.pod())
        .filter(pod -> pod.uid().equals(container.podUid()));
  }

  private Optional<Pod> find(String namespace, String pod) {
    return cluster
        .find(new ResourceRef(Kind.POD, Optional.of(namespace), pod))
        .map((LiveObject live) -> Pod.of(live));
  }

  /**
   * The pod of that name.
   *
   * @throws NotFoundException where there is none
   * @throws ForbiddenException where it is not the job's, whatever its labels say
   * @throws ConflictException where it does not run
   */
  Pod pod(JobReport report, String name) {
    LiveObject job = report.job();
    String namespace = job.ref().namespace().orElseThrow();
    Pod pod =
        find(namespace, name)
            .orElseThrow(
                () -> new NotFoundException("There is no pod %s/%s".formatted(namespace, name)));
    if (!pod.controlledBy(job.uid())) {
      throw new ForbiddenException(
          "Not allowed: pod %s was not made by %s".formatted(name, job.ref()));
    }
    if (!isUp(pod)) {
      throw new ConflictException("Pod %s does not run: it is %s".formatted(name, stateOf(pod)));
    }
    return pod;
  }

  /**
   * The newest of its pods that runs.
   *
   * @throws ConflictException where none does
   */
  Pod newestPod(JobReport report) {
    return report.pods().reversed().stream()
        .filter(pod -> isUp(pod) && pod.phase().equals("Running"))
        .findFirst()
        .orElseThrow(
            () ->
                new ConflictException(
                    "%s has no running pod: it is %s"
                        .formatted(report.job().ref(), report.status().phase().wireName())));
  }

  /** Whether shells can be opened in it. */
  static boolean isUp(Pod pod) {
    return !pod.terminating() && !pod.phase().equals("Succeeded") && !pod.phase().equals("Failed");
  }

  private static String stateOf(Pod pod) {
    return pod.terminating() ? "being deleted" : pod.phase();
  }

  /**
   * The container of that name, or the pod's default one.
   *
   * @throws NotFoundException where there is none of that name
   * @throws ConflictException where it does not run
   */
  static Container container(Pod pod, Optional<String> name) {
    Container container = name.map(wanted -> named(pod, wanted)).orElseGet(() -> defaultOf(pod));
    if (!(container.state() instanceof ContainerState.Running)) {
      throw new ConflictException(
          "Container %s of pod %s does not run: it %s"
              .formatted(container.name(), pod.name(), inWords(container.state())));
    }
    return container;
  }

  private static Container named(Pod pod, String name) {
    return find(pod, name)
        .orElseThrow(
            () ->
                new NotFoundException(
                    "Pod %s has no container %s; it has %s"
                        .formatted(pod.name(), name, namesOf(pod))));
  }

  private static String namesOf(Pod pod) {
    return String.join(", ", pod.containers().stream().map(Container::name).toList());
  }

  private static Optional<Container> find(Pod pod, String name) {
    return pod.containers().stream().filter(container -> container.name().equals(name)).findFirst();
  }

  private static Container defaultOf(Pod pod) {
    return pod.defaultContainer()
        .flatMap(name -> find(pod, name))
        .or(() -> pod.containers().stream().filter(container -> !container.init()).findFirst())
        .orElseThrow(() -> new NotFoundException("Pod " + pod.name() + " has no container"));
  }

  private static String inWords(ContainerState state) {
    return switch (state) {
      case ContainerState.Waiting waiting ->
          "waits" + (waiting.reason().isEmpty() ? "" : " (" + waiting.reason() + ")");
      case ContainerState.Running running -> "runs";
      case ContainerState.Terminated end -> "has ended with code " + end.exitCode();
    };
  }
}
