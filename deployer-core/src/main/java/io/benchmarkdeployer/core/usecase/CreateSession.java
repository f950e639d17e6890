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
import java.util.concurrent.locks.ReentrantLock;

/** Makes a terminal session in a pod of one of our jobs; its shell starts when somebody comes. */
public final class CreateSession {
  private final SessionStore store;
  private final OurPods ourPods;
  private final JobNames names;
  private final Shells shells;
  private final SessionLimits limits;
  private final InstantSource clock;
  private final ReentrantLock admission = new ReentrantLock();

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
    return admit(session(request, ref, shell));
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

  /**
   * Within this process one after the other. Counted again once it is on record: of many processes
   * none passes unseen.
   */
  private TerminalSession admit(TerminalSession session) {
    admission.lock();
    try {
      refusal(session, 1)
          .ifPresent(
              why -> {
                throw new LimitException(LimitException.Limit.COUNT, why);
              });
      TerminalSession recorded = store.insert(session);
      refusal(recorded, 0).ifPresent(why -> withdraw(recorded, why));
      return recorded;
    } finally {
      admission.unlock();
    }
  }

  private Optional<String> refusal(TerminalSession session, int more) {
    List<TerminalSession> open = store.open();
    long ofJob = open.stream().filter(one -> one.jobUid().equals(session.jobUid())).count();
    if (open.size() + more > limits.total()) {
      return Optional.of(tooMany("There are", limits.total()));
    }
    return ofJob + more > limits.perJob()
        ? Optional.of(tooMany(session.job() + " has", limits.perJob()))
        : Optional.empty();
  }

  private static String tooMany(String which, int most) {
    return "%s %d terminal sessions already, the most there may be: end one of them"
        .formatted(which, most);
  }

  private void withdraw(TerminalSession session, String why) {
    SessionEnd end = SessionEnd.of(SessionEnd.Reason.CLOSED_BY_USER, why, clock.instant());
    store.update(session.id(), now -> now.ended(end));
    throw new LimitException(LimitException.Limit.COUNT, why);
  }
}
