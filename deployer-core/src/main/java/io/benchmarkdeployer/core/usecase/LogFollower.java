package io.benchmarkdeployer.core.usecase;

import io.benchmarkdeployer.core.model.CapturedLog;
import io.benchmarkdeployer.core.model.WorkloadStatus;
import io.benchmarkdeployer.core.port.UnavailableException;
import java.time.Duration;
import java.util.Optional;

/**
 * Somebody who reads a job's log at his own pace: he may be as slow as he likes, loses nothing by
 * it, and slows nobody. One thread pulls; {@link #close} may come from any and unblocks it.
 */
public interface LogFollower extends AutoCloseable {

  /** What {@link #next} gives. */
  sealed interface Part {
    /** What the log tells next. */
    record Entries(LogBatch batch) implements Part {}

    /** The job's status, where it is another than was told before. */
    record Status(WorkloadStatus status) implements Part {}

    /** Nothing happened in this time. */
    record Quiet() implements Part {}

    /**
     * All was given, and nothing more comes; of a log that is not followed: all that is there.
     *
     * @param log how it stands: sealed, where it was followed to its end
     * @param status how the job stands, where that is on record
     */
    record End(CapturedLog log, Optional<WorkloadStatus> status) implements Part {}

    /** It was closed here. */
    record Closed() implements Part {}
  }

  /**
   * What comes next; waits for it.
   *
   * @param atMost how long to wait
   * @throws UnavailableException where the log can't be read for now; the next call tries again
   */
  Part next(Duration atMost) throws InterruptedException;

  /** Ends it; idempotent. */
  @Override
  void close();
}
