package io.benchmarkdeployer.app.web.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.benchmarkdeployer.app.wiring.Settings;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MutableHttpRequest;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OwnAddressTest {
  private static final String HERE = "ws://127.0.0.1:8002/terminal/x";

  private final OwnAddress address = of(Map.of());

  private static OwnAddress of(Map<String, String> environment) {
    return new OwnAddress(Settings.of(environment, false));
  }

  private static MutableHttpRequest<?> to(String host) {
    return HttpRequest.POST("http://127.0.0.1:8002/terminal/create", "").header("Host", host);
  }

  private String told(HttpRequest<?> request) {
    return address.webSocket(request, "/terminal/x");
  }

  @ParameterizedTest
  @CsvSource({
    "bench.example.org,ws://bench.example.org",
    "Bench.Example.org:8443,ws://bench.example.org:8443",
    "deployer_1:8002,ws://deployer_1:8002",
    "127.0.0.1:8002,ws://127.0.0.1:8002",
    "[::1]:8002,ws://[::1]:8002",
    "[fe80::1],ws://[fe80::1]",
    "10.0.0.1,ws://10.0.0.1"
  })
  void theHostThatWasCalledIsTold(String host, String expected) {
    assertThat(told(to(host))).isEqualTo(expected + "/terminal/x");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0:8002", "0.0.0.0", "0", "[::]:8002", "[0:0:0:0:0:0:0:0]"})
  void anAddressThatLeadsNowhereIsNeverTold(String host) {
    assertThat(told(to(host))).isEqualTo(HERE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "localhost/evil.example.org",
        "localhost@evil.example.org",
        "localhost#evil",
        "localhost?evil",
        "evil.example.org:80:80",
        "localhost:80 evil",
        "\"><script>",
        "::1",
        "[::1",
        "-x",
        "localhost:999999"
      })
  void whatIsNoHostIsPassedOver(String host) {
    assertThat(told(to(host))).isEqualTo(HERE);
  }

  @Test
  void twoHostsAreNone() {
    assertThat(told(to("localhost").header("Host", "evil.example.org"))).isEqualTo(HERE);
  }

  @Test
  void aPageThatCameOverTlsGetsAnAddressOverTls() {
    String secure = "wss://bench.example.org/terminal/x";

    assertThat(told(to("bench.example.org").header("X-Forwarded-Proto", "https, http")))
        .isEqualTo(secure);
    assertThat(told(to("bench.example.org").header("Origin", "https://bench.example.org")))
        .isEqualTo(secure);
    assertThat(told(to("bench.example.org").header("X-Forwarded-Proto", "http, https")))
        .startsWith("ws://");
    assertThat(told(to("bench.example.org").header("Origin", "https://front.example.org")))
        .startsWith("ws://");
  }

  @ParameterizedTest
  @CsvSource({
    "https://bench.example.org,wss://bench.example.org",
    "http://bench.example.org:81,ws://bench.example.org:81"
  })
  void thePublicAddressGoesBeforeAll(String url, String expected) {
    OwnAddress known = of(Map.of("DEPLOYER_PUBLIC_URL", url));

    assertThat(known.webSocket(to("evil.example.org"), "/terminal/x"))
        .isEqualTo(expected + "/terminal/x");
  }
}
