package io.benchmarkdeployer.app.bench;

import io.benchmarkdeployer.core.port.ClusterPort;
import io.benchmarkdeployer.core.port.LogRequest;
import io.benchmarkdeployer.core.port.LogStream;
import io.benchmarkdeployer.testkit.ForwardingCluster;
import java.util.function.Function;

/** A cluster whose logs come from elsewhere; it is closed with this. */
public final class ReplacedLogs extends ForwardingCluster {
  private final ClusterPort cluster;
  private final Function<LogRequest, LogStream> logs;

  public ReplacedLogs(ClusterPort cluster, Function<LogRequest, LogStream> logs) {
    super(cluster);
    this.cluster = cluster;
    this.logs = logs;
  }

  @Override
  public LogStream openLog(LogRequest request) {
    return logs.apply(request);
  }

  @Override
  public void close() {
    cluster.close();
  }
}
