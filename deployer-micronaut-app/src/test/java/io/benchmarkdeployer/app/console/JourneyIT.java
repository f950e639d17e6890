package io.benchmarkdeployer.app.console;

import io.benchmarkdeployer.app.RealParts;
import io.benchmarkdeployer.app.wiring.Adapters;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;

/** On a real cluster, its state over MongoDB's wire. */
@Tag("cluster")
@Tag("tools")
class JourneyIT extends JourneyScenarios {
  private final RealParts parts = new RealParts("app-console");

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
  Map<String, String> environment() {
    return Map.of("KUBECONFIG", System.getenv("KUBECONFIG"));
  }
}
