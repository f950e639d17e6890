package io.benchmarkdeployer.core.usecase;

import io.benchmarkdeployer.core.model.DeployedResource;
import io.benchmarkdeployer.core.model.Deployment;
import io.benchmarkdeployer.core.model.DeploymentState;
import io.benchmarkdeployer.core.model.Uid;
import io.benchmarkdeployer.core.model.WorkloadStatus;
import io.benchmarkdeployer.core.port.DeploymentStore;
import java.util.Optional;

/**
 * Writes what the board knows of a workload into the deployments that hold it, where it is news.
 */
final class RecordStatus {
  private final DeploymentStore store;
  private final StatusBoard board;

  RecordStatus(DeploymentStore store, StatusBoard board) {
    this.store = store;
    this.board = board;
  }

  void run(Uid workload) {
    board
        .status(workload)
        .ifPresent(
            status -> store.findByUid(workload).forEach(found -> record(found, workload, status)));
  }

  /** A deployment under way is its deployer's alone: it reads the board itself when it is done. */
  private void record(Deployment deployment, Uid workload, WorkloadStatus status) {
    if (deployment.state() == DeploymentState.DEPLOYED) {
      update(deployment, workload, status);
    }
  }

  /**
   * For a deployment that has just come on record: what was seen of its objects before found no
   * place.
   */
  Deployment catchUp(Deployment deployment) {
    Deployment latest = deployment;
    for (DeployedResource resource : deployment.resources()) {
      Optional<Uid> uid = resource.uid();
      Optional<WorkloadStatus> seen = uid.flatMap(board::status);
      latest = seen.isPresent() ? update(latest, uid.orElseThrow(), seen.get()) : latest;
    }
    return latest;
  }

  Deployment update(Deployment deployment, Uid workload, WorkloadStatus status) {
    return deployment.observed(workload, status).equals(deployment)
        ? deployment
        : store.update(deployment.id(), now -> now.observed(workload, status)).orElse(deployment);
  }
}
