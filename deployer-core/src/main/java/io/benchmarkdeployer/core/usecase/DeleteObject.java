package io.benchmarkdeployer.core.usecase;

import io.benchmarkdeployer.core.model.ResourceRef;
import io.benchmarkdeployer.core.model.Uid;
import io.benchmarkdeployer.core.port.ClusterPort;
import io.benchmarkdeployer.core.port.UnknownOutcomeException;

/** Deletes one object; where the answer gets lost, looks what became of it. */
final class DeleteObject {
  private final ClusterPort cluster;

  DeleteObject(ClusterPort cluster) {
    this.cluster = cluster;
  }

  /** On return the cluster has taken the deletion up, or has no object of that UID. */
  void run(ResourceRef ref, Uid uid) {
    try {
      cluster.delete(ref, uid);
    } catch (UnknownOutcomeException unknown) {
      repeatWhereNeeded(ref, uid);
    }
  }

  /** The UID makes the repetition safe: it can't hit another object. */
  private void repeatWhereNeeded(ResourceRef ref, Uid uid) {
    boolean untouched =
        cluster.find(ref).filter(live -> live.uid().equals(uid) && !live.terminating()).isPresent();
    if (untouched) {
      cluster.delete(ref, uid);
    }
  }
}
