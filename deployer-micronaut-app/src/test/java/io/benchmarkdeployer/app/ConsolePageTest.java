package io.benchmarkdeployer.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The console's page and files, as a browser gets them; what it does is tested in a browser. */
class ConsolePageTest {
  private static final Pattern ADDRESS = Pattern.compile("(?:src|href)=\"([^\"]+)\"");
  private static final Pattern NONCE = Pattern.compile("'nonce-([\\w-]{24})'");

  private static final RunningApp APP =
      RunningApp.on(
          InMemory.adapters(), Map.of("KUBECONFIG", "none", "DEPLOYER_TOKENS", "ann=a-token"));

  @AfterAll
  static void close() {
    APP.close();
  }

  private static Stream<String> addresses(Answer page) {
    return ADDRESS.matcher(page.body()).results().map((MatchResult found) -> found.group(1));
  }

  private static String nonce(Answer page) {
    var found = NONCE.matcher(page.header("content-security-policy").orElseThrow());
    assertThat(found.find()).isTrue();
    return found.group(1);
  }

  @Test
  void isOpenToThoseWithoutATokenAsItAsksForOneItself() {
    Answer page = APP.get("/");

    assertThat(page.status()).isEqualTo(200);
    assertThat(page.header("content-type").orElse("")).startsWith("text/html");
    assertThat(page.header("cache-control")).contains("no-store");
    assertThat(page.header("x-content-type-options")).contains("nosniff");
  }

  @Test
  void allowsNoScriptsAndStylesButItsOwn() {
    String policy = APP.get("/").header("content-security-policy").orElseThrow();

    assertThat(policy)
        .contains("default-src 'none'", "script-src 'self';", "frame-ancestors 'none'")
        .doesNotContain("unsafe-inline", "unsafe-eval", "*");
  }

  @Test
  void eachAnswerHasANonceOfItsOwnWhichThePageKnows() {
    Answer first = APP.get("/");
    Answer second = APP.get("/");

    assertThat(nonce(first)).isNotEqualTo(nonce(second));
    assertThat(first.body()).contains(nonce(first)).doesNotContain("STYLE_NONCE");
  }

  @Test
  void namesItsFilesRelativelyAsAProxyMayPutItUnderAnyPath() {
    Answer page = APP.get("/");

    assertThat(addresses(page)).hasSizeGreaterThanOrEqualTo(3);
    assertThat(addresses(page)).allMatch(address -> address.startsWith("./assets/"));
    assertThat(addresses(page))
        .allSatisfy(
            address -> {
              Answer file = APP.get(address.substring(1));
              assertThat(file.status()).as(address).isEqualTo(200);
              assertThat(file.header("cache-control").orElse("")).contains("immutable");
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/assets/nothing.js",
        "/assets/..%2Findex.html",
        "/assets/%2e%2e%2f%2e%2e%2fapplication.yml",
        "/assets/.installed",
        "/assets/a%00b"
      })
  void hasNoOtherFiles(String path) {
    assertThat(APP.get(path).status()).isEqualTo(404);
  }
}
