package io.benchmarkdeployer.core.usecase;

import io.benchmarkdeployer.core.model.CapturedLog;
import io.benchmarkdeployer.core.model.DeployedResource;
import io.benchmarkdeployer.core.model.ResourceRef;
import io.benchmarkdeployer.core.model.Uid;
import io.benchmarkdeployer.core.port.DeploymentStore;
import io.benchmarkdeployer.core.port.LogStore;
import java.time.Duration;
import java.util.Optional;

/** Finds the log of a job by the job's name, and waits for logs. */
final class LogsOfJobs {
  private final DeploymentStore deployments;
  private final LogStore store;

  LogsOfJobs(DeploymentStore deployments, LogStore store) {
    this.deployments = deployments;
    this.store = store;
  }

  /**
   * The newest job of this name whose log there is or will be: one that is deployed has none yet
   * for a moment; of one that is over there may be none any more.
   */
  Optional<Uid> newest(ResourceRef job) {
    return deployed(job).or(() -> onRecord(job).map(CapturedLog::job));
  }

  private Optional<CapturedLog> onRecord(ResourceRef job) {
    return store.findNewest(job.namespace().orElseThrow(), job.name());
  }

  private Optional<Uid> deployed(ResourceRef job) {
    return deployments.findByResource(job, true).stream()
        .flatMap(deployment -> deployment.resource(job).stream())
        .filter(resource -> resource.uid().isPresent())
        .findFirst()
        .filter(resource -> !resource.outcome().isOver() || hasLog(resource))
        .flatMap(DeployedResource::uid);
  }

  private boolean hasLog(DeployedResource resource) {
    return resource.uid().flatMap(store::find).isPresent();
  }

  /** Waits until there is a log to which nothing more comes; whether that is so. */
  boolean awaitSeal(Uid job, Duration atMost) {
    return Pauses.until(() -> store.find(job).filter(CapturedLog::isSealed).isPresent(), atMost);
  }
}
