package io.benchmarkdeployer.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.micronaut.http.client.HttpClient;
import io.micronaut.http.client.annotation.Client;
import io.micronaut.test.extensions.junit5.annotation.MicronautTest;
import jakarta.inject.Inject;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@MicronautTest
class DocsTest {
  private static final Pattern ASSET = Pattern.compile("\"(/docs/res/[^\"]+)\"");

  @Inject
  @Client("/")
  private HttpClient client;

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

  private String get(String path) {
    return client.toBlocking().retrieve(path);
  }
}
