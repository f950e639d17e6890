package io.benchmarkdeployer.core.usecase;

import io.benchmarkdeployer.core.model.CapturedLog;
import io.benchmarkdeployer.core.model.DeployedResource;
import io.benchmarkdeployer.core.model.ResourceRef;
import io.benchmarkdeployer.core.model.Uid;
import io.benchmarkdeployer.core.port.DeploymentStore;
import io.benchmarkdeployer.core.port.LogStore;
import io.benchmarkdeployer.core.port.NotFoundException;
import java.util.Optional;

/** Reads a job's log from any place on, as far as it goes: live, and long after the job is gone. */
public final class FollowLog {
  private final DeploymentStore deployments;
  private final LogStore store;
  private final LiveLogs live;
  private final JobStatuses statuses;
  private final JobNames names;

  FollowLog(
      DeploymentStore deployments,
      LogStore store,
      LiveLogs live,
      JobStatuses statuses,
      JobNames names) {
    this.deployments = deployments;
    this.store = store;
    this.live = live;
    this.statuses = statuses;
    this.names = names;
  }

  /**
   * Begins to follow the newest job of this name that was ever deployed here, also one that has
   * only just been deployed and has printed nothing. To be closed.
   *
   * @throws NotFoundException where there is none, or no log of it is kept any more
   */
  public LogFollower run(LogQuery query) {
    Uid job = newest(names.ref(query.namespace(), query.job()), query);
    return new StoredLogFollower(job, query, store, live, statuses);
  }

  private Uid newest(ResourceRef ref, LogQuery query) {
    return deployed(ref)
        .or(() -> store.findNewest(query.namespace(), query.job()).map(CapturedLog::job))
        .orElseThrow(() -> new NotFoundException("There is no log of " + ref));
  }

  /**
   * One that is deployed just now has no log yet; of one that is over there may be none any more.
   */
  private Optional<Uid> deployed(ResourceRef ref) {
    return deployments.findByResource(ref, true).stream()
        .flatMap(deployment -> deployment.resource(ref).stream())
        .filter(resource -> resource.uid().isPresent())
        .findFirst()
        .filter(resource -> hasLog(resource) || !resource.outcome().isOver())
        .flatMap(DeployedResource::uid);
  }

  private boolean hasLog(DeployedResource resource) {
    return resource.uid().flatMap(store::find).isPresent();
  }
}
