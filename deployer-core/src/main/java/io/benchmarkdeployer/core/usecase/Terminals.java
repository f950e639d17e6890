package io.benchmarkdeployer.core.usecase;

import io.benchmarkdeployer.core.model.SessionEnd;
import io.benchmarkdeployer.core.model.SessionEnd.Reason;
import io.benchmarkdeployer.core.model.SessionId;
import io.benchmarkdeployer.core.model.TerminalSession;
import io.benchmarkdeployer.core.port.ExecPort;
import io.benchmarkdeployer.core.port.NotFoundException;
import io.benchmarkdeployer.core.port.SessionObserver;
import io.benchmarkdeployer.core.port.SessionStore;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** The verbs of terminals, and the care for their sessions. Any thread may call. */
public final class Terminals implements AutoCloseable {
  private static final Logger LOG = System.getLogger(Terminals.class.getName());
  private static final Duration PAUSE = Duration.ofSeconds(1);

  /** How long the end of the shells is waited for. */
  private static final Duration FAREWELL = Duration.ofSeconds(5);

  private final SessionStore store;
  private final InstantSource clock;
  private final EndShells endShells;
  private final LiveSessions live;
  private final CreateSession create;
  private final AttachSession attach;
  private final EndSession end;
  private final SessionTickets tickets;
  private final TendSessions tend;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  /** Puts them together. */
  Terminals(
      ExecPort exec,
      SessionStore store,
      OurPods ourPods,
      SessionFate fate,
      JobNames names,
      Leases leases,
      SessionLimits limits,
      SessionObserver observer,
      InstantSource clock,
      Handles handles) {
    this.store = store;
    this.clock = clock;
    this.endShells = new EndShells(exec);
    this.live = new LiveSessions(store, endShells, fate, observer, clock, limits.scrollback());
    var shells = new Shells(limits.shells());
    this.create = new CreateSession(store, ourPods, names, shells, limits, clock);
    var start =
        new StartSession(
            store,
            ourPods,
            fate,
            new OpenShell(exec, shells),
            endShells,
            live,
            leases,
            observer,
            clock);
    this.attach = new AttachSession(store, live, start, observer, handles);
    this.end = new EndSession(store, live, endShells, leases, observer, clock);
    this.tickets = new SessionTickets(store, clock);
    this.tend = new TendSessions(store, live, end, fate, leases, limits, clock);
  }

  public CreateSession create() {
    return create;
  }

  public AttachSession attach() {
    return attach;
  }

  public EndSession end() {
    return end;
  }

  public SessionTickets tickets() {
    return tickets;
  }

  public TendSessions tend() {
    return tend;
  }

  /**
   * The sessions on record, newest first, those among them that ended in the last 24 hours.
   *
   * @param job only those of jobs of this name
   */
  public List<TerminalSession> list(Optional<String> job) {
    return store.list(job);
  }

  /**
   * One session as it is on record.
   *
   * @throws NotFoundException where there is none of that id
   */
  public TerminalSession find(SessionId id) {
    return store
        .find(id)
        .orElseThrow(() -> new NotFoundException("There is no such terminal session"));
  }

  /** How many shells this process holds just now. */
  public int held() {
    return live.count();
  }

  /** Begins to look after the sessions, on a thread of its own; returns at once. */
  void start() {
    threads.execute(this::tendAgainAndAgain);
  }

  private void tendAgainAndAgain() {
    try {
      while (!closing.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
        tendOnce();
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private void tendOnce() {
    try {
      tend.run();
    } catch (RuntimeException bug) {
      LOG.log(Level.ERROR, "Tending the terminal sessions failed", bug);
    }
  }

  /**
   * Ends the sessions whose shells this process holds, with reason {@code SERVER_SHUTDOWN}, and
   * waits some seconds for their shells to be gone. No shell is started any more. Idempotent.
   */
  @Override
  public void close() {
    closing.countDown();
    threads.shutdownNow();
    threads.close();
    live.endAll(SessionEnd.of(Reason.SERVER_SHUTDOWN, "The service stops", clock.instant()));
    live.close();
    if (!endShells.isDoneIn(FAREWELL)) {
      LOG.log(Level.WARNING, "Shells of terminal sessions may still run: the cluster is slow");
    }
    endShells.close();
  }
}
