package io.benchmarkdeployer.core.usecase;

import io.benchmarkdeployer.core.model.Container;
import io.benchmarkdeployer.core.model.ContainerRef;
import io.benchmarkdeployer.core.model.DnsName;
import io.benchmarkdeployer.core.model.Pod;
import io.benchmarkdeployer.core.model.Problem;
import io.benchmarkdeployer.core.model.ResourceRef;
import io.benchmarkdeployer.core.model.SessionEnd;
import io.benchmarkdeployer.core.model.TerminalSession;
import io.benchmarkdeployer.core.port.ConflictException;
import io.benchmarkdeployer.core.port.ForbiddenException;
import io.benchmarkdeployer.core.port.LimitException;
import io.benchmarkdeployer.core.port.NotFoundException;
import io.benchmarkdeployer.core.port.RejectedException;
import io.benchmarkdeployer.core.port.SessionStore;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Makes a terminal session in a pod of one of our jobs; its shell starts when somebody comes. */
public final class CreateSession {
  private final SessionStore store;
  private final OurPods ourPods;
  private final JobNames names;
  private final Shells shells;
  private final SessionLimits limits;
  private final InstantSource clock;

  CreateSession(
      SessionStore store,
      OurPods ourPods,
      JobNames names,
      Shells shells,
      SessionLimits limits,
      InstantSource clock) {
    this.store = store;
    this.ourPods = ourPods;
    this.names = names;
    this.shells = shells;
    this.limits = limits;
    this.clock = clock;
  }

  /**
   * Makes it; on return it is on record.
   *
   * @throws RejectedException where a name or the shell is malformed or not allowed
   * @throws NotFoundException where there is no such job, pod or container
   * @throws ForbiddenException where the job or the pod is not ours
   * @throws ConflictException where the pod or the container does not run
   * @throws LimitException where the job, or all jobs together, have as many sessions as may be
   */
  public TerminalSession run(SessionRequest request) {
    ResourceRef ref = names.ref(request.namespace(), request.job());
    request.pod().flatMap(DnsName::problemOfName).ifPresent(wrong -> refuse("pod_name", wrong));
    request
        .container()
        .flatMap(DnsName::problemOfNamespace)
        .ifPresent(wrong -> refuse("container_name", wrong));
    String shell = shells.chosen(request.shell());
    return admitted(store.insert(session(request, ref, shell)));
  }

  private static void refuse(String field, String wrong) {
    Problem problem = Problem.at(field, field + " " + wrong);
    throw new RejectedException(RejectedException.By.READER, problem.message(), List.of(problem));
  }

  private TerminalSession session(SessionRequest request, ResourceRef ref, String shell) {
    JobReport report = ourPods.job(ref);
    Pod pod =
        request
            .pod()
            .map(name -> ourPods.pod(report, name))
            .orElseGet(() -> ourPods.newestPod(report));
    Container container = OurPods.container(pod, request.container());
    return TerminalSession.create(
        request.caller(),
        ref,
        report.job().uid(),
        new ContainerRef(pod.namespace(), pod.name(), pod.uid(), container.name()),
        shell,
        request.readOnlyGuests(),
        clock.instant());
  }

  /** Counted once it is on record: of many at once none passes unseen. */
  private TerminalSession admitted(TerminalSession session) {
    List<TerminalSession> open = store.open();
    List<TerminalSession> ofJob =
        open.stream().filter(other -> other.jobUid().equals(session.jobUid())).toList();
    Optional<String> refusal =
        isBeyond(open, session, limits.total())
            ? Optional.of("There are %d terminal sessions already".formatted(limits.total()))
            : isBeyond(ofJob, session, limits.perJob())
                ? Optional.of(
                    "%s has %d terminal sessions already".formatted(session.job(), limits.perJob()))
                : Optional.empty();
    refusal.ifPresent(why -> withdraw(session, why + ", the most there may be: end one of them"));
    return session;
  }

  private static boolean isBeyond(
      List<TerminalSession> oldestFirst, TerminalSession one, int most) {
    return oldestFirst.stream().skip(most).anyMatch(other -> other.id().equals(one.id()));
  }

  private void withdraw(TerminalSession session, String why) {
    SessionEnd end = SessionEnd.of(SessionEnd.Reason.CLOSED_BY_USER, why, clock.instant());
    store.update(session.id(), now -> now.ended(end));
    throw new LimitException(LimitException.Limit.COUNT, why);
  }
}
