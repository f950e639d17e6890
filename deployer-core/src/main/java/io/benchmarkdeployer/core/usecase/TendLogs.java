package io.benchmarkdeployer.core.usecase;

import io.benchmarkdeployer.core.model.CapturedLog;
import io.benchmarkdeployer.core.port.DeployerException;
import io.benchmarkdeployer.core.port.LogStore;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Consumer;

/**
 * Keeps what this process captures its own, finds logs that nobody captures, and forgets those
 * whose time is over. To be run about once a second.
 */
final class TendLogs {
  private static final Logger LOG = System.getLogger(TendLogs.class.getName());
  private static final Duration SEARCH = Duration.ofSeconds(3);
  private static final Duration SWEEP = Duration.ofMinutes(1);

  private final LogStore store;
  private final StatusBoard board;
  private final ClaimLog claim;
  private final Leases leases;
  private final InstantSource clock;
  private final Consumer<CapturedLog> found;
  private final Outage outage =
      new Outage(LOG, "Logs can't be looked after for now", "Logs are looked after again");
  private Instant renewed = Instant.EPOCH;
  private Instant searched = Instant.EPOCH;
  private Instant swept = Instant.EPOCH;

  /**
   * With these.
   *
   * @param found gets each log that may be claimed, again and again until it is
   */
  TendLogs(
      LogStore store,
      StatusBoard board,
      ClaimLog claim,
      Leases leases,
      InstantSource clock,
      Consumer<CapturedLog> found) {
    this.store = store;
    this.board = board;
    this.claim = claim;
    this.leases = leases;
    this.clock = clock;
    this.found = found;
  }

  /** One round; what fails is told to the log, and tried again in the next. */
  void run() {
    try {
      Instant now = clock.instant();
      renew(now);
      search(now);
      sweep(now);
      outage.worked();
    } catch (DeployerException later) {
      outage.failed(later);
    } catch (RuntimeException bug) {
      LOG.log(Level.ERROR, "Looking after logs failed", bug);
    }
  }

  private void renew(Instant now) {
    if (isDue(renewed, leases.length().dividedBy(4), now)) {
      store.renew(leases.holder(), leases.fresh().until());
      renewed = now;
    }
  }

  /** For logs whose process died, or whose job went while nobody watched. */
  private void search(Instant now) {
    if (isDue(searched, SEARCH, now) && !board.isStale()) {
      store.open().stream().filter(claim::isFree).forEach(found);
      searched = now;
    }
  }

  private void sweep(Instant now) {
    if (isDue(swept, SWEEP, now)) {
      store.expired(now).forEach(log -> store.delete(log.job()));
      swept = now;
    }
  }

  private static boolean isDue(Instant last, Duration every, Instant now) {
    return !last.plus(every).isAfter(now);
  }
}
