package io.benchmarkdeployer.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.benchmarkdeployer.app.embedded.EmbeddedCluster;
import io.benchmarkdeployer.app.wiring.Adapters;
import io.benchmarkdeployer.testkit.MemoryCluster;
import io.benchmarkdeployer.testkit.MemoryState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every command of every page does what the page says, on the service in its embedded mode. What
 * was really printed stands in {@code target/pages}, for whoever mends a page.
 */
@Tag("tools")
class PagesTest {
  @TempDir private Path folder;

  static Stream<Page> pages() {
    return Page.all().stream().filter(PagesTest::hasCommands);
  }

  private static boolean hasCommands(Page page) {
    return page.steps().stream().anyMatch(step -> step.whyNotRun().isEmpty());
  }

  @ParameterizedTest
  @MethodSource("pages")
  @Timeout(300)
  void thePageShowsWhatItsCommandsPrint(Page page) throws Exception {
    Path home = Files.createDirectory(folder.resolve("home"));
    MemoryCluster cluster = EmbeddedCluster.start();
    var adapters = new Adapters(cluster, cluster.exec(), new MemoryState());
    try (var app = RunningApp.on(adapters, Map.of())) {
      var walkthrough = new Walkthrough(page, home, app.port());
      List<String> differences = walkthrough.run();
      Path transcripts = Files.createDirectories(Path.of("target", "pages"));
      Files.writeString(transcripts.resolve(page.name() + ".txt"), walkthrough.transcript());

      assertThat(differences).isEmpty();
    }
  }
}
