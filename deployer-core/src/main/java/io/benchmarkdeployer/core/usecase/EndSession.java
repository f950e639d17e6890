package io.benchmarkdeployer.core.usecase;

import io.benchmarkdeployer.core.model.Caller;
import io.benchmarkdeployer.core.model.SessionEnd;
import io.benchmarkdeployer.core.model.SessionEnd.Reason;
import io.benchmarkdeployer.core.model.SessionId;
import io.benchmarkdeployer.core.model.TerminalSession;
import io.benchmarkdeployer.core.port.NotFoundException;
import io.benchmarkdeployer.core.port.SessionObserver;
import io.benchmarkdeployer.core.port.SessionStore;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Ends sessions because somebody asks for it. Whoever may call the service may end one, as he may
 * delete its job.
 */
public final class EndSession {
  private final SessionStore store;
  private final LiveSessions live;
  private final EndShells endShells;
  private final Leases leases;
  private final SessionObserver observer;
  private final InstantSource clock;

  EndSession(
      SessionStore store,
      LiveSessions live,
      EndShells endShells,
      Leases leases,
      SessionObserver observer,
      InstantSource clock) {
    this.store = store;
    this.live = live;
    this.endShells = endShells;
    this.leases = leases;
    this.observer = observer;
    this.clock = clock;
  }

  /**
   * Ends one. On return it has ended, or the process that holds it was asked to end it and does so
   * within two seconds. One that had ended stays as it ended.
   *
   * @throws NotFoundException where there is no such session
   */
  public void run(SessionId id, Caller caller) {
    SessionEnd end =
        SessionEnd.of(
            Reason.CLOSED_BY_USER, "Ended on request of " + caller.name(), clock.instant());
    if (!run(id, end)) {
      throw new NotFoundException("There is no such terminal session");
    }
  }

  /**
   * Ends all of a job's.
   *
   * @param namespace empty for the jobs of this name in all namespaces
   * @return how many were open
   */
  public int ofJob(Optional<String> namespace, String job, Caller caller) {
    List<TerminalSession> open =
        store.open().stream()
            .filter(session -> session.job().name().equals(job))
            .filter(session -> namespace.isEmpty() || namespace.equals(session.job().namespace()))
            .toList();
    open.forEach(session -> run(session.id(), caller));
    return open.size();
  }

  /** Ends it so, wherever its shell is; tells whether there is such a session. */
  boolean run(SessionId id, SessionEnd end) {
    Optional<LiveSession> here = live.find(id);
    here.ifPresent(session -> live.end(session, end));
    return here.isPresent() || store.find(id).filter(found -> endStored(found, end)).isPresent();
  }

  private boolean endStored(TerminalSession found, SessionEnd end) {
    Optional<TerminalSession> now = store.update(found.id(), session -> ended(session, end));
    if (now.filter(session -> session.end().equals(Optional.of(end))).isPresent()) {
      now.ifPresent(observer::ended);
      found.lease().ifPresent(held -> endShells.end(found));
    }
    return now.isPresent();
  }

  /** One that another process holds is that one's to end, as long as it lives. */
  private TerminalSession ended(TerminalSession session, SessionEnd end) {
    boolean free = session.isFreeFor(leases.holder()) || session.isLost(clock.instant());
    return free ? session.ended(end) : session.isOpen() ? session.asked(end) : session;
  }
}
