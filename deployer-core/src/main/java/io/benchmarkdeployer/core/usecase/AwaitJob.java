package io.benchmarkdeployer.core.usecase;

import io.benchmarkdeployer.core.model.Uid;
import io.benchmarkdeployer.core.model.WorkloadStatus;
import io.benchmarkdeployer.core.port.NotFoundException;
import java.time.Duration;
import java.util.Optional;

/** Waits until a job has finished, either way. */
public final class AwaitJob {
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final Duration FOLLOWED_PAUSE = Duration.ofSeconds(10);

  private final ReadJob readJob;
  private final JobNames names;
  private final StatusBoard board;

  AwaitJob(ReadJob readJob, JobNames names, StatusBoard board) {
    this.readJob = readJob;
    this.names = names;
    this.board = board;
  }

  /** How the waiting ended. */
  public sealed interface Waited {
    /** The job completed or failed. */
    record Finished(JobReport report) implements Waited {}

    /** The time is over and the job is not. */
    record StillRunning(JobReport report) implements Waited {}

    /** It was deleted while we waited; its status as it was last seen. */
    record Gone(WorkloadStatus last) implements Waited {}
  }

  /**
   * Returns as soon as the job has finished or is gone, or when the time is over.
   *
   * @throws NotFoundException where there is no such job to begin with
   */
  public Waited run(String namespace, String job, Duration atMost) throws InterruptedException {
    long end = System.nanoTime() + atMost.toNanos();
    JobReport report = readJob.status(namespace, job);
    while (!report.status().phase().isFinal()) {
      Duration left = Duration.ofNanos(end - System.nanoTime());
      if (!left.isPositive()) {
        return new Waited.StillRunning(report);
      }
      pause(report.job().uid(), left);
      Optional<JobReport> now = readJob.find(names.ref(namespace, job)).filter(report::isOfSameJob);
      if (now.isEmpty()) {
        return new Waited.Gone(report.status());
      }
      report = now.get();
    }
    return new Waited.Finished(report);
  }

  /** A job that is followed wakes us itself; another is asked for now and then. */
  private void pause(Uid job, Duration left) throws InterruptedException {
    Duration longest = board.isFollowed(job) ? FOLLOWED_PAUSE : PAUSE;
    board.awaitEnd(job, left.compareTo(longest) < 0 ? left : longest);
  }
}
