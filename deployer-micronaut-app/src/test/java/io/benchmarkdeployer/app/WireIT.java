package io.benchmarkdeployer.app;

import io.benchmarkdeployer.app.wiring.Adapters;
import io.benchmarkdeployer.testkit.ContainerScript;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;

/** The wire contract over a real cluster, its state over MongoDB's wire. */
@Tag("cluster")
class WireIT extends WireEventScenarios {
  private final RealParts parts = new RealParts("app-wire");

  @Override
  Adapters adapters() {
    return parts.adapters();
  }

  @AfterAll
  void removeParts() {
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
