package io.benchmarkdeployer.core.usecase;

import io.benchmarkdeployer.core.model.Deployment;
import io.benchmarkdeployer.core.port.DeploymentStore;
import io.benchmarkdeployer.core.port.UnknownOutcomeException;
import java.util.Optional;

/** Writes deployments down so that an answer that got lost is looked up, not guessed. */
final class Records {
  private static final int TRIES = 3;

  private final DeploymentStore store;

  Records(DeploymentStore store) {
    this.store = store;
  }

  DeploymentStore.Insertion insert(Deployment deployment) {
    try {
      return store.insert(deployment);
    } catch (UnknownOutcomeException unknown) {
      return store
          .find(deployment.id())
          .<DeploymentStore.Insertion>map(DeploymentStore.Insertion.Inserted::new)
          .orElseThrow(() -> unknown);
    }
  }

  /**
   * The deployment as it is on record now; empty where somebody else was faster. Repeating is safe:
   * the version lets only one through.
   */
  Optional<Deployment> tryReplace(Deployment changed) {
    for (int tries = 1; ; tries++) {
      try {
        return store.replace(changed);
      } catch (UnknownOutcomeException unknown) {
        Optional<Deployment> now = store.find(changed.id());
        if (now.isEmpty() || now.get().version() != changed.version()) {
          return now.filter(changed.withVersion(changed.version() + 1)::equals);
        }
        if (tries == TRIES) {
          throw unknown;
        }
      }
    }
  }
}
