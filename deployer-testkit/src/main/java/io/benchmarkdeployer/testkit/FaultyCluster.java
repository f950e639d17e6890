package io.benchmarkdeployer.testkit;

import io.benchmarkdeployer.core.model.DesiredObject;
import io.benchmarkdeployer.core.model.Kind;
import io.benchmarkdeployer.core.model.LiveObject;
import io.benchmarkdeployer.core.model.ResourceRef;
import io.benchmarkdeployer.core.model.Uid;
import io.benchmarkdeployer.core.port.ClusterDescription;
import io.benchmarkdeployer.core.port.ClusterPort;
import io.benchmarkdeployer.core.port.ClusterWatch;
import io.benchmarkdeployer.core.port.LogRequest;
import io.benchmarkdeployer.core.port.LogStream;
import io.benchmarkdeployer.core.port.Selector;
import io.benchmarkdeployer.core.port.ServedKind;
import java.util.List;
import java.util.Optional;

/**
 * Any cluster, a real one too, whose writes fail on cue: {@code apply}, {@code restore} and {@code
 * delete} pass the points of {@link Faults}; everything else goes through. It does not close what
 * it wraps.
 */
public final class FaultyCluster implements ClusterPort {
  private final ClusterPort cluster;
  private final Faults faults;

  public FaultyCluster(ClusterPort cluster, Faults faults) {
    this.cluster = cluster;
    this.faults = faults;
  }

  @Override
  public LiveObject apply(DesiredObject desired, Optional<Uid> expected) {
    return faults.around("apply", () -> cluster.apply(desired, expected));
  }

  @Override
  public void restore(LiveObject before) {
    faults.around(
        "restore",
        () -> {
          cluster.restore(before);
          return before;
        });
  }

  @Override
  public Deletion delete(ResourceRef ref, Uid uid) {
    return faults.around("delete", () -> cluster.delete(ref, uid));
  }

  @Override
  public ClusterDescription describe() {
    return cluster.describe();
  }

  @Override
  public Optional<ServedKind> served(Kind kind) {
    return cluster.served(kind);
  }

  @Override
  public Optional<LiveObject> find(ResourceRef ref) {
    return cluster.find(ref);
  }

  @Override
  public List<LiveObject> list(Selector selector) {
    return cluster.list(selector);
  }

  @Override
  public DryRun dryRun(DesiredObject desired, Optional<Uid> expected) {
    return cluster.dryRun(desired, expected);
  }

  @Override
  public LogStream openLog(LogRequest request) {
    return cluster.openLog(request);
  }

  @Override
  public ClusterWatch watch(Selector selector) {
    return cluster.watch(selector);
  }

  @Override
  public void close() {
    // Who made the cluster closes it: a wrapper comes and goes with each fault.
  }
}
