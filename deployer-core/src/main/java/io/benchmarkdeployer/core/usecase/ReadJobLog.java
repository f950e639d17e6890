package io.benchmarkdeployer.core.usecase;

import io.benchmarkdeployer.core.model.CapturedLog;
import io.benchmarkdeployer.core.model.LogCapture;
import io.benchmarkdeployer.core.model.LogEntry;
import io.benchmarkdeployer.core.model.LogSegment;
import io.benchmarkdeployer.core.model.LogSource;
import io.benchmarkdeployer.core.model.Uid;
import io.benchmarkdeployer.core.port.LogLine;
import io.benchmarkdeployer.core.port.LogStore;
import io.benchmarkdeployer.core.port.NotFoundException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Reads the last lines of what a job has printed: those that were kept, whether the job is still
 * there or not; of a job whose log nobody captures, those that the cluster has.
 */
public final class ReadJobLog {
  private static final long READ = 1 << 20;

  /** Who sees that a job has ended expects its last words: they are on their way. */
  private static final Duration LAST_WORDS = Duration.ofSeconds(5);

  private static final Duration FIRST_WORDS = Duration.ofSeconds(3);

  private final LogsOfJobs logs;
  private final LiveLogs live;
  private final LogStore store;
  private final JobStatuses statuses;
  private final ReadClusterLog cluster;
  private final JobNames names;
  private final Limits limits;

  ReadJobLog(
      LogsOfJobs logs,
      LiveLogs live,
      LogStore store,
      JobStatuses statuses,
      ReadClusterLog cluster,
      JobNames names,
      Limits limits) {
    this.logs = logs;
    this.live = live;
    this.store = store;
    this.statuses = statuses;
    this.cluster = cluster;
    this.names = names;
    this.limits = limits;
  }

  /**
   * The newest lines that were asked for, oldest first. Containers that have not started have none.
   * Where the job has ended, what was printed last is waited for, 5 seconds at most.
   *
   * @throws NotFoundException where there is no such job and no log of one, or no such pod or
   *     container in it
   */
  public JobLog run(JobLogQuery query) throws InterruptedException {
    Optional<Uid> ours = logs.newest(names.ref(query.namespace(), query.job()));
    Optional<CapturedLog> log = ours.flatMap(this::find);
    if (log.isPresent()) {
      return read(log.get(), query);
    }
    // What a job of ours prints may tell a Secret: where its log is kept it is masked.
    return ours.isPresent() && live.isCapturing() ? JobLog.NONE : cluster.run(query);
  }

  /** A job that was deployed just now has no log for a moment. */
  private Optional<CapturedLog> find(Uid job) {
    boolean unused =
        Pauses.until(() -> !live.isCapturing() || store.find(job).isPresent(), FIRST_WORDS);
    return store.find(job);
  }

  private JobLog read(CapturedLog log, JobLogQuery query) {
    if (!log.isSealed() && hasEnded(log)) {
      boolean unused = logs.awaitSeal(log.job(), LAST_WORDS);
    }
    refuseUnknown(query, log.captures().stream().map(LogCapture::source).toList());
    var newest = new Newest(query, log, limits.logBytes());
    long before = Long.MAX_VALUE;
    while (!newest.isFull()) {
      List<LogSegment> some = store.readBack(log.job(), before, READ);
      if (some.isEmpty()) {
        return newest.log();
      }
      some.forEach(segment -> newest.addBefore(segment.entries()));
      before = some.getLast().first();
    }
    return newest.log();
  }

  private boolean hasEnded(CapturedLog log) {
    return statuses.of(log).filter(status -> status.phase().isFinal()).isPresent();
  }

  private static void refuseUnknown(JobLogQuery query, List<LogSource> sources) {
    boolean named = query.pod().isPresent() || query.container().isPresent();
    if (named
        && !sources.isEmpty()
        && sources.stream().noneMatch(source -> isAskedFor(query, source))) {
      throw new NotFoundException("Job " + query.job() + " has no such pod or container");
    }
  }

  private static boolean isAskedFor(JobLogQuery query, LogSource source) {
    return query.pod().map(source.pod()::equals).orElse(true)
        && query.container().map(source.container()::equals).orElse(true);
  }

  /** The newest lines, found from the end, within the tail and the bound. */
  private static final class Newest {
    private final JobLogQuery query;
    private final CapturedLog log;
    private final long mostBytes;
    private final Deque<JobLog.Entry> entries = new ArrayDeque<>();
    private long bytes;
    private boolean cut;

    Newest(JobLogQuery query, CapturedLog log, long mostBytes) {
      this.query = query;
      this.log = log;
      this.mostBytes = mostBytes;
    }

    boolean isFull() {
      return cut || entries.size() >= query.tail().orElse(Integer.MAX_VALUE);
    }

    /** These come before what was added so far. */
    void addBefore(List<LogEntry> some) {
      for (LogEntry entry : some.reversed()) {
        if (entry instanceof LogEntry.Line line && !isFull() && isWanted(line)) {
          add(line);
        }
      }
    }

    private boolean isWanted(LogEntry.Line line) {
      return isAskedFor(query, line.source())
          && query.since().filter(since -> line.at().isBefore(since)).isEmpty()
          && (!query.previous() || isFromBefore(line.source()));
    }

    /** Whether the container was started again after this life. */
    private boolean isFromBefore(LogSource source) {
      return log.captures().stream()
          .map(LogCapture::source)
          .anyMatch(
              other ->
                  other.podUid().equals(source.podUid())
                      && other.container().equals(source.container())
                      && other.attempt() > source.attempt());
    }

    private void add(LogEntry.Line line) {
      bytes += line.bytes().length + 64L;
      if (bytes > mostBytes && !entries.isEmpty()) {
        cut = true;
        return;
      }
      LogSource source = line.source();
      entries.addFirst(
          new JobLog.Entry(
              source.pod(),
              source.container(),
              new LogLine(Optional.of(line.at()), line.bytes(), line.ended())));
    }

    JobLog log() {
      return new JobLog(List.copyOf(entries), cut);
    }
  }
}
