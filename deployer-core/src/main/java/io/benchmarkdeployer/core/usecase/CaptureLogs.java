package io.benchmarkdeployer.core.usecase;

import io.benchmarkdeployer.core.model.CapturedLog;
import io.benchmarkdeployer.core.model.Deployment;
import io.benchmarkdeployer.core.model.LogCapture;
import io.benchmarkdeployer.core.model.LogEntry;
import io.benchmarkdeployer.core.model.LogSegment;
import io.benchmarkdeployer.core.model.LogSource;
import io.benchmarkdeployer.core.model.ResourceRef;
import io.benchmarkdeployer.core.model.Uid;
import io.benchmarkdeployer.core.model.Workload;
import io.benchmarkdeployer.core.port.ClusterPort;
import io.benchmarkdeployer.core.port.ConflictException;
import io.benchmarkdeployer.core.port.DeployerException;
import io.benchmarkdeployer.core.port.DeploymentStore;
import io.benchmarkdeployer.core.port.LogEnd;
import io.benchmarkdeployer.core.port.LogStore;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

/**
 * Sees to it that the log of each job of ours is captured, by one process at a time: by the one
 * that holds the log's lease. Forgets logs whose time is over.
 */
final class CaptureLogs implements AutoCloseable {
  private static final Logger LOG = System.getLogger(CaptureLogs.class.getName());
  private static final Duration LOOK = Duration.ofSeconds(1);
  private static final Duration SEARCH = Duration.ofSeconds(3);
  private static final Duration SWEEP = Duration.ofMinutes(1);

  /** A job is on record a moment after the cluster has it. */
  private static final Duration RECORDING = Duration.ofSeconds(30);

  private static final Duration PAUSE = Duration.ofMillis(100);
  private static final long READ_BACK = 1 << 20;

  /** Looks at the record before a capture begins: after a start there are as many as jobs. */
  private static final int AT_ONCE = 16;

  private final ClusterPort cluster;
  private final StatusBoard board;
  private final DeploymentStore deployments;
  private final LogStore store;
  private final LiveLogs live;
  private final Leases leases;
  private final LogLimits limits;
  private final InstantSource clock;
  private final JobStatuses statuses;
  private final Map<Uid, CaptureJob> running = new ConcurrentHashMap<>();
  private final Set<Uid> begun = ConcurrentHashMap.newKeySet();

  /** Jobs that need no capture: sealed, or not ours. Those that the board forgets are forgotten. */
  private final Set<Uid> settled = ConcurrentHashMap.newKeySet();

  private final Semaphore looking = new Semaphore(AT_ONCE);
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Outage outage =
      new Outage(LOG, "Logs can't be looked after for now", "Logs are looked after again");
  private Instant renewed = Instant.EPOCH;
  private Instant searched = Instant.EPOCH;
  private Instant swept = Instant.EPOCH;

  CaptureLogs(
      ClusterPort cluster,
      StatusBoard board,
      JobStatuses statuses,
      DeploymentStore deployments,
      LogStore store,
      LiveLogs live,
      Leases leases,
      LogLimits limits,
      InstantSource clock) {
    this.cluster = cluster;
    this.board = board;
    this.statuses = statuses;
    this.deployments = deployments;
    this.store = store;
    this.live = live;
    this.leases = leases;
    this.limits = limits;
    this.clock = clock;
  }

  /** Begins on threads of its own; returns at once. To be called once. */
  void start() {
    threads.execute(this::follow);
    threads.execute(this::tendAgainAndAgain);
  }

  private void follow() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        board.awaitTouched(LOOK).forEach(this::touched);
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private void touched(Uid job) {
    CaptureJob capture = running.get(job);
    Optional<Workload> workload = board.workload(job);
    if (capture != null) {
      capture.wake();
    } else if (workload.isEmpty()) {
      settled.remove(job);
    } else if (workload.get().object().ref().kind().isJob() && !settled.contains(job)) {
      begin(job, workload.get().object().ref());
    }
  }

  private void begin(Uid job, ResourceRef ref) {
    if (begun.add(job)) {
      threads.execute(() -> claimAndCapture(job, ref));
    }
  }

  private void claimAndCapture(Uid job, ResourceRef ref) {
    try {
      claim(job, ref).ifPresent(this::capture);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException bug) {
      LOG.log(Level.ERROR, "The log of " + ref + " can't be captured", bug);
    } finally {
      begun.remove(job);
    }
  }

  // Whose it is.

  private Optional<CapturedLog> claim(Uid job, ResourceRef ref) throws InterruptedException {
    Instant until = clock.instant().plus(RECORDING);
    while (clock.instant().isBefore(until)) {
      looking.acquire();
      try {
        Optional<CapturedLog> known = store.find(job);
        if (known.isPresent()) {
          return claim(known.get());
        }
        Optional<Deployment> deployment = deployments.findByUid(job).stream().findFirst();
        if (deployment.isPresent()) {
          return insert(job, ref, deployment.get());
        }
      } catch (DeployerException later) {
        outage.failed(later);
        until = clock.instant().plus(RECORDING);
      } finally {
        looking.release();
      }
      Thread.sleep(PAUSE);
    }
    settled.add(job);
    return Optional.empty();
  }

  private Optional<CapturedLog> claim(CapturedLog known) {
    if (known.isSealed()) {
      settled.add(known.job());
    }
    return known.isFree(clock.instant())
        ? store.replace(known.taken(leases.fresh()))
        : Optional.empty();
  }

  private Optional<CapturedLog> insert(Uid job, ResourceRef ref, Deployment deployment) {
    try {
      return Optional.of(
          store.insert(
              CapturedLog.begun(job, ref, deployment.id(), leases.fresh(), clock.instant())));
    } catch (ConflictException another) {
      return Optional.empty();
    }
  }

  // The capture.

  private void capture(CapturedLog claimed) {
    Uid job = claimed.job();
    LogEnd end = store.fence(job, claimed.fence());
    var log = new LiveLog(store, job, claimed.fence(), end, limits.perJob());
    var capture =
        new CaptureJob(
            cluster, board, statuses, store, limits, clock, claimed, log, points(claimed));
    live.add(job, log.tail());
    running.put(job, capture);
    try {
      capture.run();
    } finally {
      running.remove(job);
      live.remove(job, log.tail());
    }
  }

  /** How far each life was read that was not over, by what is in the store of its last second. */
  private Map<LogSource, ResumePoint> points(CapturedLog log) {
    var open = new HashMap<LogSource, LastSecond>();
    log.captures().stream()
        .filter(capture -> !capture.isOver())
        .map(LogCapture::source)
        .forEach(source -> open.put(source, new LastSecond()));
    readBack(log.job(), open);
    var points = new HashMap<LogSource, ResumePoint>();
    open.forEach((source, last) -> points.put(source, last.point()));
    return points;
  }

  private void readBack(Uid job, Map<LogSource, LastSecond> open) {
    List<LogSegment> some = store.readBack(job, Long.MAX_VALUE, READ_BACK);
    while (!some.isEmpty() && !open.values().stream().allMatch(LastSecond::isComplete)) {
      for (LogSegment segment : some) {
        segment.entries().reversed().forEach(entry -> readBack(entry, open));
      }
      some = store.readBack(job, some.getLast().first(), READ_BACK);
    }
  }

  private void readBack(LogEntry entry, Map<LogSource, LastSecond> open) {
    if (entry instanceof LogEntry.Line line && isOneOfTheClusters(line)) {
      Optional.ofNullable(open.get(line.source())).ifPresent(last -> last.add(line.at()));
    }
  }

  /** Of a line that was cut here the last piece stands for all. */
  private boolean isOneOfTheClusters(LogEntry.Line line) {
    return line.ended() || limits.line() == LogLimits.LONGEST_LINE;
  }

  // What is to be done now and then.

  private void tendAgainAndAgain() {
    try {
      while (true) {
        tend();
        Thread.sleep(LOOK);
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private void tend() {
    try {
      Instant now = clock.instant();
      if (isDue(renewed, leases.length().dividedBy(4), now)) {
        store.renew(leases.holder(), leases.fresh().until());
        renewed = now;
      }
      if (isDue(searched, SEARCH, now) && !board.isStale()) {
        search(now);
        searched = now;
      }
      if (isDue(swept, SWEEP, now)) {
        store.expired(now).forEach(log -> store.delete(log.job()));
        swept = now;
      }
      outage.worked();
    } catch (DeployerException later) {
      outage.failed(later);
    } catch (RuntimeException bug) {
      LOG.log(Level.ERROR, "Looking after logs failed", bug);
    }
  }

  private static boolean isDue(Instant last, Duration every, Instant now) {
    return !last.plus(every).isAfter(now);
  }

  /** For logs whose process died, or whose job went while nobody watched. */
  private void search(Instant now) {
    store.open().stream()
        .filter(log -> log.isFree(now))
        .forEach(log -> begin(log.job(), log.ref()));
  }

  /** Ends the captures; what was read by then is written, and other processes may go on. */
  @Override
  public void close() {
    threads.shutdownNow();
    threads.close();
  }
}
