package io.benchmarkdeployer.core.usecase;

import io.benchmarkdeployer.core.model.CapturedLog;
import io.benchmarkdeployer.core.model.Kind;
import io.benchmarkdeployer.core.model.LiveObject;
import io.benchmarkdeployer.core.model.LogSource;
import io.benchmarkdeployer.core.model.Pod;
import io.benchmarkdeployer.core.model.ResourceRef;
import io.benchmarkdeployer.core.model.SecretVersion;
import io.benchmarkdeployer.core.model.Uid;
import io.benchmarkdeployer.core.model.Workload;
import io.benchmarkdeployer.core.port.ClusterPort;
import io.benchmarkdeployer.core.port.LogEnd;
import io.benchmarkdeployer.core.port.LogStore;
import io.benchmarkdeployer.core.port.Selector;
import io.benchmarkdeployer.core.port.UnavailableException;
import io.benchmarkdeployer.core.port.UnknownOutcomeException;
import io.benchmarkdeployer.core.usecase.ClaimLog.Claim;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/**
 * Sees to it that the log of each job of ours is captured, by one process at a time: by the one
 * that holds the log's lease.
 */
final class CaptureLogs implements AutoCloseable {
  private static final Logger LOG = System.getLogger(CaptureLogs.class.getName());
  private static final Duration LOOK = Duration.ofSeconds(1);

  /** A job is on record a moment after the cluster has it: then it is looked for so often. */
  private static final int MOST_LOOKS = 300;

  private static final Duration PAUSE = Duration.ofMillis(100);

  /** Looks at the record before a capture begins: after a start there are as many as jobs. */
  private static final int AT_ONCE = 16;

  private final ClusterPort cluster;
  private final StatusBoard board;
  private final LogStore store;
  private final LiveLogs live;
  private final LogLimits limits;
  private final InstantSource clock;
  private final JobStatuses statuses;
  private final JobSecrets jobSecrets;
  private final ClaimLog claim;
  private final TendLogs tend;
  private final Map<Uid, CaptureJob> running = new ConcurrentHashMap<>();
  private final Set<Uid> begun = ConcurrentHashMap.newKeySet();

  /** Jobs that need no capture: sealed, or not ours. Those that the board forgets are forgotten. */
  private final Set<Uid> settled = ConcurrentHashMap.newKeySet();

  private final Semaphore looking = new Semaphore(AT_ONCE);
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Outage outage =
      new Outage(LOG, "Logs can't be captured for now", "Logs are captured again");

  CaptureLogs(
      ClusterPort cluster,
      StatusBoard board,
      JobStatuses statuses,
      JobSecrets jobSecrets,
      ClaimLog claim,
      LogStore store,
      LiveLogs live,
      Leases leases,
      LogLimits limits,
      InstantSource clock) {
    this.cluster = cluster;
    this.board = board;
    this.statuses = statuses;
    this.jobSecrets = jobSecrets;
    this.claim = claim;
    this.store = store;
    this.live = live;
    this.limits = limits;
    this.clock = clock;
    this.tend =
        new TendLogs(store, board, claim, leases, clock, log -> begin(log.job(), log.ref()));
  }

  /** Begins on threads of its own; returns at once. To be called once. */
  void start() {
    live.setCapturing(true);
    threads.execute(this::follow);
    threads.execute(this::tendAgainAndAgain);
  }

  private void follow() {
    try {
      while (live.isCapturing()) {
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

  private void tendAgainAndAgain() {
    try {
      while (live.isCapturing()) {
        tend.run();
        Thread.sleep(LOOK);
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private void begin(Uid job, ResourceRef ref) {
    if (begun.add(job)) {
      threads.execute(() -> claimAndCapture(job, ref));
    }
  }

  private void claimAndCapture(Uid job, ResourceRef ref) {
    try {
      Optional<CapturedLog> claimed = claimed(job, ref);
      if (claimed.isPresent()) {
        capture(claimed.get());
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException bug) {
      LOG.log(Level.ERROR, "The log of " + ref + " can't be captured", bug);
    } finally {
      begun.remove(job);
    }
  }

  private Optional<CapturedLog> claimed(Uid job, ResourceRef ref) throws InterruptedException {
    Claim last = new Claim.NotOurs();
    for (int i = 0; i < MOST_LOOKS && last instanceof Claim.NotOurs; i++) {
      last = answered(() -> claimNow(job, ref));
      if (last instanceof Claim.NotOurs) {
        Thread.sleep(PAUSE);
      }
    }
    if (last instanceof Claim.NotOurs || last instanceof Claim.Sealed) {
      settled.add(job);
    }
    return last instanceof Claim.Taken taken ? Optional.of(taken.log()) : Optional.empty();
  }

  private Claim claimNow(Uid job, ResourceRef ref) {
    looking.acquireUninterruptibly();
    try {
      return claim.run(job, ref);
    } finally {
      looking.release();
    }
  }

  /** Asked again until the cluster or the store has answered. */
  private <T> T answered(Supplier<T> question) throws InterruptedException {
    while (true) {
      try {
        T answer = question.get();
        outage.worked();
        return answer;
      } catch (UnavailableException | UnknownOutcomeException later) {
        outage.failed(later);
        live.checkCapturing();
        Thread.sleep(LOOK);
      }
    }
  }

  private void capture(CapturedLog claimed) throws InterruptedException {
    Uid job = claimed.job();
    LogEnd end = answered(() -> store.fence(job, claimed.fence()));
    var log = new LiveLog(store, job, claimed.fence(), end, limits.perJob());
    JobSecrets.Finding secrets = answered(() -> secrets(claimed));
    if (secrets instanceof JobSecrets.Finding.Found found) {
      answered(() -> noteSecrets(claimed, found.secrets()));
    }
    Map<LogSource, ResumePoint> points =
        answered(() -> new ResumePoints(store, limits).of(claimed));
    var capture =
        new CaptureJob(
            cluster, board, statuses, store, limits, clock, claimed, live, log, secrets, points);
    live.add(job, log.tail());
    running.put(job, capture);
    try {
      capture.run();
    } finally {
      running.remove(job);
      live.remove(job, log.tail());
    }
  }

  /** Before they are known, nothing may be written down. */
  private JobSecrets.Finding secrets(CapturedLog log) {
    return workload(log).map(live -> secrets(log, live)).orElse(JobSecrets.Finding.Found.NONE);
  }

  private JobSecrets.Finding secrets(CapturedLog log, LiveObject workload) {
    JobSecrets.Finding now = jobSecrets.find(log.deployment(), workload, !log.captures().isEmpty());
    return now instanceof JobSecrets.Finding.Found found && log.secrets().isPresent()
        ? found.since(log.secrets().get())
        : now;
  }

  /** Before the first line is: whoever takes the log over is to see whether they have changed. */
  private Optional<CapturedLog> noteSecrets(CapturedLog claimed, Set<SecretVersion> secrets) {
    return store.update(
        claimed.job(), log -> log.fence() == claimed.fence() ? log.masking(secrets) : log);
  }

  /** The job, or where it is gone a pod that it left: without either nothing is printed. */
  private Optional<LiveObject> workload(CapturedLog log) {
    Selector pods =
        Selector.of(Kind.POD)
            .in(log.ref().namespace().orElseThrow())
            .withLabel("job-name", log.ref().name());
    return cluster
        .find(log.ref())
        .filter(live -> live.uid().equals(log.job()))
        .or(
            () ->
                cluster.list(pods).stream()
                    .filter(live -> Pod.of(live).controlledBy(log.job()))
                    .findFirst());
  }

  /** Ends the captures; what was read by then is written, and other processes may go on. */
  @Override
  public void close() {
    live.setCapturing(false);
    threads.shutdownNow();
    threads.close();
  }
}
