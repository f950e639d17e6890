package io.benchmarkdeployer.core.usecase;

import io.benchmarkdeployer.core.model.CapturedLog;
import io.benchmarkdeployer.core.port.LogStore;
import io.benchmarkdeployer.core.port.NotFoundException;

/** Keeps a job's log for good, whatever its age, or lets it go with its age again. */
public final class PinLog {
  private final LogStore store;
  private final JobNames names;

  PinLog(LogStore store, JobNames names) {
    this.store = store;
    this.names = names;
  }

  /**
   * Pins or unpins the log of the newest job of this name; repeating it is harmless.
   *
   * @return the log as it is now on record
   * @throws NotFoundException where there is none, or it was forgotten meanwhile
   */
  public CapturedLog run(String namespace, String job, boolean pinned) {
    names.ref(namespace, job);
    return store
        .findNewest(namespace, job)
        .flatMap(log -> store.update(log.job(), found -> found.pinned(pinned)))
        .orElseThrow(() -> new NotFoundException("There is no log of job " + job));
  }
}
