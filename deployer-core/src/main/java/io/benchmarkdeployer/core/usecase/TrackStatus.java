package io.benchmarkdeployer.core.usecase;

import io.benchmarkdeployer.core.model.Cause;
import io.benchmarkdeployer.core.model.DeployedResource;
import io.benchmarkdeployer.core.model.DeployedResource.Outcome;
import io.benchmarkdeployer.core.model.Deployment;
import io.benchmarkdeployer.core.model.DeploymentState;
import io.benchmarkdeployer.core.model.Kind;
import io.benchmarkdeployer.core.model.LiveObject;
import io.benchmarkdeployer.core.model.Ownership;
import io.benchmarkdeployer.core.model.Pod;
import io.benchmarkdeployer.core.model.Policy;
import io.benchmarkdeployer.core.model.Uid;
import io.benchmarkdeployer.core.model.Workload;
import io.benchmarkdeployer.core.model.WorkloadStatus;
import io.benchmarkdeployer.core.port.ClusterPort;
import io.benchmarkdeployer.core.port.ClusterWatch;
import io.benchmarkdeployer.core.port.ClusterWatch.Change;
import io.benchmarkdeployer.core.port.DeployerException;
import io.benchmarkdeployer.core.port.DeploymentPage;
import io.benchmarkdeployer.core.port.DeploymentQuery;
import io.benchmarkdeployer.core.port.DeploymentStore;
import io.benchmarkdeployer.core.port.Selector;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Follows what our workloads do, by watches, and writes it into their deployments: lists and
 * questions after a status then cost the cluster nothing. It says "gone" only when the cluster said
 * so.
 */
final class TrackStatus implements AutoCloseable {
  private static final Logger LOG = System.getLogger(TrackStatus.class.getName());
  private static final Duration LOOK = Duration.ofSeconds(5);
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final List<Kind> WORKLOADS =
      List.of(
          Kind.JOB,
          new Kind("apps/v1", "Deployment"),
          new Kind("apps/v1", "StatefulSet"),
          new Kind("apps/v1", "DaemonSet"));
  private static final Cause DELETED_OUTSIDE =
      Cause.of(Cause.Type.DELETED_OUTSIDE, "It was deleted, and not through this service");

  private final ClusterPort cluster;
  private final DeploymentStore store;
  private final Policy policy;
  private final StatusBoard board;
  private final RecordStatus recordStatus;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Outage outage =
      new Outage(LOG, "Statuses can't be recorded for now", "Statuses are recorded again");
  private final Set<ClusterWatch> watches = ConcurrentHashMap.newKeySet();

  TrackStatus(
      ClusterPort cluster,
      DeploymentStore store,
      Policy policy,
      StatusBoard board,
      RecordStatus recordStatus) {
    this.cluster = cluster;
    this.store = store;
    this.policy = policy;
    this.board = board;
    this.recordStatus = recordStatus;
    board.silent(this);
  }

  /** Begins to follow what the policy allows to be deployed; returns at once. */
  void start() {
    List<Optional<String>> namespaces =
        policy.namespaces().isEmpty()
            ? List.of(Optional.empty())
            : policy.namespaces().stream().map(Optional::of).toList();
    for (Optional<String> namespace : namespaces) {
      WORKLOADS.stream()
          .filter(kind -> policy.refusalOf(kind).isEmpty())
          .forEach(
              kind -> follow(selector(kind, Ownership.MANAGED_BY, Ownership.MANAGER, namespace)));
      follow(selector(Kind.POD, Ownership.POD, "true", namespace));
    }
    board.heard(this);
  }

  private static Selector selector(
      Kind kind, String label, String value, Optional<String> namespace) {
    Selector everywhere = Selector.of(kind).withLabel(label, value);
    return namespace.map(everywhere::in).orElse(everywhere);
  }

  private void follow(Selector selector) {
    ClusterWatch watch = cluster.watch(selector);
    watches.add(watch);
    board.silent(watch);
    threads.execute(() -> follow(selector, watch));
  }

  private void follow(Selector selector, ClusterWatch watch) {
    try {
      while (!watch.isClosed()) {
        watch.next(LOOK).ifPresent(change -> surely(selector, watch, change));
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  /** A change is not let go until it is on record: the state may be away for a while. */
  private void surely(Selector selector, ClusterWatch watch, Change change) {
    while (!watch.isClosed()) {
      try {
        take(selector, watch, change);
        outage.worked();
        return;
      } catch (DeployerException later) {
        outage.failed(later);
        pause(watch);
      } catch (RuntimeException bug) {
        LOG.log(Level.ERROR, "A status can't be read and is left out", bug);
        return;
      }
    }
  }

  private static void pause(ClusterWatch watch) {
    try {
      Thread.sleep(PAUSE);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      watch.close();
    }
  }

  private void take(Selector selector, ClusterWatch watch, Change change) {
    switch (change) {
      case Change.Listed listed -> {
        listed(selector, listed.objects());
        board.heard(watch);
      }
      case Change.Changed changed -> seen(changed.object()).ifPresent(this::record);
      case Change.Gone gone -> gone(gone.object());
      case Change.Silent silence -> {
        LOG.log(Level.WARNING, "The cluster can''t be heard: {0}", silence.why());
        board.silent(watch);
      }
    }
  }

  private void listed(Selector selector, List<LiveObject> objects) {
    Set<Uid> there = uids(objects.stream());
    forgetMissing(selector, there);
    objects.forEach(this::seen);
    if (selector.kind().sameResource(Kind.POD)) {
      objects.stream()
          .map(object -> board.workloadOf(Pod.of(object)))
          .flatMap(Optional::stream)
          .distinct()
          .forEach(this::record);
    }
    everyActive(deployment -> catchUp(deployment, selector, there));
  }

  private void forgetMissing(Selector selector, Set<Uid> there) {
    if (selector.kind().sameResource(Kind.POD)) {
      board.pods(selector.namespace()).stream()
          .filter(pod -> !there.contains(pod.uid()))
          .forEach(board::remove);
    }
    board.workloads(selector.kind(), selector.namespace()).stream()
        .map(workload -> workload.object().uid())
        .filter(uid -> !there.contains(uid))
        .forEach(board::remove);
  }

  private static Set<Uid> uids(Stream<LiveObject> objects) {
    return objects.map(LiveObject::uid).collect(Collectors.toCollection(HashSet::new));
  }

  /** Notes the object; the workload whose status may be another now. */
  private Optional<LiveObject> seen(LiveObject object) {
    Optional<Workload> workload = Workload.of(object);
    workload.ifPresent(board::put);
    if (!object.ref().kind().sameResource(Kind.POD)) {
      return workload.map(Workload::object);
    }
    Pod pod = Pod.of(object);
    board.put(pod);
    return board.workloadOf(pod);
  }

  private void record(LiveObject workload) {
    recordStatus.run(workload.uid());
  }

  /** Its last words come first: it may have ended since it was last seen. */
  private void gone(LiveObject object) {
    seen(object).ifPresent(this::record);
    if (object.ref().kind().sameResource(Kind.POD)) {
      board.remove(Pod.of(object));
    }
    board.remove(object.uid());
    store.findByUid(object.uid()).forEach(deployment -> lose(deployment, object.uid()));
  }

  private void lose(Deployment deployment, Uid uid) {
    store.update(
        deployment.id(),
        now -> now.withEach(resource -> resource.is(uid) ? lost(now, resource) : resource));
  }

  private static DeployedResource lost(Deployment deployment, DeployedResource resource) {
    boolean underWay = deployment.state() == DeploymentState.PENDING;
    if (underWay || resource.outcome().isOver()) {
      return resource;
    }
    boolean ours =
        resource.outcome() == Outcome.DELETING || deployment.state() == DeploymentState.DELETING;
    return ours ? resource.ended(Outcome.DELETED, "") : lostOutside(resource);
  }

  /** What had ended before may have been cleared away by the cluster itself, as its time came. */
  private static DeployedResource lostOutside(DeployedResource resource) {
    WorkloadStatus status = resource.status().orElse(WorkloadStatus.PENDING);
    String why = status.phase().isFinal() ? "gone after its end" : DELETED_OUTSIDE.message();
    return resource.ended(Outcome.DELETED, why).observed(status.gone(DELETED_OUTSIDE));
  }

  private void everyActive(Consumer<Deployment> action) {
    DeploymentQuery deployed =
        DeploymentQuery.in(Set.of(DeploymentState.DEPLOYED)).withoutManifests();
    DeploymentPage page = store.list(deployed);
    page.deployments().forEach(action);
    while (page.next().isPresent()) {
      page = store.list(deployed.after(page.next().get()));
      page.deployments().forEach(action);
    }
  }

  /** What happened to a deployment's objects while nobody watched. */
  private void catchUp(Deployment deployment, Selector selector, Set<Uid> there) {
    for (DeployedResource resource : deployment.resources()) {
      if (isWatched(resource, selector) && resource.uid().isPresent()) {
        catchUp(deployment, resource, resource.uid().get(), there);
      }
    }
  }

  private void catchUp(Deployment deployment, DeployedResource resource, Uid uid, Set<Uid> there) {
    if (!there.contains(uid)) {
      if (!resource.outcome().isOver() && isGone(resource, uid)) {
        lose(deployment, uid);
      }
      return;
    }
    recordStatus.update(deployment, uid);
  }

  private static boolean isWatched(DeployedResource resource, Selector selector) {
    return resource.ref().kind().sameResource(selector.kind())
        && (selector.namespace().isEmpty()
            || selector.namespace().equals(resource.ref().namespace()));
  }

  /** It may have been made after the list was drawn up: the cluster is asked about this one. */
  private boolean isGone(DeployedResource resource, Uid uid) {
    return cluster.find(resource.ref()).filter(live -> live.uid().equals(uid)).isEmpty();
  }

  /** Ends the watches and waits for what they were recording. */
  @Override
  public void close() {
    board.silent(this);
    watches.forEach(ClusterWatch::close);
    threads.shutdownNow();
    threads.close();
  }
}
