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
 * Passes everything on to another cluster. Whoever wants some of it otherwise overrides that. It
 * does not close what it wraps: a wrapper comes and goes, who made the cluster closes it.
 */
public abstract class ForwardingCluster implements ClusterPort {
  private final ClusterPort cluster;

  protected ForwardingCluster(ClusterPort cluster) {
    this.cluster = cluster;
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
  public LiveObject apply(DesiredObject desired, Optional<Uid> expected) {
    return cluster.apply(desired, expected);
  }

  @Override
  public void restore(LiveObject before) {
    cluster.restore(before);
  }

  @Override
  public Deletion delete(ResourceRef ref, Uid uid) {
    return cluster.delete(ref, uid);
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
    // Nothing is its own.
  }
}
