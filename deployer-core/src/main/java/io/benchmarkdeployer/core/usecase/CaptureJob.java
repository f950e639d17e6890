package io.benchmarkdeployer.core.usecase;

import io.benchmarkdeployer.core.model.CapturedLog;
import io.benchmarkdeployer.core.model.Container;
import io.benchmarkdeployer.core.model.Kind;
import io.benchmarkdeployer.core.model.LogCapture;
import io.benchmarkdeployer.core.model.LogSource;
import io.benchmarkdeployer.core.model.Pod;
import io.benchmarkdeployer.core.model.SecretValues;
import io.benchmarkdeployer.core.model.WorkloadPhase;
import io.benchmarkdeployer.core.model.WorkloadStatus;
import io.benchmarkdeployer.core.port.ClusterPort;
import io.benchmarkdeployer.core.port.ConflictException;
import io.benchmarkdeployer.core.port.LogStore;
import io.benchmarkdeployer.core.port.Selector;
import io.benchmarkdeployer.core.port.UnavailableException;
import io.benchmarkdeployer.core.port.UnknownOutcomeException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/**
 * Captures the log of one job, for as long as this process holds its lease: a thread for each life
 * of each container, one that writes, and the one that runs this.
 */
final class CaptureJob {
  private static final Logger LOG = System.getLogger(CaptureJob.class.getName());
  private static final Duration LOOK = Duration.ofSeconds(1);

  /** So many lives of a container that nobody saw are told of. */
  private static final int MOST_MISSED = 5;

  private static final Duration PAUSE = Duration.ofMillis(250);

  /** How long the log is written on when this process stops. */
  private static final Duration FAREWELL = Duration.ofSeconds(3);

  private final ClusterPort cluster;
  private final StatusBoard board;
  private final JobStatuses statuses;
  private final LogStore store;
  private final LogLimits limits;
  private final InstantSource clock;
  private final CapturedLog claimed;
  private final LiveLogs logs;
  private final LiveLog live;
  private final Map<LogSource, ResumePoint> points;
  private final SecretValues secrets;
  private final Optional<String> withheld;

  private final Map<LogSource, CaptureContainer> containers = new HashMap<>();
  private final Set<LogSource> over = new HashSet<>();
  private final BlockingQueue<LogCapture> ended = new LinkedBlockingQueue<>();
  private final Semaphore news = new Semaphore(0);
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private volatile boolean superseded;

  /**
   * Takes over a log that this process has claimed.
   *
   * @param live where its entries go
   * @param secrets what of it must not be told
   * @param points how far the lives that were not over were read
   */
  CaptureJob(
      ClusterPort cluster,
      StatusBoard board,
      JobStatuses statuses,
      LogStore store,
      LogLimits limits,
      InstantSource clock,
      CapturedLog claimed,
      LiveLogs logs,
      LiveLog live,
      JobSecrets.Finding secrets,
      Map<LogSource, ResumePoint> points) {
    this.cluster = cluster;
    this.board = board;
    this.statuses = statuses;
    this.store = store;
    this.limits = limits;
    this.clock = clock;
    this.claimed = claimed;
    this.logs = logs;
    this.live = live;
    this.points = points;
    this.secrets =
        secrets instanceof JobSecrets.Finding.Found found ? found.values() : SecretValues.NONE;
    this.withheld =
        secrets instanceof JobSecrets.Finding.Withheld none
            ? Optional.of(none.why())
            : Optional.empty();
  }

  /** Something has happened to the job or its pods. */
  void wake() {
    news.release();
  }

  /**
   * Captures it to its end; returns once it is sealed, or another process has it. Where the thread
   * is interrupted, what was read is still written, and the log let go: another process may go on.
   */
  void run() {
    Thread writer = Thread.ofVirtual().name("log " + claimed.ref()).start(this::write);
    try {
      capture();
      threads.close();
      live.finish();
      writer.join();
      recordEnds();
      seal();
    } catch (InterruptedException stopped) {
      leave(writer);
      Thread.currentThread().interrupt();
    } finally {
      threads.shutdownNow();
      live.close();
    }
  }

  private void capture() throws InterruptedException {
    for (LogCapture known : claimed.captures()) {
      if (known.isOver()) {
        over.add(known.source());
      } else {
        begin(known);
      }
    }
    while (!superseded && !isOver()) {
      awaitNews();
    }
  }

  private void leave(Thread writer) {
    threads.shutdownNow();
    try {
      if (threads.awaitTermination(FAREWELL.toMillis(), TimeUnit.MILLISECONDS)) {
        live.finish();
        if (writer.join(FAREWELL)) {
          letGo();
        }
      }
    } catch (InterruptedException impatient) {
      LOG.log(Level.DEBUG, "The log of {0} is left as it is", claimed.ref());
    }
  }

  /** Where that fails the lease comes to its end by itself. */
  private void letGo() {
    try {
      boolean unused =
          store.update(claimed.job(), log -> isOurs(log) ? log.released() : log).isPresent();
    } catch (UnavailableException | UnknownOutcomeException | ConflictException failed) {
      LOG.log(Level.DEBUG, "The log of {0} stays claimed", claimed.ref());
    }
  }

  private void write() {
    try {
      live.write();
    } catch (ConflictException other) {
      LOG.log(Level.WARNING, "The log of {0}: {1}", claimed.ref(), other.getMessage());
      superseded = true;
      wake();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException bug) {
      LOG.log(Level.ERROR, "The log of " + claimed.ref() + " can't be written", bug);
      superseded = true;
      wake();
    }
  }

  private void awaitNews() throws InterruptedException {
    logs.checkCapturing();
    if (news.tryAcquire(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
      news.drainPermits();
    }
    recordEnds();
    containers.values().forEach(CaptureContainer::checkSilence);
    board.podsOf(claimed.job()).forEach(this::see);
    containers.values().stream()
        .filter(one -> board.isGone(one.source().podUid()))
        .forEach(CaptureContainer::lostSight);
  }

  private void see(Pod pod) {
    for (Container container : pod.containers()) {
      if (container.hasLog()) {
        see(pod, container);
      }
    }
    containers.values().stream()
        .filter(one -> one.source().podUid().equals(pod.uid()))
        .forEach(one -> one.seen(pod));
  }

  /** Also the lives before: they may have come and gone since the last look. */
  private void see(Pod pod, Container container) {
    int now = container.restarts();
    for (int attempt = Math.max(0, now - MOST_MISSED); attempt <= now; attempt++) {
      var source = new LogSource(pod.name(), pod.uid(), container.name(), attempt);
      if (!containers.containsKey(source) && !over.contains(source)) {
        begin(LogCapture.begun(source));
      }
    }
  }

  private void begin(LogCapture capture) {
    LogSource source = capture.source();
    var one =
        new CaptureContainer(
            cluster,
            board,
            logs,
            new LineIntake(live, source, secrets, limits.line()),
            clock,
            claimed.ref().namespace().orElseThrow(),
            capture,
            points.getOrDefault(source, new ResumePoint()));
    containers.put(source, one);
    board.lastSeen(source.podUid()).ifPresent(one::seen);
    threads.execute(() -> run(one, capture));
  }

  private void run(CaptureContainer container, LogCapture begun) {
    try {
      if (claimed.capture(begun.source()).isEmpty()) {
        record(log -> log.with(begun));
      }
      ended.add(withheld.isPresent() ? container.withhold(withheld.get()) : container.run());
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException bug) {
      LOG.log(Level.ERROR, "The log of " + begun.source() + " can't be captured", bug);
      ended.add(begun.lost("the service failed; its log says why", OptionalInt.empty()));
    }
    wake();
  }

  private void recordEnds() throws InterruptedException {
    var all = new ArrayList<LogCapture>();
    ended.drainTo(all);
    for (LogCapture capture : all) {
      record(log -> log.with(capture));
      containers.remove(capture.source());
      over.add(capture.source());
    }
  }

  /** Writes into the record, as long as it is this process's to write. */
  private void record(UnaryOperator<CapturedLog> change) throws InterruptedException {
    boolean isDone = false;
    while (!isDone && !superseded) {
      try {
        isDone =
            store.update(claimed.job(), log -> isOurs(log) ? change.apply(log) : log).isPresent();
        superseded |= !isDone;
      } catch (UnavailableException | UnknownOutcomeException | ConflictException later) {
        logs.checkCapturing();
        Thread.sleep(PAUSE);
      }
    }
  }

  private boolean isOurs(CapturedLog log) {
    superseded |= log.fence() != claimed.fence();
    return !superseded;
  }

  // Its end.

  /** The job has ended or is gone, and of every container that ever ran the end was read. */
  private boolean isOver() {
    boolean mayBe =
        !board.isStale()
            && board.workload(claimed.job()).map(job -> job.isFinishedJob()).orElse(true)
            && containers.isEmpty()
            && ended.isEmpty();
    return mayBe && isNothingNew();
  }

  /** The watch of the pods may be behind that of the job: the cluster itself is asked. */
  private boolean isNothingNew() {
    try {
      Collection<Pod> pods = pods();
      pods.forEach(this::see);
      return containers.isEmpty() && pods.stream().noneMatch(CaptureJob::mayPrint);
    } catch (UnavailableException unknown) {
      return false;
    }
  }

  private Collection<Pod> pods() {
    Selector ours =
        Selector.of(Kind.POD)
            .in(claimed.ref().namespace().orElseThrow())
            .withLabel("job-name", claimed.ref().name());
    return cluster.list(ours).stream()
        .map(Pod::of)
        .filter(pod -> pod.controlledBy(claimed.job()))
        .toList();
  }

  private static boolean mayPrint(Pod pod) {
    return !pod.terminating() && !pod.phase().equals("Succeeded") && !pod.phase().equals("Failed");
  }

  private void seal() throws InterruptedException {
    WorkloadPhase outcome = outcome();
    Duration kept =
        outcome == WorkloadPhase.COMPLETED ? limits.retention() : limits.retentionFailed();
    Instant now = clock.instant();
    record(log -> log.sealed(outcome, now, now.plus(kept)));
  }

  private WorkloadPhase outcome() {
    return statuses
        .of(claimed)
        .map(WorkloadStatus::phase)
        .filter(WorkloadPhase::isFinal)
        .orElse(WorkloadPhase.DELETED);
  }
}
