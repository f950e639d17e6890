package io.benchmarkdeployer.app.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.ScreenshotOptions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ScreenshotAnimations;
import com.microsoft.playwright.options.ScreenshotCaret;
import io.benchmarkdeployer.app.InMemory;
import io.benchmarkdeployer.app.RunningApp;
import io.benchmarkdeployer.app.embedded.EmbeddedCluster;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Makes the pictures of the documents, where it is asked for: {@code mvn -Ptools
 * -Dtest=ScreenshotsTest -Dscreenshots}.
 */
@Tag("tools")
@EnabledIfSystemProperty(named = "screenshots", matches = ".*")
class ScreenshotsTest {
  @RegisterExtension static final Chromium CHROMIUM = Chromium.headless();
  private static final Path FOLDER = Path.of("..", "docs", "images");

  private static final String BENCHMARK =
      """
      echo 'opening 16 connections to postgres:5432'; i=0; \
      while [ $i -lt 24 ]; do i=$((i+1)); \
      echo "round $i: $((9000 + i * 7919 % 900)) transactions/s, p99 $((11 + i * 31 % 9)) ms"; \
      done; echo 'warm-up done, measuring'; sleep 600\
      """;

  private final RunningApp app = RunningApp.on(InMemory.on(EmbeddedCluster.start()), Map.of());
  private String look = "";
  private Console console;

  @BeforeEach
  void deploy() {
    post(Manifests.job("pgbench-tpcb", BENCHMARK));
    post(Manifests.job("redis-get-set", "echo 'SET: 121 kops/s'; echo 'GET: 143 kops/s'"));
    post(Manifests.job("fio-random-write", "echo 'fio: no space left on device' >&2; exit 28"));
    post(
        "apiVersion: v1\n"
            + "kind: ConfigMap\n"
            + "metadata: {name: pgbench-settings}\n"
            + "data: {scale: '100'}\n");
  }

  private void post(String manifest) {
    app.post("/deploy", Map.of("yaml_content", manifest)).ok();
  }

  @AfterEach
  void close() {
    app.close();
  }

  private void photograph(String view) {
    console.page().mouse().move(0, 0);
    byte[] picture =
        console
            .page()
            .screenshot(
                new ScreenshotOptions()
                    .setAnimations(ScreenshotAnimations.DISABLED)
                    .setCaret(ScreenshotCaret.HIDE));
    try {
      Files.write(FOLDER.resolve(view + "-" + look + ".png"), Palette.reduce(picture));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"LIGHT", "DARK"})
  void ofEachView(ColorScheme scheme) {
    CHROMIUM.complaints().allow("status of 400");
    look = scheme.name().toLowerCase(Locale.ROOT);
    Page page = CHROMIUM.page(Chromium.options().setColorScheme(scheme));
    console = Console.at(page, app.port());

    assertThat(console.row("redis-get-set")).containsText("completed");
    assertThat(console.row("fio-random-write")).containsText("failed");
    photograph("deployments");
    console.button("Delete pgbench-tpcb").click();
    assertThat(page.getByRole(AriaRole.DIALOG)).isVisible();
    photograph("delete");
    console.button("Cancel").click();

    console.link("pgbench-tpcb").click();
    assertThat(console.log()).containsText("measuring");
    console.button("Times").click();
    photograph("log");
    console.button("Times").click();
    console.link("Details").click();
    assertThat(console.row("main")).isVisible();
    photograph("details");
    console.link("Terminals").click();
    console.button("Open terminal").click();
    assertThat(console.told().filter(Console.withText("Connected"))).isVisible();
    page.keyboard().type("PS1='$ '; clear");
    page.keyboard().press("Enter");
    console.type("uname -s; echo $((6 * 7))");
    assertThat(console.screen()).containsText("42");
    photograph("terminal");
    console.link("Sessions").click();
    assertThat(console.row("pgbench-tpcb")).isVisible();
    photograph("sessions");

    console.link("Deploy").click();
    console.write(Manifests.job("next-one", "pgbench -T 60"));
    console.button("Dry run").click();
    assertThat(console.row("Job next-one")).isVisible();
    photograph("deploy");
    console.write(
        Manifests.job("Next_One", "pgbench -T 60")
            .replace("backoffLimit: 0", "backoffLimit: none"));
    console.button("Deploy").click();
    assertThat(console.alerts()).isVisible();
    photograph("problems");
  }
}
