package io.benchmarkdeployer.app.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import io.benchmarkdeployer.app.InMemory;
import io.benchmarkdeployer.app.RunningApp;
import io.benchmarkdeployer.app.embedded.EmbeddedCluster;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What changes behind an open page: another job of the same name, a proxy that says something. */
@Tag("tools")
class ReplacedJobTest {
  @RegisterExtension static final Chromium CHROMIUM = Chromium.headless();

  private final RunningApp app = RunningApp.on(InMemory.on(EmbeddedCluster.start()), Map.of());

  @AfterEach
  void close() {
    app.close();
  }

  private void deploy(String script) {
    app.post("/deploy", Map.of("yaml_content", Manifests.job("again", script))).ok();
  }

  private Console job(Page page) {
    return Console.at(page, "http://127.0.0.1:%d/#/jobs/default/again".formatted(app.port()));
  }

  @Test
  void anotherJobOfTheSameNameHasALogOfItsOwn() {
    deploy("echo of the first");
    Console console = job(CHROMIUM.page());
    assertThat(console.log()).containsText("of the first");
    app.get("/jobs/again/wait?timeout=20s").ok();

    deploy("echo of the second; sleep 600");

    assertThat(console.log()).containsText("of the second");
    assertThat(console.log()).not().containsText("of the first");
  }

  @Test
  void deletesTheOneThatWasMeantAndNotAnotherOfItsName() {
    deploy("sleep 600");
    CHROMIUM.complaints().allow("404");
    Console console = job(CHROMIUM.page());
    console.button("Delete").click();
    assertThat(console.button("Delete it")).isVisible();

    app.delete("/jobs/again/delete").ok();
    deploy("echo a new one; sleep 600");
    console.button("Delete it").click();

    assertThat(console.log()).containsText("a new one");
    assertThat(app.get("/deployments").rows())
        .singleElement()
        .satisfies(one -> assertThat(one).containsEntry("state", "deployed"));
  }

  @Test
  void goesOnAfterAProxyHasSaidThatNothingIsThere() {
    deploy("echo once; sleep 600");
    CHROMIUM.complaints().allow("404");
    var refusals = new AtomicInteger();
    Page page = CHROMIUM.page();
    page.route(
        Pattern.compile("/events|/logs/stream"),
        route -> {
          if (refusals.getAndIncrement() < 3) {
            route.fulfill(new Route.FulfillOptions().setStatus(404).setBody("no such backend"));
          } else {
            route.resume();
          }
        });

    Console console = job(page);

    assertThat(console.log()).hasText("once");
    assertThat(refusals.get()).isGreaterThan(3);
  }

  @Test
  void aTabThatNobodySeesGivesItsStreamsBackAndMissesNothing() {
    deploy("echo once; sleep 600");
    Page page = CHROMIUM.page();
    Console console = job(page);
    assertThat(console.log()).hasText("once");
    var ended = new AtomicInteger();
    page.onRequestFailed(
        request -> {
          if (request.url().matches(".*(/events|/logs/stream).*")) {
            ended.incrementAndGet();
          }
        });

    see(page, false);
    page.waitForCondition(() -> ended.get() == 2);
    app.delete("/jobs/again/delete").ok();
    deploy("echo twice; sleep 600");
    see(page, true);

    assertThat(console.log()).hasText("twice");
  }

  /** As the browser tells a page. */
  private static void see(Page page, boolean isSeen) {
    page.evaluate(
        """
        isSeen => {
          Object.defineProperty(document, 'hidden', { value: !isSeen, configurable: true });
          document.dispatchEvent(new Event('visibilitychange'));
        }
        """,
        isSeen);
  }
}
