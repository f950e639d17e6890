package io.benchmarkdeployer.app;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Route;
import com.microsoft.playwright.Route.FulfillOptions;
import com.microsoft.playwright.WebSocketRoute;
import com.microsoft.playwright.assertions.LocatorAssertions.ContainsTextOptions;
import io.benchmarkdeployer.app.console.Chromium;
import io.benchmarkdeployer.app.embedded.EmbeddedCluster;
import io.benchmarkdeployer.app.wiring.Adapters;
import io.benchmarkdeployer.testkit.MemoryCluster;
import io.benchmarkdeployer.testkit.MemoryState;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.assertj.core.api.Assertions;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the documents give to a browser does there what they say, on the embedded mode. */
@Tag("tools")
class BrowserPagesTest {
  @RegisterExtension static final Chromium CHROMIUM = Chromium.headless();

  private static final Path LIBRARIES = Path.of("src", "main", "console", "node_modules");
  private static final ContainsTextOptions PATIENCE = new ContainsTextOptions().setTimeout(30_000);
  private static final Pattern PROMPT = Pattern.compile("[$#]\\s*$");

  /** What a bundler does to the imports of the page's code. */
  private static final String TERMINAL_PAGE =
      """
      <!doctype html>
      <link rel="icon" href="data:,">
      <link rel="stylesheet" href="/libraries/@xterm/xterm/css/xterm.css">
      <div id="terminal" style="height: 400px"></div>
      <script type="importmap">
        {"imports": {
          "@xterm/xterm": "/libraries/@xterm/xterm/lib/xterm.mjs",
          "@xterm/addon-fit": "/libraries/@xterm/addon-fit/lib/addon-fit.mjs",
          "@xterm/xterm/css/xterm.css": "data:text/javascript,"
        }}
      </script>
      <script type="module">
      %s
      </script>
      """;

  private static final RunningApp APP = start();

  private static RunningApp start() {
    MemoryCluster cluster = EmbeddedCluster.start();
    return RunningApp.on(new Adapters(cluster, cluster.exec(), new MemoryState()), Map.of());
  }

  @AfterAll
  static void close() {
    APP.close();
  }

  private static String code(String page, String language) {
    return Page.named(page).blocks().stream()
        .filter(block -> block.language().equals(language))
        .findFirst()
        .orElseThrow()
        .text();
  }

  private static void deploy(String yaml) {
    APP.post("/deploy", Map.of("yaml_content", yaml)).ok();
  }

  /**
   * Shows this as a page of the service's own origin. An answer of the service makes room for it: a
   * page that a test makes up is of no network, and may not open a WebSocket to this machine.
   */
  private static void show(String html, com.microsoft.playwright.Page page) {
    page.route("**/libraries/**", BrowserPagesTest::library);
    page.navigate("http://127.0.0.1:%d/health/liveness".formatted(APP.port()));
    page.setContent(html);
  }

  private static void library(Route route) {
    String path = URI.create(route.request().url()).getPath().replace("/libraries/", "");
    String type = path.endsWith(".css") ? "text/css" : "text/javascript";
    route.fulfill(new FulfillOptions().setContentType(type).setPath(LIBRARIES.resolve(path)));
  }

  private static boolean isAttached() {
    return APP.get("/terminal/sessions").body().contains("\"state\":\"attached\"");
  }

  @Test
  void thePageOfALogShowsItsLinesAndHowItEnded() {
    deploy(code("logs.md", "yaml"));
    var page = CHROMIUM.page();

    show(code("logs.md", "html"), page);

    assertThat(page.locator("#log")).containsText("warming up with ***\nround 1\n", PATIENCE);
    assertThat(page.locator("#log"))
        .containsText("round 6\nerror: disk full\n--- failed\n", PATIENCE);
  }

  @Test
  void thePageOfATerminalComesBackToItsShellAfterACut() {
    deploy(code("README.md", "yaml"));
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> APP.get("/jobs/test-job/status").ok().get("status").equals("running"));
    List<WebSocketRoute> ways = new ArrayList<>();
    var page = CHROMIUM.page();
    page.routeWebSocket(
        Pattern.compile(".*/terminal/.*"),
        way -> {
          ways.add(way);
          way.connectToServer();
        });
    show(TERMINAL_PAGE.formatted(code("terminal.md", "js")), page);
    var screen = page.locator(".xterm-rows");

    page.locator(".xterm").click();
    assertThat(screen).containsText(PROMPT, PATIENCE);
    page.keyboard().type("echo $((40+2))");
    page.keyboard().press("Enter");
    assertThat(screen).containsText("42", PATIENCE);

    // Playwright's own socket, which stands in the midst, may be sent something once it is cut.
    CHROMIUM.complaints().allow("already in CLOSING or CLOSED");
    ways.getFirst().close(new WebSocketRoute.CloseOptions().setCode(4411).setReason("cut"));
    page.waitForCondition(() -> ways.size() == 2 && isAttached());
    page.keyboard().type("echo $((50+3))");
    page.keyboard().press("Enter");
    assertThat(screen).containsText("53", PATIENCE);
    Assertions.assertThat(screen.textContent()).containsOnlyOnce("42");

    page.keyboard().type("exit 3");
    page.keyboard().press("Enter");
    assertThat(screen).containsText("[The shell ended with code 3]", PATIENCE);
  }
}
