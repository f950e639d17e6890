package io.benchmarkdeployer.core.port;

/**
 * What a cluster says of itself.
 *
 * @param version its version, as {@code v1.20.2}
 * @param real whether containers run in it as containers do; false for one that lives in this
 *     process
 */
public record ClusterDescription(String version, boolean real) {}
