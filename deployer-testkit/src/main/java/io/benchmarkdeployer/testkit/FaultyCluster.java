package io.benchmarkdeployer.testkit;

import io.benchmarkdeployer.core.model.DesiredObject;
import io.benchmarkdeployer.core.model.LiveObject;
import io.benchmarkdeployer.core.model.ResourceRef;
import io.benchmarkdeployer.core.model.Uid;
import io.benchmarkdeployer.core.port.ClusterPort;
import java.util.Optional;

/**
 * Any cluster, a real one too, whose writes fail on cue: {@code apply}, {@code restore} and {@code
 * delete} pass the points of {@link Faults}; everything else goes through. It does not close what
 * it wraps.
 */
public final class FaultyCluster extends ForwardingCluster {
  private final Faults faults;

  public FaultyCluster(ClusterPort cluster, Faults faults) {
    super(cluster);
    this.faults = faults;
  }

  @Override
  public LiveObject apply(DesiredObject desired, Optional<Uid> expected) {
    return faults.around("apply", () -> super.apply(desired, expected));
  }

  @Override
  public void restore(LiveObject before) {
    faults.around(
        "restore",
        () -> {
          super.restore(before);
          return before;
        });
  }

  @Override
  public Deletion delete(ResourceRef ref, Uid uid) {
    return faults.around("delete", () -> super.delete(ref, uid));
  }
}
