package io.benchmarkdeployer.core.usecase;

import io.benchmarkdeployer.core.model.ResourceRef;
import io.benchmarkdeployer.core.model.Uid;
import io.benchmarkdeployer.core.port.LogStore;
import io.benchmarkdeployer.core.port.NotFoundException;

/** Reads a job's log from any place on, as far as it goes: live, and long after the job is gone. */
public final class FollowLog {
  private final LogsOfJobs logs;
  private final LogStore store;
  private final LiveLogs live;
  private final JobStatuses statuses;
  private final JobNames names;
  private final Handles handles;

  FollowLog(
      LogsOfJobs logs,
      LogStore store,
      LiveLogs live,
      JobStatuses statuses,
      JobNames names,
      Handles handles) {
    this.logs = logs;
    this.store = store;
    this.live = live;
    this.statuses = statuses;
    this.names = names;
    this.handles = handles;
  }

  /**
   * Begins to follow the newest job of this name that was ever deployed here, also one that has
   * only just been deployed and has printed nothing. To be closed.
   *
   * @throws NotFoundException where there is none, or no log of it is kept any more
   */
  public LogFollower run(LogQuery query) {
    ResourceRef ref = names.ref(query.namespace(), query.job());
    Uid job =
        logs.newest(ref).orElseThrow(() -> new NotFoundException("There is no log of " + ref));
    Runnable onClose = handles.open("follower of the log of " + ref);
    return new StoredLogFollower(job, query, store, live, statuses, onClose);
  }
}
