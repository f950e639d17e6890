package io.benchmarkdeployer.core.usecase;

import io.benchmarkdeployer.core.model.Cause;
import io.benchmarkdeployer.core.model.ClusterEvent;
import io.benchmarkdeployer.core.model.Kind;
import io.benchmarkdeployer.core.model.LiveObject;
import io.benchmarkdeployer.core.model.Pod;
import io.benchmarkdeployer.core.model.ResourceRef;
import io.benchmarkdeployer.core.model.Uid;
import io.benchmarkdeployer.core.model.Workload;
import io.benchmarkdeployer.core.model.WorkloadPhase;
import io.benchmarkdeployer.core.model.WorkloadStatus;
import io.benchmarkdeployer.core.port.ClusterPort;
import io.benchmarkdeployer.core.port.DeploymentStore;
import io.benchmarkdeployer.core.port.LimitException;
import io.benchmarkdeployer.core.port.NotFoundException;
import io.benchmarkdeployer.core.port.Selector;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Asks the cluster about one job: its status, its pods, what was noted about them. */
public final class ReadJob {
  static final Kind EVENT = new Kind("v1", "Event");
  private static final int MOST_PODS = 5_000;
  private static final int MOST_PODS_WITH_EVENTS = 20;
  private static final int MOST_EVENTS = 1_000;

  private final ClusterPort cluster;
  private final DeploymentStore store;
  private final JobNames names;

  ReadJob(ClusterPort cluster, DeploymentStore store, JobNames names) {
    this.cluster = cluster;
    this.store = store;
    this.names = names;
  }

  /**
   * The job's status, from the cluster itself.
   *
   * @throws NotFoundException where a cluster that answered has no such job
   */
  public JobReport status(String namespace, String job) {
    ResourceRef ref = names.ref(namespace, job);
    return find(ref).orElseThrow(() -> new NotFoundException("There is no " + ref));
  }

  Optional<JobReport> find(ResourceRef ref) {
    return cluster.find(ref).map(this::report);
  }

  private JobReport report(LiveObject job) {
    Workload workload = Workload.of(job).orElseThrow();
    List<Pod> pods = podsOf(job);
    WorkloadStatus status = workload.status(pods);
    return new JobReport(job, pods.isEmpty() ? explained(job, status) : status, pods);
  }

  /** Of very many none: the job itself counts them. */
  private List<Pod> podsOf(LiveObject job) {
    try {
      return pods(job);
    } catch (LimitException tooMany) {
      return List.of();
    }
  }

  private List<Pod> pods(LiveObject job) {
    Selector selector =
        Selector.of(Kind.POD)
            .in(job.ref().namespace().orElseThrow())
            .withLabel("job-name", job.ref().name())
            .atMost(MOST_PODS);
    return cluster.list(selector).stream()
        .map(Pod::of)
        .filter(pod -> pod.controlledBy(job.uid()))
        .sorted(Comparator.comparing(pod -> pod.createdAt().orElse(Instant.MAX)))
        .toList();
  }

  /** A job without pods has nothing to show but what was noted when none could be made. */
  private WorkloadStatus explained(LiveObject job, WorkloadStatus status) {
    if (status.phase() != WorkloadPhase.PENDING || status.cause().isPresent()) {
      return status;
    }
    return eventsOf(job.ref().namespace().orElseThrow(), job.uid())
        .filter(event -> event.reason().equals("FailedCreate"))
        .findFirst()
        .map(
            event ->
                status.because(
                    Cause.of(
                        Cause.Type.PODS_REFUSED,
                        "The cluster makes no pods for the job: " + event.message())))
        .orElse(status);
  }

  /**
   * What the cluster noted about the job and its newest pods, oldest first; also about a job of
   * ours that is gone, for as long as the cluster keeps it.
   *
   * @throws NotFoundException where there is no such job and we never deployed one
   */
  public List<ClusterEvent> events(String namespace, String job) {
    ResourceRef ref = names.ref(namespace, job);
    List<Uid> objects = find(ref).map(ReadJob::uids).orElseGet(() -> remembered(ref));
    return objects.stream()
        .flatMap(uid -> eventsOf(namespace, uid))
        .sorted(Comparator.comparing(event -> event.at().orElse(Instant.EPOCH)))
        .toList();
  }

  private static List<Uid> uids(JobReport report) {
    Stream<Uid> pods = report.pods().reversed().stream().limit(MOST_PODS_WITH_EVENTS).map(Pod::uid);
    return Stream.concat(Stream.of(report.job().uid()), pods).toList();
  }

  private List<Uid> remembered(ResourceRef ref) {
    List<Uid> uids =
        store.findByResource(ref, true).stream()
            .map(found -> found.resource(ref).orElseThrow().uid())
            .flatMap(Optional::stream)
            .limit(1)
            .toList();
    if (uids.isEmpty()) {
      throw new NotFoundException("There is no " + ref);
    }
    return uids;
  }

  private Stream<ClusterEvent> eventsOf(String namespace, Uid uid) {
    Selector selector =
        Selector.of(EVENT)
            .in(namespace)
            .withField("involvedObject.uid", uid.value())
            .atMost(MOST_EVENTS);
    return cluster.list(selector).stream().map(ClusterEvent::of);
  }
}
