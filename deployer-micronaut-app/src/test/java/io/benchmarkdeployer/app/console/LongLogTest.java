package io.benchmarkdeployer.app.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.assertions.LocatorAssertions.ContainsTextOptions;
import io.benchmarkdeployer.app.InMemory;
import io.benchmarkdeployer.app.RunningApp;
import io.benchmarkdeployer.app.embedded.EmbeddedCluster;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A log of 200,000 lines on one page. */
@Tag("tools")
class LongLogTest {
  @RegisterExtension static final Chromium CHROMIUM = Chromium.headless();
  private static final int LINES = 200_000;
  private static final int MOST_DRAWN = 400;
  private static final int LONGEST_PAUSE = 2_000;

  /** Remembers the longest time for which the page drew nothing. */
  private static final String WATCH =
      """
      () => {
        let last = performance.now();
        window.longestPause = 0;
        const frame = now => {
          window.longestPause = Math.max(window.longestPause, now - last);
          last = now;
          requestAnimationFrame(frame);
        };
        requestAnimationFrame(frame);
      }
      """;

  private final RunningApp app = RunningApp.on(InMemory.on(EmbeddedCluster.start()), Map.of());

  @AfterEach
  void close() {
    app.close();
  }

  @Test
  void comesToItsLastLineWithFewLinesDrawnAndNoLongPauseAndCanBeScrolled() {
    Console console = Console.at(CHROMIUM.page(), app.port());
    console.page().evaluate(WATCH);
    console.deploy(
        Manifests.job(
            "long",
            "i=0; while [ $i -lt %d ]; do i=$((i+1)); echo line $i of many; done; sleep 600"
                .formatted(LINES)));

    assertThat(console.log())
        .containsText(
            "line %d of many".formatted(LINES), new ContainsTextOptions().setTimeout(90_000));
    assertThat(console.page().locator("[data-lines]"))
        .hasAttribute("data-lines", String.valueOf(LINES));
    assertThat(console.logLines()).hasSizeLessThan(MOST_DRAWN);

    console.log().press("Control+Home");
    assertThat(console.log()).containsText("line 1 of many");
    console.button("↓ To the end").click();
    assertThat(console.log()).containsText("line %d of many".formatted(LINES));
    assertThat(console.logLines()).hasSizeLessThan(MOST_DRAWN);

    double pause = ((Number) console.page().evaluate("longestPause")).doubleValue();
    assertThat(pause).isLessThan(LONGEST_PAUSE);
  }
}
