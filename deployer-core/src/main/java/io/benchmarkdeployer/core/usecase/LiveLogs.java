package io.benchmarkdeployer.core.usecase;

import io.benchmarkdeployer.core.model.Uid;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The tails of the logs that this process captures. */
final class LiveLogs {
  private final Map<Uid, LogTail> tails = new ConcurrentHashMap<>();

  private volatile boolean capturing;

  /** Whether this process captures the logs of jobs. */
  boolean isCapturing() {
    return capturing;
  }

  /**
   * Throws where no more is captured. To be asked in each loop: a call to the cluster or the store
   * may have taken an interrupt for an answer that did not come.
   */
  void checkCapturing() throws InterruptedException {
    if (!capturing) {
      throw new InterruptedException("this process captures no more");
    }
  }

  void setCapturing(boolean now) {
    capturing = now;
  }

  void add(Uid job, LogTail tail) {
    tails.put(job, tail);
  }

  void remove(Uid job, LogTail tail) {
    tails.remove(job, tail);
    tail.finish();
  }

  Optional<LogTail> find(Uid job) {
    return Optional.ofNullable(tails.get(job));
  }
}
