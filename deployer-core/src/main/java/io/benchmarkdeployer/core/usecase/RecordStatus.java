package io.benchmarkdeployer.core.usecase;

import io.benchmarkdeployer.core.model.DeployedResource;
import io.benchmarkdeployer.core.model.Deployment;
import io.benchmarkdeployer.core.model.DeploymentState;
import io.benchmarkdeployer.core.model.Uid;
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
    if (board.status(workload).isPresent()) {
      store.findByUid(workload).forEach(found -> record(found, workload));
    }
  }

  /** A deployment under way is its deployer's alone: it reads the board itself when it is done. */
  private void record(Deployment deployment, Uid workload) {
    if (deployment.state() == DeploymentState.DEPLOYED) {
      update(deployment, workload);
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
      latest = uid.isPresent() ? update(latest, uid.get()) : latest;
    }
    return latest;
  }

  /**
   * The watch of a job and the watch of its pods write at once. Each asks the board anew for each
   * try, so that the one whose write comes last knows all that the other knew.
   */
  Deployment update(Deployment deployment, Uid workload) {
    return observed(deployment, workload).equals(deployment)
        ? deployment
        : store.update(deployment.id(), now -> observed(now, workload)).orElse(deployment);
  }

  private Deployment observed(Deployment deployment, Uid workload) {
    return board
        .status(workload)
        .map(status -> deployment.observed(workload, status))
        .orElse(deployment);
  }
}
