package io.benchmarkdeployer.app.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.GetByRoleOptions;
import com.microsoft.playwright.options.AriaRole;
import io.benchmarkdeployer.app.InMemory;
import io.benchmarkdeployer.app.RunningApp;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@Tag("tools")
class ConsoleTest {
  @RegisterExtension static final Chromium CHROMIUM = Chromium.headless();
  private static final RunningApp APP = RunningApp.on(InMemory.adapters(), Map.of());

  @AfterAll
  static void close() {
    APP.close();
  }

  @Test
  void whereNothingIsDeployedTheSampleIsOffered() {
    Page page = CHROMIUM.page();
    page.navigate("http://127.0.0.1:%d/".formatted(APP.port()));

    assertThat(
            page.getByRole(
                AriaRole.HEADING, new GetByRoleOptions().setName("Nothing is deployed yet")))
        .isVisible();
  }
}
