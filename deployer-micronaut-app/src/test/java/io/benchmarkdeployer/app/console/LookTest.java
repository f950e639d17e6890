package io.benchmarkdeployer.app.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.Route.FulfillOptions;
import com.microsoft.playwright.options.ColorScheme;
import io.benchmarkdeployer.app.InMemory;
import io.benchmarkdeployer.app.RunningApp;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the console says and how it looks, by the browser's settings and the service's state. */
@Tag("tools")
class LookTest {
  @RegisterExtension static final Chromium CHROMIUM = Chromium.headless();
  private static final RunningApp APP = RunningApp.on(InMemory.adapters(), Map.of());

  @AfterAll
  static void close() {
    APP.close();
  }

  @ParameterizedTest
  @CsvSource({
    "ko-KR, ko, 배포된 항목이 없습니다",
    "en-US, en, Nothing is deployed",
    "fr-FR, en, Nothing is deployed"
  })
  void itSpeaksTheBrowsersLanguageWhereItCan(String locale, String language, String title) {
    Console console = Console.at(CHROMIUM.page(Chromium.options().setLocale(locale)), APP.port());

    assertThat(console.heading(title)).isVisible();
    assertThat(console.page().locator("html")).hasAttribute("lang", language);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"LIGHT | rgb(246, 247, 249)", "DARK | rgb(20, 23, 28)"})
  void itIsLightOrDarkAsTheSystemIs(ColorScheme scheme, String ground) {
    Console console =
        Console.at(CHROMIUM.page(Chromium.options().setColorScheme(scheme)), APP.port());

    assertThat(console.page().locator("body")).hasCSS("background-color", ground);
  }

  @Test
  void aBannerSaysThatTheEmbeddedModeIsNoCluster() {
    Console console = Console.at(CHROMIUM.page(), APP.port());

    assertThat(console.told().filter(Console.withText("this is not a cluster"))).isVisible();
  }

  @ParameterizedTest
  @CsvSource({
    "kubernetes_connected, The cluster does not answer",
    "database_connected, The database does not answer"
  })
  void aBannerSaysWhatDoesNotAnswer(String part, String sentence) {
    Page page = CHROMIUM.page();
    page.route("**/status", route -> answerWithout(part, route));
    Console console = Console.at(page, APP.port());

    assertThat(console.alerts()).containsText(sentence);
  }

  /** What the service says of itself, except that this part of it does not answer. */
  private static void answerWithout(String part, Route route) {
    String answer = route.fetch().text();
    route.fulfill(
        new FulfillOptions()
            .setContentType("application/json")
            .setBody(answer.replaceFirst("(\"" + part + "\"\\s*:\\s*)true", "$1false")));
  }

  @Test
  void eachViewIsNamedInThePagesTitle() {
    Console console = Console.at(CHROMIUM.page(), APP.port());

    console.link("Deploy").click();
    assertThat(console.heading("Deploy")).isVisible();
    assertThat(console.page()).hasTitle(Pattern.compile("^Deploy\\b.*Benchmark Deployer"));
    console.link("Sessions").click();
    assertThat(console.heading("Sessions")).isVisible();
    assertThat(console.page()).hasTitle(Pattern.compile("^Sessions\\b.*Benchmark Deployer"));
  }
}
