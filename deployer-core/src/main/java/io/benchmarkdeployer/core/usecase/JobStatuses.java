package io.benchmarkdeployer.core.usecase;

import io.benchmarkdeployer.core.model.CapturedLog;
import io.benchmarkdeployer.core.model.DeployedResource;
import io.benchmarkdeployer.core.model.WorkloadStatus;
import io.benchmarkdeployer.core.port.DeploymentStore;
import java.util.Optional;

/** How a job whose log is captured stands: by the watches, or by what is on record. */
final class JobStatuses {
  private final StatusBoard board;
  private final DeploymentStore store;

  JobStatuses(StatusBoard board, DeploymentStore store) {
    this.board = board;
    this.store = store;
  }

  /** Empty where it is no longer known. */
  Optional<WorkloadStatus> of(CapturedLog log) {
    return board
        .status(log.job())
        .or(() -> onRecord(log))
        .map(status -> log.isSealed() ? atItsEnd(status) : status);
  }

  /** Of a job that went while it ran the last that was seen is not how it ended. */
  private static WorkloadStatus atItsEnd(WorkloadStatus last) {
    return last.phase().isFinal() ? last : last.gone();
  }

  private Optional<WorkloadStatus> onRecord(CapturedLog log) {
    return store
        .find(log.deployment())
        .flatMap(
            deployment ->
                deployment.resources().stream()
                    .filter(resource -> resource.is(log.job()))
                    .findFirst())
        .flatMap(DeployedResource::status);
  }
}
