package io.benchmarkdeployer.testkit.usecase;

import io.benchmarkdeployer.core.model.DesiredObject;
import io.benchmarkdeployer.core.model.Kind;
import io.benchmarkdeployer.core.model.LiveObject;
import io.benchmarkdeployer.core.model.ResourceRef;
import io.benchmarkdeployer.core.model.Uid;
import io.benchmarkdeployer.core.port.ClusterDescription;
import io.benchmarkdeployer.core.port.ClusterPort;
import io.benchmarkdeployer.core.port.ClusterWatch;
import io.benchmarkdeployer.core.port.LogLine;
import io.benchmarkdeployer.core.port.LogRequest;
import io.benchmarkdeployer.core.port.LogStream;
import io.benchmarkdeployer.core.port.Selector;
import io.benchmarkdeployer.core.port.ServedKind;
import io.benchmarkdeployer.core.port.UnavailableException;
import io.benchmarkdeployer.core.port.UnavailableException.How;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntUnaryOperator;

/** A cluster whose followed logs break after some lines, by turns with a word and without. */
final class CuttingCluster implements ClusterPort {
  private final ClusterPort cluster;
  private final IntUnaryOperator linesOf;
  private final IntUnaryOperator lostBefore;
  private final AtomicInteger followed = new AtomicInteger();

  /**
   * Around this one.
   *
   * @param linesOf how many lines the stream of this number gives before it breaks
   */
  CuttingCluster(ClusterPort cluster, IntUnaryOperator linesOf) {
    this(cluster, linesOf, number -> 0);
  }

  /**
   * The same, which throws lines away, as at a rotation.
   *
   * @param lostBefore how many lines the stream of this number has lost at its beginning
   */
  CuttingCluster(ClusterPort cluster, IntUnaryOperator linesOf, IntUnaryOperator lostBefore) {
    this.cluster = cluster;
    this.linesOf = linesOf;
    this.lostBefore = lostBefore;
  }

  /** How many streams were opened to follow. */
  int followed() {
    return followed.get();
  }

  @Override
  public LogStream openLog(LogRequest request) {
    LogStream stream = cluster.openLog(request);
    if (!request.follow()) {
      return stream;
    }
    int number = followed.getAndIncrement();
    return new Cut(
        stream, linesOf.applyAsInt(number), lostBefore.applyAsInt(number), number % 2 == 1);
  }

  private static final class Cut implements LogStream {
    private final LogStream stream;
    private final boolean silently;
    private int left;
    private int lost;

    Cut(LogStream stream, int lines, int lost, boolean silently) {
      this.lost = lost;
      this.stream = stream;
      this.left = lines;
      this.silently = silently;
    }

    @Override
    public Optional<LogLine> next() throws InterruptedException {
      for (; lost > 0; lost--) {
        stream.next();
      }
      if (left > 0) {
        left--;
        return stream.next();
      }
      if (silently) {
        return Optional.empty();
      }
      throw new UnavailableException(How.UNREACHABLE, "cut");
    }

    @Override
    public void close() {
      stream.close();
    }
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
  public ClusterWatch watch(Selector selector) {
    return cluster.watch(selector);
  }

  @Override
  public void close() {
    // Who made the cluster closes it.
  }
}
