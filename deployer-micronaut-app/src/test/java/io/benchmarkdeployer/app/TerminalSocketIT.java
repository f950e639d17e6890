package io.benchmarkdeployer.app;

import io.benchmarkdeployer.app.wiring.Adapters;
import io.benchmarkdeployer.testkit.ContainerScript;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;

/** Terminals on a real cluster, their sessions in a database. */
@Tag("cluster")
class TerminalSocketIT extends TerminalScenarios {
  private final RealParts parts = new RealParts("app-terminal");

  @Override
  Adapters adapters() {
    return parts.adapters();
  }

  @AfterAll
  void removeNamespace() {
    parts.close();
  }

  @Override
  String namespace() {
    return parts.namespace();
  }

  @Override
  void teach(ContainerScript script) {
    // A real container does what its command says.
  }
}
