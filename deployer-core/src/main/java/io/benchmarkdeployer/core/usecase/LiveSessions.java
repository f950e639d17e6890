package io.benchmarkdeployer.core.usecase;

import io.benchmarkdeployer.core.model.SessionEnd;
import io.benchmarkdeployer.core.model.SessionEnd.Reason;
import io.benchmarkdeployer.core.model.SessionId;
import io.benchmarkdeployer.core.model.TerminalSession;
import io.benchmarkdeployer.core.port.DeployerException;
import io.benchmarkdeployer.core.port.SessionObserver;
import io.benchmarkdeployer.core.port.SessionStore;
import io.benchmarkdeployer.core.port.Terminal;
import io.benchmarkdeployer.core.port.TerminalEnd;
import io.benchmarkdeployer.core.port.UnavailableException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** The sessions whose shells this process holds. Any thread may call. */
final class LiveSessions implements AutoCloseable {
  private static final Logger LOG = System.getLogger(LiveSessions.class.getName());

  /** 128 and SIGKILL: so a shell ends whose container does. */
  private static final int KILLED = 137;

  private static final Duration FAREWELL = Duration.ofSeconds(2);

  private final SessionStore store;
  private final EndShells endShells;
  private final SessionFate fate;
  private final SessionObserver observer;
  private final InstantSource clock;
  private final int scrollback;
  private final Map<SessionId, LiveSession> sessions = new ConcurrentHashMap<>();
  private final Outage outage =
      new Outage(
          LOG,
          "Terminal sessions can't be recorded for now",
          "Terminal sessions are recorded again");
  private volatile boolean closing;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  LiveSessions(
      SessionStore store,
      EndShells endShells,
      SessionFate fate,
      SessionObserver observer,
      InstantSource clock,
      int scrollback) {
    this.store = store;
    this.endShells = endShells;
    this.fate = fate;
    this.observer = observer;
    this.clock = clock;
    this.scrollback = scrollback;
  }

  Optional<LiveSession> find(SessionId id) {
    return Optional.ofNullable(sessions.get(id));
  }

  Collection<LiveSession> all() {
    return List.copyOf(sessions.values());
  }

  int count() {
    return sessions.size();
  }

  /**
   * Takes a shell in that has just been opened.
   *
   * @throws UnavailableException where no more are taken in
   */
  LiveSession add(TerminalSession record, Terminal terminal) {
    if (closing) {
      throw new UnavailableException(
          UnavailableException.How.UNREACHABLE, "The service is stopping");
    }
    var session = new LiveSession(record, terminal, scrollback, observer, clock);
    sessions.put(record.id(), session);
    threads.execute(() -> run(session, terminal));
    return session;
  }

  private void run(LiveSession session, Terminal terminal) {
    try {
      session.pump();
      end(session, endOf(session.record(), terminal));
    } catch (InterruptedException stopped) {
      end(session, connectionLost("The service is stopping"));
    } catch (RuntimeException bug) {
      LOG.log(Level.ERROR, "A terminal session failed", bug);
      end(session, connectionLost("The service failed; its log says why"));
    }
  }

  private SessionEnd endOf(TerminalSession session, Terminal terminal) {
    return switch (terminal.end()) {
      case TerminalEnd.Exited exited when exited.code() == KILLED ->
          fate.afterLoss(session).orElseGet(() -> exited(exited));
      case TerminalEnd.Exited exited -> exited(exited);
      case TerminalEnd.Lost lost ->
          fate.afterLoss(session).orElseGet(() -> connectionLost(lost.why()));
      case TerminalEnd.Closed closed -> connectionLost("The service closed the terminal");
    };
  }

  private SessionEnd exited(TerminalEnd.Exited how) {
    return SessionEnd.ofExit(how.code(), clock.instant());
  }

  private SessionEnd connectionLost(String why) {
    return SessionEnd.of(Reason.CONNECTION_LOST, why, clock.instant());
  }

  /** Ends it so, unless it has ended already, and sees that nothing of its shell is left. */
  void end(LiveSession session, SessionEnd how) {
    if (session.end(how)) {
      endShells.end(session.record());
      record(session);
    }
  }

  /**
   * Writes down how it stands: that it has ended, too, and then lets go of it. Where that can't be
   * written now, it is to be called again.
   */
  void record(LiveSession session) {
    try {
      Optional<TerminalSession> recorded = store.update(session.record().id(), session::observe);
      outage.worked();
      if (session.end().isPresent() && sessions.remove(session.record().id(), session)) {
        recorded.filter(now -> now.end().equals(session.end())).ifPresent(observer::ended);
      }
    } catch (DeployerException later) {
      outage.failed(later);
    }
  }

  /** Takes no more in, and ends all. On return each was told and is on record so. */
  void endAll(SessionEnd how) {
    closing = true;
    Together.map(
        List.copyOf(sessions.values()),
        session -> {
          end(session, how);
          return session;
        });
  }

  /**
   * Waits for the threads that bring what is printed, and not for long: all sessions were ended
   * before. Those that ended by themselves just then are seen to their end.
   */
  @Override
  public void close() {
    threads.shutdown();
    try {
      if (!threads.awaitTermination(FAREWELL.toMillis(), TimeUnit.MILLISECONDS)) {
        threads.shutdownNow();
      }
    } catch (InterruptedException hurried) {
      threads.shutdownNow();
      Thread.currentThread().interrupt();
    }
    threads.close();
  }
}
