package io.benchmarkdeployer.app.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import io.benchmarkdeployer.app.InMemory;
import io.benchmarkdeployer.app.RunningApp;
import io.benchmarkdeployer.app.embedded.EmbeddedCluster;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The console without a mouse. */
@Tag("tools")
class KeyboardTest {
  @RegisterExtension static final Chromium CHROMIUM = Chromium.headless();
  private static final int MOST_STEPS = 40;

  private final RunningApp app = RunningApp.on(InMemory.on(EmbeddedCluster.start()), Map.of());
  private Console console;

  @AfterEach
  void close() {
    app.close();
  }

  private void press(String key) {
    console.page().keyboard().press(key);
  }

  /** Goes on by the Tab key until it is reached, as somebody does who sees where the focus is. */
  private void goTo(Locator target) {
    go("Tab", target);
  }

  private void go(String key, Locator target) {
    assertThat(target).isVisible();
    for (int steps = 0; steps < MOST_STEPS && !hasFocus(target); steps++) {
      press(key);
    }
    assertThat(target).isFocused();
  }

  private static boolean hasFocus(Locator target) {
    return (boolean) target.evaluate("it => it === document.activeElement");
  }

  private void choose(Locator target) {
    goTo(target);
    press("Enter");
  }

  @Test
  void aJobIsDeployedWatchedTypedIntoAndDeleted() {
    CHROMIUM.complaints().allow("status of 404.*/status");
    console = Console.at(CHROMIUM.page(), app.port());

    choose(console.button("Open it in the editor"));
    assertThat(console.editor()).isFocused();
    press("Control+Enter");
    assertThat(console.heading("test-job")).isVisible();
    goTo(console.log());
    assertThat(console.log()).containsText("hello");

    press("Control+Home");
    choose(console.link("Terminals"));
    choose(console.button("Open terminal"));
    assertThat(console.told().filter(Console.withText("Connected"))).isVisible();
    console.type("echo the answer is $((40 + 2))");
    assertThat(console.screen()).containsText("the answer is 42");

    press("Control+Shift+X");
    assertThat(console.the(AriaRole.TAB, "1: test")).isFocused();
    go("Shift+Tab", console.button("Delete"));
    press("Enter");
    Locator dialog = console.the(AriaRole.DIALOG, "Delete test-job?");
    assertThat(dialog.getByRole(AriaRole.BUTTON).first()).isFocused();
    choose(console.button("Delete it"));
    assertThat(dialog).hasCount(0);
    go("Shift+Tab", console.link("Deployments"));
    press("Enter");
    assertThat(console.heading("Nothing is deployed")).isVisible();
  }

  @Test
  void theNavigationCanBeSkipped() {
    console = Console.at(CHROMIUM.page(), app.port());
    assertThat(console.heading("Nothing is deployed")).isVisible();

    choose(console.link("To the content"));

    assertThat(console.main()).isFocused();
    press("Tab");
    assertThat(console.button("Open it in the editor")).isFocused();
  }

  @Test
  void theEditorIsLeftByEscapeAndTab() {
    console = Console.at(CHROMIUM.page(), app.port());
    choose(console.link("Deploy"));
    assertThat(console.editor()).isFocused();

    press("Tab");
    assertThat(console.editor()).isFocused();
    press("Escape");
    press("Tab");

    assertThat(console.editor()).not().isFocused();
  }
}
