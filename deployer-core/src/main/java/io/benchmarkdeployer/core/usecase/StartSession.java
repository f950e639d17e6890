package io.benchmarkdeployer.core.usecase;

import io.benchmarkdeployer.core.model.Pod;
import io.benchmarkdeployer.core.model.SessionEnd;
import io.benchmarkdeployer.core.model.SessionEnd.Reason;
import io.benchmarkdeployer.core.model.SessionId;
import io.benchmarkdeployer.core.model.TerminalSession;
import io.benchmarkdeployer.core.model.TerminalSize;
import io.benchmarkdeployer.core.port.ConflictException;
import io.benchmarkdeployer.core.port.DeployerException;
import io.benchmarkdeployer.core.port.NotFoundException;
import io.benchmarkdeployer.core.port.SessionObserver;
import io.benchmarkdeployer.core.port.SessionStore;
import io.benchmarkdeployer.core.port.UnavailableException;
import io.benchmarkdeployer.core.port.UnknownOutcomeException;
import io.benchmarkdeployer.core.usecase.AttachSession.Started;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Starts the shell of a session in this process, and in no other: the session is claimed first, and
 * what it is opened in is proven to be ours before the first byte.
 */
final class StartSession {
  private static final Logger LOG = System.getLogger(StartSession.class.getName());

  private final SessionStore store;
  private final OurPods ourPods;
  private final SessionFate fate;
  private final OpenShell openShell;
  private final EndShells endShells;
  private final LiveSessions live;
  private final Leases leases;
  private final SessionObserver observer;
  private final InstantSource clock;

  StartSession(
      SessionStore store,
      OurPods ourPods,
      SessionFate fate,
      OpenShell openShell,
      EndShells endShells,
      LiveSessions live,
      Leases leases,
      SessionObserver observer,
      InstantSource clock) {
    this.store = store;
    this.ourPods = ourPods;
    this.fate = fate;
    this.openShell = openShell;
    this.endShells = endShells;
    this.live = live;
    this.leases = leases;
    this.observer = observer;
    this.clock = clock;
  }

  /**
   * Starts it.
   *
   * @throws ConflictException where another process holds it, or its container does not run just
   *     now
   */
  Started run(SessionId id, TerminalSize size) {
    TerminalSession session = claimed(id);
    if (!session.isOpen()) {
      return new Started.Not(session.end().orElseThrow());
    }
    try {
      return start(session, size);
    } catch (DeployerException failed) {
      release(session);
      throw failed;
    }
  }

  private Started start(TerminalSession session, TerminalSize size) {
    Optional<SessionEnd> end = fate.asked(session).or(() -> revoked(session));
    return end.isPresent() ? notStarted(session, end.get()) : open(session, size);
  }

  private TerminalSession claimed(SessionId id) {
    TerminalSession session =
        store
            .update(id, this::claim)
            .orElseThrow(() -> new NotFoundException("There is no such terminal session"));
    if (session.isOpen() && !session.isHeldBy(leases.holder())) {
      throw new ConflictException(
          "Another process of the service holds this terminal session: connect to that one (the"
              + " proxy in front must keep a session's connections together), or make a new"
              + " session");
    }
    return session;
  }

  private TerminalSession claim(TerminalSession session) {
    boolean free = session.isOpen() && session.isFreeFor(leases.holder());
    return free ? session.claimed(leases.fresh()) : session;
  }

  /** So that it waits for somebody as before, and not for ever. */
  private void release(TerminalSession session) {
    try {
      store.update(session.id(), now -> isOurs(now) ? now.released() : now);
    } catch (DeployerException unrecorded) {
      LOG.log(Level.DEBUG, "A session stays taken; it is looked after all the same", unrecorded);
    }
  }

  private boolean isOurs(TerminalSession session) {
    return session.isOpen() && session.isHeldBy(leases.holder()) && session.asked().isEmpty();
  }

  private Optional<SessionEnd> revoked(TerminalSession session) {
    return ourPods.isOnRecord(session.jobUid())
        ? Optional.empty()
        : Optional.of(end(Reason.REVOKED, "The job is no longer on record as ours"));
  }

  private SessionEnd end(Reason reason, String message) {
    return SessionEnd.of(reason, message, clock.instant());
  }

  private Started notStarted(TerminalSession session, SessionEnd end) {
    store
        .update(session.id(), now -> now.ended(end))
        .filter(now -> now.end().equals(Optional.of(end)))
        .ifPresent(observer::ended);
    return new Started.Not(end);
  }

  private Started open(TerminalSession session, TerminalSize size) {
    try {
      return openShell
          .run(session, imageOf(session), size)
          .map(opened -> take(session, opened))
          .orElseGet(() -> notStarted(session, end(Reason.NO_SHELL, noShell(session))));
    } catch (UnavailableException | UnknownOutcomeException unsure) {
      // A shell may run all the same: it is ended by its marker, so nothing else may carry that.
      endShells.end(session);
      return notStarted(
          session,
          end(
              Reason.CONNECTION_LOST,
              "No shell could be started: " + unsure.getMessage() + "; make a new session then"));
    }
  }

  private String imageOf(TerminalSession session) {
    String name = session.container().container();
    return ourPods.find(session.container()).stream()
        .map(Pod::containers)
        .flatMap(containers -> containers.stream().filter(one -> one.name().equals(name)))
        .map(container -> container.image())
        .findFirst()
        .orElse("");
  }

  private static String noShell(TerminalSession session) {
    return "There is no shell in %s: its image has neither %s nor another one"
        .formatted(session.container(), session.askedShell());
  }

  /** A pod was found by its name: that it is the one that is meant shows now, and stays so. */
  private Started take(TerminalSession session, OpenShell.Opened opened) {
    try {
      Optional<SessionEnd> end = fate.asked(session);
      TerminalSession attached =
          store
              .update(session.id(), now -> now.isOpen() ? now.attached(opened.shell()) : now)
              .orElseThrow(() -> new NotFoundException("The terminal session is gone"));
      if (end.isPresent() || !attached.isOpen()) {
        letGo(session, opened);
        return notStarted(session, end.or(attached::end).orElseThrow());
      }
      return new Started.Running(live.add(attached, opened.terminal()));
    } catch (DeployerException failed) {
      letGo(session, opened);
      throw failed;
    }
  }

  private void letGo(TerminalSession session, OpenShell.Opened opened) {
    opened.terminal().close();
    endShells.end(session.attached(opened.shell()));
  }
}
