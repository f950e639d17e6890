package io.benchmarkdeployer.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DocsTest {
  private static final Pattern ASSET = Pattern.compile("\"(/docs/res/[^\"]+)\"");
  private static final RunningApp APP = RunningApp.on(InMemory.adapters(), Map.of());

  @AfterAll
  static void close() {
    APP.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/docs", "/docs/"})
  void thePageNamesNoOtherHost(String path) {
    assertThat(get(path)).contains("swagger-ui").doesNotContainPattern("https?://|[\"'(]//\\w");
  }

  @Test
  void everyAssetOfThePageIsServed() {
    var assets = ASSET.matcher(get("/docs")).results().map(match -> match.group(1)).toList();

    assertThat(assets).hasSizeGreaterThanOrEqualTo(3).allSatisfy(path -> get(path));
  }

  @Test
  void theStyleLoadsNothingFromAnotherHost() {
    assertThat(get("/docs/res/swagger-ui.css")).doesNotContainPattern("url\\([\"']?(https?:)?//");
  }

  @Test
  void thePageReadsTheServedDescription() {
    assertThat(get("/docs")).contains("'/openapi.json'");
    assertThat(get("/openapi.json")).contains("\"openapi\":\"3.1.0\"", "Benchmark Deployer");
  }

  @Test
  void onlyWhatIsInThePathMustBeGiven() {
    var parameter =
        Pattern.compile("\"in\":\"(\\w+)\",(\"description\":\"[^\"]*\",)?\"required\":true");

    var places =
        parameter.matcher(get("/openapi.json")).results().map(match -> match.group(1)).toList();

    assertThat(places).isNotEmpty().containsOnly("path");
  }

  private static String get(String path) {
    Answer answer = APP.get(path);
    assertThat(answer.status()).isEqualTo(200);
    return answer.body();
  }
}
