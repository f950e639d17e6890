package io.benchmarkdeployer.core.usecase;

import io.benchmarkdeployer.core.model.LiveObject;
import io.benchmarkdeployer.core.model.Workload;
import java.time.Duration;

/**
 * Sees to it that a job that has ended is not deleted before its log is read to its end: with the
 * job the cluster forgets it. One that still runs is read to its end while it goes.
 */
final class LastReading {
  static final Duration PATIENCE = Duration.ofSeconds(30);

  private final LogsOfJobs logs;
  private final LiveLogs live;

  LastReading(LogsOfJobs logs, LiveLogs live) {
    this.logs = logs;
    this.live = live;
  }

  /** Waits for it; no longer than this, and not at all where nobody captures logs. */
  void await(LiveObject object, Duration atMost) {
    boolean mayBeLost =
        live.isCapturing() && Workload.of(object).filter(Workload::isFinishedJob).isPresent();
    if (mayBeLost) {
      boolean unused = logs.awaitSeal(object.uid(), atMost);
    }
  }
}
