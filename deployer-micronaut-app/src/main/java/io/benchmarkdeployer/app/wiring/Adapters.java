package io.benchmarkdeployer.app.wiring;

import io.benchmarkdeployer.core.port.ClusterPort;
import io.benchmarkdeployer.core.port.StatePort;
import java.util.function.Supplier;

/**
 * The two ports that the service stands on; each is opened once, and closed with the service.
 *
 * @param cluster opens the cluster; must not wait for it
 * @param state opens the state; must not wait for it
 */
public record Adapters(Supplier<ClusterPort> cluster, Supplier<StatePort> state) {}
