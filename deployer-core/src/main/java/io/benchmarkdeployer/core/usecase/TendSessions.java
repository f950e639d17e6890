package io.benchmarkdeployer.core.usecase;

import io.benchmarkdeployer.core.model.SessionEnd;
import io.benchmarkdeployer.core.model.SessionEnd.Reason;
import io.benchmarkdeployer.core.model.SessionId;
import io.benchmarkdeployer.core.model.TerminalSession;
import io.benchmarkdeployer.core.port.DeployerException;
import io.benchmarkdeployer.core.port.SessionStore;
import java.lang.System.Logger;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Ends the sessions whose time is over, whose pod is gone, or whose process died; keeps what is on
 * record of the others true. To be run about once a second, in each process.
 */
public final class TendSessions {
  private static final Logger LOG = System.getLogger(TendSessions.class.getName());
  private static final Duration SWEEP = Duration.ofMinutes(1);

  /** What is on record of a busy session is that old at most. */
  private static final Duration ACTIVITY = Duration.ofSeconds(10);

  private static final Duration SUSPICION = Duration.ofSeconds(3);

  /** Longer than any start of a shell takes. */
  private static final Duration START = Duration.ofMinutes(1);

  /** For so long an ended session can be asked about. */
  private static final Duration MEMORY = Duration.ofHours(24);

  private final SessionStore store;
  private final LiveSessions live;
  private final EndSession endSession;
  private final SessionFate fate;
  private final Leases leases;
  private final SessionLimits limits;
  private final InstantSource clock;
  private final Outage outage =
      new Outage(
          LOG, "Terminal sessions can't be tended for now", "Terminal sessions are tended again");
  private final Map<SessionId, Instant> suspects = new HashMap<>();
  private Instant renewed = Instant.EPOCH;
  private Instant forgotten = Instant.EPOCH;

  TendSessions(
      SessionStore store,
      LiveSessions live,
      EndSession endSession,
      SessionFate fate,
      Leases leases,
      SessionLimits limits,
      InstantSource clock) {
    this.store = store;
    this.live = live;
    this.endSession = endSession;
    this.fate = fate;
    this.leases = leases;
    this.limits = limits;
    this.clock = clock;
  }

  /**
   * One round. What fails is told to the log, and tried again in the next. One round at a time: a
   * {@link io.benchmarkdeployer.core.Deployer} that was started runs them itself.
   */
  public void run() {
    // What does not need the record comes first: it may be away.
    Instant now = clock.instant();
    live.all().forEach(session -> tend(session, now));
    boolean isRenewed = attempt(() -> renew(now));
    boolean isTended = attempt(() -> tendRecorded(now));
    boolean isForgotten = attempt(() -> forgetOld(now));
    // A step that is not due yet works without the record.
    if (isRenewed && isTended && isForgotten) {
      outage.worked();
    }
  }

  private boolean attempt(Runnable step) {
    try {
      step.run();
      return true;
    } catch (DeployerException later) {
      outage.failed(later);
      return false;
    }
  }

  private void tend(LiveSession session, Instant now) {
    if (session.end().isPresent()) {
      live.record(session);
      return;
    }
    overdue(session, now)
        .or(() -> fate.told(session.record()))
        .ifPresent(end -> live.end(session, end));
  }

  private Optional<SessionEnd> overdue(LiveSession session, Instant now) {
    if (isOver(session.record().createdAt(), limits.maxAge(), now)) {
      return end(Reason.MAX_AGE, "A session may be open for " + words(limits.maxAge()), now);
    }
    if (isOver(session.lastActivity(), limits.idle(), now)) {
      return end(Reason.IDLE, "Nothing was typed or printed for " + words(limits.idle()), now);
    }
    return session
        .leftAt()
        .filter(since -> isOver(since, limits.grace(), now))
        .flatMap(
            since -> end(Reason.DETACHED, "Nobody came back within " + words(limits.grace()), now));
  }

  private static boolean isOver(Instant since, Duration life, Instant now) {
    return !since.plus(life).isAfter(now);
  }

  private static Optional<SessionEnd> end(Reason reason, String message, Instant now) {
    return Optional.of(SessionEnd.of(reason, message, now));
  }

  /** As people say it: 90s, 30m, 8h. */
  private static String words(Duration time) {
    return time.toString().substring(2).toLowerCase(Locale.ROOT);
  }

  private void renew(Instant now) {
    if (live.count() > 0 && isOver(renewed, leases.length().dividedBy(4), now)) {
      store.renew(leases.holder(), leases.fresh().until());
      renewed = now;
    }
  }

  private void tendRecorded(Instant now) {
    List<TerminalSession> open = store.open();
    suspects.keySet().retainAll(lost(open, now));
    for (TerminalSession session : open) {
      live.find(session.id())
          .ifPresentOrElse(here -> keepTrue(here, session, now), () -> tend(session, now));
    }
    Set<SessionId> known = open.stream().map(TerminalSession::id).collect(Collectors.toSet());
    live.all().stream()
        .filter(session -> !known.contains(session.record().id()))
        .forEach(this::endAsRecorded);
  }

  private static Set<SessionId> lost(List<TerminalSession> open, Instant now) {
    return open.stream()
        .filter(session -> session.isLost(now))
        .map(TerminalSession::id)
        .collect(Collectors.toSet());
  }

  private void keepTrue(LiveSession here, TerminalSession recorded, Instant now) {
    recorded.asked().ifPresent(end -> live.end(here, end));
    TerminalSession seen = here.observe(recorded);
    boolean old = isOver(recorded.lastActivity(), ACTIVITY, now) && !seen.equals(recorded);
    if (old || seen.state() != recorded.state()) {
      live.record(here);
    }
  }

  /** Somebody else took this process for dead, and has ended it. */
  private void endAsRecorded(LiveSession here) {
    store
        .find(here.record().id())
        .flatMap(TerminalSession::end)
        .ifPresent(end -> live.end(here, end));
  }

  /**
   * One whose shell is not here: nobody has come yet, or another process holds it. Or this one has
   * just taken it to start its shell, or could not and could not write that down either.
   */
  private void tend(TerminalSession session, Instant now) {
    if (session.isFreeFor(leases.holder())) {
      session
          .asked()
          .or(() -> overdue(session, now))
          .or(() -> fate.told(session))
          .ifPresent(end -> endSession.run(session.id(), end));
    } else if (session.isLost(now)) {
      suspect(session, now);
    }
  }

  /** After an outage of the record its process may be about to renew: it gets the time for it. */
  private void suspect(TerminalSession session, Instant now) {
    Instant since = suspects.computeIfAbsent(session.id(), any -> now);
    if (isOver(since, SUSPICION, now)) {
      end(Reason.SERVER_LOST, "The process of the service that held it is gone", now)
          .ifPresent(end -> endSession.run(session.id(), end));
    }
  }

  private Optional<SessionEnd> overdue(TerminalSession session, Instant now) {
    Duration wait = session.lease().isEmpty() ? Duration.ZERO : START;
    return isOver(session.createdAt(), limits.unattached().plus(wait), now)
        ? end(Reason.UNATTACHED, "Nobody came within " + words(limits.unattached()), now)
        : Optional.empty();
  }

  private void forgetOld(Instant now) {
    if (isOver(forgotten, SWEEP, now)) {
      store.forgetEndedBefore(now.minus(MEMORY));
      forgotten = now;
    }
  }
}
