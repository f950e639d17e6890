package io.benchmarkdeployer.app.embedded;

import java.util.Optional;

/**
 * A word in the environment of a container's processes, by which they are found again: a child that
 * went into the background, or whose parent died, is no descendant any more but still carries it.
 *
 * @param service the service that runs the container
 * @param container the container's identity within that service
 */
record ProcessMarker(ServiceRun service, String container) {
  static final String VARIABLE = "BENCHMARK_DEPLOYER_CONTAINER";

  /** One for a container of this service. */
  static ProcessMarker of(String container) {
    return new ProcessMarker(ServiceRun.CURRENT, container);
  }

  /** The marker that a process carries; empty where it has none that can be read. */
  static Optional<ProcessMarker> of(ProcessTable.Entry process) {
    return process.variable(VARIABLE).flatMap(ProcessMarker::parse);
  }

  private static Optional<ProcessMarker> parse(String value) {
    int slash = value.indexOf('/');
    return slash < 0
        ? Optional.empty()
        : ServiceRun.parse(value.substring(0, slash))
            .map(service -> new ProcessMarker(service, value.substring(slash + 1)));
  }

  /** What the variable holds. */
  String value() {
    return service + "/" + container;
  }
}
