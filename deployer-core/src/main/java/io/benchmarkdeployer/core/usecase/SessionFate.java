package io.benchmarkdeployer.core.usecase;

import io.benchmarkdeployer.core.model.Container;
import io.benchmarkdeployer.core.model.ContainerState;
import io.benchmarkdeployer.core.model.LiveObject;
import io.benchmarkdeployer.core.model.Pod;
import io.benchmarkdeployer.core.model.SessionEnd;
import io.benchmarkdeployer.core.model.SessionEnd.Reason;
import io.benchmarkdeployer.core.model.TerminalSession;
import io.benchmarkdeployer.core.model.Workload;
import io.benchmarkdeployer.core.port.ClusterPort;
import io.benchmarkdeployer.core.port.DeployerException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** Whether what a session was opened in is still there. Silence of the cluster is no answer. */
final class SessionFate {
  /** A node tells of a container's end a little later than its shells do. */
  private static final Duration NEWS = Duration.ofMillis(1500);

  private final ClusterPort cluster;
  private final OurPods ourPods;
  private final StatusBoard board;
  private final InstantSource clock;

  SessionFate(ClusterPort cluster, OurPods ourPods, StatusBoard board, InstantSource clock) {
    this.cluster = cluster;
    this.ourPods = ourPods;
    this.board = board;
    this.clock = clock;
  }

  /**
   * Why it can't go on, by what the watches have told; the cluster is asked only about what they
   * don't know.
   */
  Optional<SessionEnd> told(TerminalSession session) {
    return board.isStale()
        ? Optional.empty()
        : answered(() -> toldOfJob(session).or(() -> toldOfPod(session)));
  }

  private Optional<SessionEnd> toldOfJob(TerminalSession session) {
    Optional<Workload> job = board.workload(session.jobUid());
    if (job.isEmpty()) {
      return ofJob(session);
    }
    return job.get().isFinishedJob() ? gone("The job has ended") : Optional.empty();
  }

  private Optional<SessionEnd> toldOfPod(TerminalSession session) {
    Optional<Pod> pod = board.pod(session.container().podUid());
    return pod.isPresent() ? ofPod(session, pod.get()) : ofPod(session);
  }

  /** Why it can't go on, by what the cluster says now. */
  Optional<SessionEnd> asked(TerminalSession session) {
    return ofJob(session).or(() -> ofPod(session));
  }

  /** Why its shell may have been killed or cut off; waits a moment for the news. */
  Optional<SessionEnd> afterLoss(TerminalSession session) {
    var fate = new AtomicReference<Optional<SessionEnd>>(Optional.empty());
    boolean unused =
        Pauses.until(
            () -> {
              fate.set(answered(() -> asked(session)));
              return fate.get().isPresent();
            },
            NEWS);
    return fate.get();
  }

  private interface Question {
    Optional<SessionEnd> ask();
  }

  private static Optional<SessionEnd> answered(Question question) {
    try {
      return question.ask();
    } catch (DeployerException unknown) {
      return Optional.empty();
    }
  }

  private Optional<SessionEnd> ofJob(TerminalSession session) {
    Optional<LiveObject> live = cluster.find(session.job());
    if (live.isEmpty()) {
      return gone("The job was deleted");
    }
    return live.get().uid().equals(session.jobUid())
        ? Optional.empty()
        : ended(Reason.REPLACED, "The job was deployed anew: open a terminal in the new one");
  }

  private Optional<SessionEnd> ofPod(TerminalSession session) {
    return ourPods
        .find(session.container())
        .map(pod -> ofPod(session, pod))
        .orElseGet(() -> gone("The pod is gone"));
  }

  private Optional<SessionEnd> ofPod(TerminalSession session, Pod pod) {
    if (!pod.controlledBy(session.jobUid())) {
      return ended(Reason.REVOKED, "The pod is no longer one of the job's");
    }
    if (pod.terminating()) {
      return gone("The pod is being deleted");
    }
    return OurPods.isUp(pod) ? ofContainer(session, pod) : gone("The pod has ended");
  }

  private Optional<SessionEnd> ofContainer(TerminalSession session, Pod pod) {
    return pod.containers().stream()
        .filter(container -> container.name().equals(session.container().container()))
        .map(Container::state)
        .filter(ContainerState.Terminated.class::isInstance)
        .findFirst()
        .flatMap(end -> gone("The container has ended"));
  }

  private Optional<SessionEnd> gone(String message) {
    return ended(Reason.POD_GONE, message);
  }

  private Optional<SessionEnd> ended(Reason reason, String message) {
    return Optional.of(SessionEnd.of(reason, message, clock.instant()));
  }
}
