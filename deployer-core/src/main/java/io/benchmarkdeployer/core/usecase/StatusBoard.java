package io.benchmarkdeployer.core.usecase;

import io.benchmarkdeployer.core.model.Kind;
import io.benchmarkdeployer.core.model.LiveObject;
import io.benchmarkdeployer.core.model.Pod;
import io.benchmarkdeployer.core.model.ResourceRef;
import io.benchmarkdeployer.core.model.Uid;
import io.benchmarkdeployer.core.model.Workload;
import io.benchmarkdeployer.core.model.WorkloadStatus;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What the watches have told of our workloads and their pods, and which watches are silent. Any
 * thread may ask; it answers from memory.
 */
final class StatusBoard {
  private static final int MOST_GONE = 1_000;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Map<Uid, Workload> workloads = new HashMap<>();
  private final Map<Uid, Map<Uid, Pod>> podsByController = new HashMap<>();
  private final Map<Uid, Pod> pods = new HashMap<>();
  private final Set<Object> silent = new HashSet<>();

  /** Of pods that are gone, as they last were: the newest {@link #MOST_GONE}. */
  private final Map<Uid, Pod> gone = new LinkedHashMap<>();

  /** The workloads that something happened to since they were asked for, or to their pods. */
  private Set<Uid> touched = new HashSet<>();

  StatusBoard() {}

  /** Whether what was last seen may be old: nobody watches, or a watch can't hear the cluster. */
  boolean isStale() {
    return locked(() -> !silent.isEmpty());
  }

  /** Whether the watches tell of this workload just now. */
  boolean isFollowed(Uid workload) {
    return locked(() -> silent.isEmpty() && workloads.containsKey(workload));
  }

  /** Waits until this job has ended, or is no longer there, or the time is over. */
  void awaitEnd(Uid job, Duration atMost) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long left = atMost.toNanos();
      boolean known = workloads.containsKey(job);
      while (left > 0 && !isOver(job, known)) {
        left = changed.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }

  private boolean isOver(Uid job, boolean wasKnown) {
    Workload now = workloads.get(job);
    return now == null ? wasKnown : now.isFinishedJob();
  }

  void silent(Object watch) {
    update(() -> silent.add(watch));
  }

  void heard(Object watch) {
    update(() -> silent.remove(watch));
  }

  void put(Workload workload) {
    update(
        () -> {
          workloads.put(workload.object().uid(), workload);
          touched.add(workload.object().uid());
        });
  }

  void remove(Uid workload) {
    update(
        () -> {
          workloads.remove(workload);
          touched.add(workload);
        });
  }

  void put(Pod pod) {
    update(
        () -> {
          pods.put(pod.uid(), pod);
          pod.controller().map(Pod.Controller::uid).ifPresent(owner -> putOf(owner, pod));
        });
  }

  private void putOf(Uid owner, Pod pod) {
    podsByController.computeIfAbsent(owner, any -> new LinkedHashMap<>()).put(pod.uid(), pod);
    touched.add(owner);
  }

  void remove(Pod pod) {
    update(
        () -> {
          pods.remove(pod.uid());
          bury(pod);
          pod.controller()
              .ifPresent(
                  made ->
                      podsByController.computeIfPresent(
                          made.uid(), (any, siblings) -> without(siblings, pod)));
        });
  }

  private void bury(Pod pod) {
    pod.controller().map(Pod.Controller::uid).ifPresent(touched::add);
    gone.put(pod.uid(), pod);
    if (gone.size() > MOST_GONE) {
      gone.remove(gone.keySet().iterator().next());
    }
  }

  private static @Nullable Map<Uid, Pod> without(Map<Uid, Pod> siblings, Pod pod) {
    siblings.remove(pod.uid());
    return siblings.isEmpty() ? null : siblings;
  }

  /** The workloads of a kind in a namespace, or in all; to see which are gone. */
  List<Workload> workloads(Kind kind, Optional<String> namespace) {
    return locked(
        () ->
            workloads.values().stream()
                .filter(workload -> isIn(workload.object().ref(), kind, namespace))
                .toList());
  }

  private static boolean isIn(ResourceRef ref, Kind kind, Optional<String> namespace) {
    return ref.kind().sameResource(kind)
        && (namespace.isEmpty() || namespace.equals(ref.namespace()));
  }

  /** The pods in a namespace, or in all. */
  List<Pod> pods(Optional<String> namespace) {
    return locked(
        () ->
            pods.values().stream()
                .filter(pod -> namespace.map(pod.namespace()::equals).orElse(true))
                .toList());
  }

  /** The pod of this UID; empty where no watch tells of one. */
  Optional<Pod> pod(Uid uid) {
    return locked(() -> Optional.ofNullable(pods.get(uid)));
  }

  /** The pod of this UID as it is, or as it was when it went not long ago. */
  Optional<Pod> lastSeen(Uid uid) {
    return locked(() -> Optional.ofNullable(pods.getOrDefault(uid, gone.get(uid))));
  }

  /** Whether a pod of this UID was there, and is no more. */
  boolean isGone(Uid pod) {
    return locked(() -> gone.containsKey(pod) && !pods.containsKey(pod));
  }

  /** The pods of this workload, by the chain of controllers; those that are gone are not in it. */
  List<Pod> podsOf(Uid workload) {
    return locked(() -> List.copyOf(podsByController.getOrDefault(workload, Map.of()).values()));
  }

  /**
   * Waits until something has happened to a workload or its pods; they are told once, to the one
   * who asks.
   */
  Set<Uid> awaitTouched(Duration atMost) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long left = atMost.toNanos();
      while (touched.isEmpty() && left > 0) {
        left = changed.awaitNanos(left);
      }
      Set<Uid> told = touched;
      touched = new HashSet<>();
      return told;
    } finally {
      lock.unlock();
    }
  }

  /** The workload of this UID; empty where no watch tells of one. */
  Optional<Workload> workload(Uid uid) {
    return locked(() -> Optional.ofNullable(workloads.get(uid)));
  }

  /** The status of a workload by all that is known of it; empty where it is not known. */
  Optional<WorkloadStatus> status(Uid workload) {
    return locked(
        () ->
            Optional.ofNullable(workloads.get(workload)).map(known -> known.status(podsOf(known))));
  }

  private List<Pod> podsOf(Workload workload) {
    if (workload.object().ref().kind().name().equals("Deployment")) {
      return workload.podsAmong(
          podsByController.values().stream().flatMap(some -> some.values().stream()).toList());
    }
    return List.copyOf(podsByController.getOrDefault(workload.object().uid(), Map.of()).values());
  }

  /** The workload that this pod belongs to, or is. */
  Optional<LiveObject> workloadOf(Pod pod) {
    return locked(() -> direct(pod).or(() -> throughReplicaSet(pod)).map(Workload::object));
  }

  private Optional<Workload> direct(Pod pod) {
    Uid owner = pod.controller().map(Pod.Controller::uid).orElse(pod.uid());
    return Optional.ofNullable(workloads.get(owner));
  }

  private Optional<Workload> throughReplicaSet(Pod pod) {
    if (pod.controller().filter(made -> made.kind().name().equals("ReplicaSet")).isEmpty()) {
      return Optional.empty();
    }
    return workloads.values().stream()
        .filter(
            workload -> workload.object().ref().namespace().equals(Optional.of(pod.namespace())))
        .filter(workload -> !workload.podsAmong(List.of(pod)).isEmpty())
        .findFirst();
  }

  private void update(Runnable change) {
    lock.lock();
    try {
      change.run();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private <T> T locked(Supplier<T> read) {
    lock.lock();
    try {
      return read.get();
    } finally {
      lock.unlock();
    }
  }
}
