package io.benchmarkdeployer.core.usecase;

import io.benchmarkdeployer.core.port.DeployerException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * What goes on by itself: following statuses, settling what a crash left, capturing logs, looking
 * after terminal sessions.
 */
public final class Upkeep implements AutoCloseable {
  private static final Logger LOG = System.getLogger(Upkeep.class.getName());

  private final TrackStatus trackStatus;
  private final StatusBoard board;
  private final Reconcile reconcile;
  private final CaptureLogs captureLogs;
  private final Optional<Terminals> terminals;
  private final Duration pause;
  private final Outage outage =
      new Outage(
          LOG,
          "Unfinished deployments can't be looked for now",
          "Unfinished deployments are looked for again");
  private final CountDownLatch closing = new CountDownLatch(1);
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  Upkeep(
      TrackStatus trackStatus,
      StatusBoard board,
      Reconcile reconcile,
      CaptureLogs captureLogs,
      Optional<Terminals> terminals,
      Duration pause) {
    this.captureLogs = captureLogs;
    this.terminals = terminals;
    this.trackStatus = trackStatus;
    this.board = board;
    this.reconcile = reconcile;
    this.pause = pause;
  }

  /** Begins all of it on threads of their own; returns at once. To be called once. */
  public void start() {
    trackStatus.start();
    captureLogs.start();
    terminals.ifPresent(Terminals::start);
    threads.execute(this::reconcileAgainAndAgain);
  }

  /** Whether the statuses on record may be old: not begun yet, or the cluster can't be heard. */
  public boolean isStale() {
    return board.isStale();
  }

  private void reconcileAgainAndAgain() {
    try {
      do {
        reconcileOnce();
      } while (!closing.await(pause.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private void reconcileOnce() {
    try {
      reconcile.run();
      outage.worked();
    } catch (DeployerException later) {
      outage.failed(later);
    } catch (RuntimeException bug) {
      LOG.log(Level.ERROR, "Settling unfinished deployments failed", bug);
    }
  }

  /** Ends all of it and waits for the step that is under way. Idempotent. */
  @Override
  public void close() {
    closing.countDown();
    terminals.ifPresent(Terminals::close);
    captureLogs.close();
    trackStatus.close();
    threads.shutdownNow();
    threads.close();
  }
}
