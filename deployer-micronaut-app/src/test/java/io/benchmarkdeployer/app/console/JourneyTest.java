package io.benchmarkdeployer.app.console;

import io.benchmarkdeployer.app.InMemory;
import io.benchmarkdeployer.app.embedded.EmbeddedCluster;
import io.benchmarkdeployer.app.wiring.Adapters;
import java.util.Map;
import org.junit.jupiter.api.Tag;

/** In the embedded mode: containers are processes of this machine. */
@Tag("tools")
class JourneyTest extends JourneyScenarios {
  @Override
  Adapters adapters() {
    return InMemory.on(EmbeddedCluster.start());
  }

  @Override
  String namespace() {
    return "default";
  }

  @Override
  Map<String, String> environment() {
    return Map.of();
  }
}
