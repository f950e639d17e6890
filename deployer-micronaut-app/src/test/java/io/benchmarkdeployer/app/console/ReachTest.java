package io.benchmarkdeployer.app.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import io.benchmarkdeployer.app.InMemory;
import io.benchmarkdeployer.app.RunningApp;
import io.benchmarkdeployer.app.embedded.EmbeddedCluster;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The console from where it is reached: with a token, below a path of a proxy. */
@Tag("tools")
class ReachTest {
  @RegisterExtension static final Chromium CHROMIUM = Chromium.headless();
  private static final String TOKEN = "t0ken/with=signs";
  private static final Map<String, String> TOKENS =
      Map.of("KUBECONFIG", "none", "DEPLOYER_TOKENS", "ann=" + TOKEN + ",bob=another-token");

  private RunningApp app;
  private Relay proxy;

  private RunningApp app(Map<String, String> environment) {
    app = RunningApp.on(InMemory.on(EmbeddedCluster.start()), environment);
    return app;
  }

  @AfterEach
  void close() {
    if (proxy != null) {
      proxy.close();
    }
    app.close();
  }

  private static void signIn(Console console, String token) {
    console.page().getByLabel("Token").fill(token);
    console.button("Sign in").click();
  }

  private static void useTheTerminalOf(Console console, String job) {
    console.deploy(Manifests.job(job, "echo begun; sleep 600"));
    assertThat(console.log()).containsText("begun");
    console.link("Terminals").click();
    console.button("Open terminal").click();
    assertThat(console.told().filter(Console.withText("Connected"))).isVisible();
    console.type("echo the answer is $((40 + 2))");
    assertThat(console.screen()).containsText("the answer is 42");
  }

  @Test
  void whoeverHasATokenIsLetInAndOutAgain() {
    CHROMIUM.complaints().allow("status of 401");
    Console console = Console.at(CHROMIUM.page(), app(TOKENS).port());

    signIn(console, "no-such-token");
    assertThat(console.alerts()).containsText("does not know this token");
    signIn(console, TOKEN);
    useTheTerminalOf(console, "with-a-token");

    console.button("Sign out").click();
    assertThat(console.page().getByLabel("Token")).isVisible();
    assertThat(console.heading("with-a-token")).hasCount(0);
  }

  @Test
  void theTokenIsKeptWhileTheTabLivesAndNoLonger() {
    CHROMIUM.complaints().allow("status of 401");
    int port = app(TOKENS).port();
    Console console = Console.at(CHROMIUM.page(), port);
    signIn(console, TOKEN);
    assertThat(console.heading("Nothing is deployed")).isVisible();

    console.page().reload();
    assertThat(console.heading("Nothing is deployed")).isVisible();

    Console another = Console.at(console.page().context().newPage(), port);
    assertThat(another.page().getByLabel("Token")).isVisible();
  }

  @Test
  void itWorksBelowAPathOfAProxy() {
    proxy = Relay.below("/tools/bench/", app(Map.of()).port());
    Console console =
        Console.at(CHROMIUM.page(), "http://127.0.0.1:%d/tools/bench/".formatted(proxy.port()));

    useTheTerminalOf(console, "below-a-path");
    console.link("Deployments").click();
    console.button("Delete below-a-path").click();
    console.button("Delete it").click();
    assertThat(console.heading("Nothing is deployed")).isVisible();
    assertThat(console.link("API")).hasAttribute("href", "docs");
  }
}
