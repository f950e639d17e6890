package io.benchmarkdeployer.testkit.usecase;

import io.benchmarkdeployer.core.port.ClusterPort;
import io.benchmarkdeployer.core.port.LogLine;
import io.benchmarkdeployer.core.port.LogRequest;
import io.benchmarkdeployer.core.port.LogStream;
import io.benchmarkdeployer.core.port.UnavailableException;
import io.benchmarkdeployer.core.port.UnavailableException.How;
import io.benchmarkdeployer.testkit.ForwardingCluster;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntUnaryOperator;

/** A cluster whose followed logs break after some lines, by turns with a word and without. */
final class CuttingCluster extends ForwardingCluster {
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
    super(cluster);
    this.linesOf = linesOf;
    this.lostBefore = lostBefore;
  }

  /** How many streams were opened to follow. */
  int followed() {
    return followed.get();
  }

  @Override
  public LogStream openLog(LogRequest request) {
    LogStream stream = super.openLog(request);
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
}
