package io.benchmarkdeployer.core.usecase;

import io.benchmarkdeployer.core.model.Container;
import io.benchmarkdeployer.core.model.Pod;
import io.benchmarkdeployer.core.port.ClusterPort;
import io.benchmarkdeployer.core.port.ConflictException;
import io.benchmarkdeployer.core.port.LogLine;
import io.benchmarkdeployer.core.port.LogRequest;
import io.benchmarkdeployer.core.port.LogStream;
import io.benchmarkdeployer.core.port.NotFoundException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;

/** Reads what the containers of a job have printed so far, from the cluster itself. */
final class ReadClusterLog {
  private final ClusterPort cluster;
  private final ReadJob readJob;
  private final Limits limits;

  ReadClusterLog(ClusterPort cluster, ReadJob readJob, Limits limits) {
    this.cluster = cluster;
    this.readJob = readJob;
    this.limits = limits;
  }

  /**
   * The newest lines that were asked for, oldest first. Containers that have not started have none;
   * pods that the cluster has forgotten are not in it.
   *
   * @throws NotFoundException where there is no such job, or no such pod or container in it
   */
  JobLog run(JobLogQuery query) throws InterruptedException {
    JobReport report = readJob.status(query.namespace(), query.job());
    var newest = new Newest(query, limits.logBytes());
    for (Source source : sources(query, report.pods())) {
      read(source, query, newest);
    }
    return newest.log();
  }

  private record Source(Pod pod, Container container) {}

  private static List<Source> sources(JobLogQuery query, List<Pod> pods) {
    List<Source> sources =
        pods.stream()
            .filter(pod -> query.pod().map(pod.name()::equals).orElse(true))
            .flatMap(pod -> pod.containers().stream().map(one -> new Source(pod, one)))
            .filter(source -> query.container().map(source.container().name()::equals).orElse(true))
            .toList();
    boolean named = query.pod().isPresent() || query.container().isPresent();
    if (sources.isEmpty() && named && !pods.isEmpty()) {
      throw new NotFoundException("Job " + query.job() + " has no such pod or container");
    }
    return sources.stream().filter(source -> isReadable(query, source.container())).toList();
  }

  private static boolean isReadable(JobLogQuery query, Container container) {
    return query.previous() ? container.previous().isPresent() : container.hasLog();
  }

  private void read(Source source, JobLogQuery query, Newest newest) throws InterruptedException {
    try (LogStream stream = cluster.openLog(request(source, query))) {
      newest.addAll(source, stream);
    } catch (ConflictException | NotFoundException gone) {
      // The container has not started after all, or went away since its pod was listed: it has no
      // log.
      return;
    }
  }

  private static LogRequest request(Source source, JobLogQuery query) {
    return new LogRequest(
        query.namespace(),
        source.pod().name(),
        source.container().name(),
        query.previous(),
        query.since(),
        query.tail(),
        false);
  }

  /** The newest lines of all containers, within the tail and the bound. */
  private static final class Newest {
    private static final Comparator<JobLog.Entry> BY_TIME =
        Comparator.comparing(entry -> entry.line().at().orElse(Instant.EPOCH));

    private final int most;
    private final long mostBytes;
    private List<JobLog.Entry> entries = new ArrayList<>();
    private boolean cut;

    Newest(JobLogQuery query, long mostBytes) {
      this.most = query.tail().orElse(Integer.MAX_VALUE);
      this.mostBytes = mostBytes;
    }

    /**
     * One container's lines, kept within the bound while they are read, then merged with the
     * others'.
     */
    void addAll(Source source, LogStream stream) throws InterruptedException {
      Deque<JobLog.Entry> own = new ArrayDeque<>();
      long bytes = 0;
      for (var line = stream.next(); line.isPresent(); line = stream.next()) {
        own.add(new JobLog.Entry(source.pod().name(), source.container().name(), line.get()));
        bytes += cost(line.get());
        while (own.size() > most || (bytes > mostBytes && own.size() > 1)) {
          cut |= own.size() <= most;
          bytes -= cost(own.remove().line());
        }
      }
      merge(own);
    }

    private void merge(Deque<JobLog.Entry> own) {
      entries.addAll(own);
      entries.sort(BY_TIME);
      entries = new ArrayList<>(entries.subList(firstToKeep(), entries.size()));
    }

    private int firstToKeep() {
      int first = entries.size();
      long bytes = 0;
      while (first > 0 && entries.size() - first < most) {
        bytes += cost(entries.get(first - 1).line());
        if (bytes > mostBytes && first < entries.size()) {
          cut = true;
          return first;
        }
        first--;
      }
      return first;
    }

    /** A line costs its bytes and what holds them. */
    private static long cost(LogLine line) {
      return line.bytes().length + 64L;
    }

    JobLog log() {
      return new JobLog(entries, cut);
    }
  }
}
