package io.benchmarkdeployer.app.wiring;

import io.benchmarkdeployer.core.port.ClusterPort;
import io.benchmarkdeployer.core.port.ExecPort;
import io.benchmarkdeployer.core.port.StatePort;

/** The three ports that the service stands on; they are closed with it. */
public record Adapters(ClusterPort cluster, ExecPort exec, StatePort state) {}
