package io.benchmarkdeployer.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.benchmarkdeployer.app.web.access.Access;
import io.micronaut.web.router.Router;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is let in: on loopback, behind tokens, from pages of other origins. */
class AccessTest {
  private static final String FRONT = "http://localhost:3000";
  private static final String TOKEN = "t0ken/with=signs";

  private static final RunningApp OPEN = RunningApp.on(InMemory.adapters(), Map.of());
  private static final RunningApp CLOSED =
      RunningApp.on(
          InMemory.adapters(),
          Map.of(
              "KUBECONFIG",
              "none",
              "DEPLOYER_TOKENS",
              "ann=" + TOKEN + ",bob=another",
              "DEPLOYER_PUBLIC_URL",
              "https://bench.example.org",
              "DEPLOYER_ALLOWED_ORIGINS",
              FRONT));

  @AfterAll
  static void close() {
    OPEN.close();
    CLOSED.close();
  }

  private static Stream<String> routes() {
    return Stream.of(
        "GET /deployments",
        "GET /deployments/x",
        "DELETE /deployments/x",
        "POST /deploy",
        "POST /delete",
        "GET /jobs/x/status",
        "GET /jobs/x/logs",
        "POST /jobs/logs",
        "GET /jobs/x/events",
        "GET /jobs/x/wait",
        "DELETE /jobs/x/delete",
        "POST /jobs/x/terminal",
        "POST /terminal/create",
        "GET /terminal/sessions",
        "GET /terminal/x",
        "POST /terminal/x/ticket",
        "DELETE /terminal/x",
        "DELETE /terminal/job/x",
        "GET /events",
        "GET /status",
        "GET /metrics",
        "GET /docs",
        "GET /docs/res/swagger-ui.css",
        "GET /openapi.json",
        "GET /nothing",
        "PUT /deploy",
        "OPTIONS /deploy");
  }

  @Test
  void everyRouteHasARule() {
    var router = OPEN.context().getBean(Router.class);
    var routes = router.uriRoutes().toList();

    assertThat(routes).hasSizeGreaterThanOrEqualTo(16);
    assertThat(routes)
        .allSatisfy(
            route ->
                assertThat(
                        route
                            .getTargetMethod()
                            .getAnnotationMetadata()
                            .enumValue(Access.class, Access.Rule.class))
                    .as(route.toString())
                    .isPresent());
  }

  @Test
  void onlyHealthAndTheFilesOfTheConsoleAreOpen() {
    var router = OPEN.context().getBean(Router.class);

    assertThat(router.uriRoutes())
        .filteredOn(
            route ->
                route
                    .getTargetMethod()
                    .getAnnotationMetadata()
                    .enumValue(Access.class, Access.Rule.class)
                    .filter(rule -> rule == Access.Rule.OPEN)
                    .isPresent())
        .allSatisfy(
            route ->
                assertThat(route.getUriMatchTemplate().toPathString())
                    .matches("/|/assets/\\{name}|/health(/.*)?"));
  }

  @ParameterizedTest
  @MethodSource("routes")
  void whereTokensAreSetEachRouteAsksForOne(String route) {
    String[] parts = route.split(" ");
    Answer answer =
        CLOSED.send(
            parts[0],
            parts[1],
            parts[0].equals("POST") ? "{}" : "",
            "Content-Type",
            "application/json");

    answer.problem(401);
    assertThat(answer.header("www-authenticate"))
        .hasValueSatisfying(it -> assertThat(it).startsWith("Bearer"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/health", "/health/liveness"})
  void probesCarryNoToken(String path) {
    assertThat(CLOSED.get(path).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Bearer " + TOKEN, "bearer another", "BEARER  another"})
  void aTokenOpens(String authorization) {
    assertThat(CLOSED.get("/deployments", "Authorization", authorization).rows()).isEmpty();
    assertThat(CLOSED.get("/docs", "Authorization", authorization).status()).isEqualTo(200);
    assertThat(CLOSED.get("/nothing", "Authorization", authorization).status()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Bearer",
        "Bearer ",
        "Bearer unknown",
        "Bearer T0ken/with=signs",
        "Bearer t0ken/with=sign",
        "Bearer t0ken/with=signs x",
        "Basic YW5uOnQwa2Vu",
        "t0ken/with=signs",
        "ann=t0ken/with=signs"
      })
  void whatIsNoTokenDoesNot(String authorization) {
    Answer answer = CLOSED.get("/deployments", "Authorization", authorization);

    assertThat(answer.problem(401).get("detail")).asString().doesNotContain("t0ken", "unknown t");
  }

  @Test
  void twoAuthorizationsAreNone() {
    CLOSED
        .get("/deployments", "Authorization", "Bearer another", "Authorization", "Bearer " + TOKEN)
        .problem(401);
  }

  @Test
  void aTokenInTheAddressIsNone() {
    CLOSED.get("/deployments?token=another&access_token=another").problem(401);
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost:%d", "127.0.0.1:%d", "[::1]:%d", "localhost", "LOCALHOST:80"})
  void onLoopbackTheHostIsALoopbackName(String host) {
    assertThat(OPEN.raw(request(host.formatted(OPEN.port())))).startsWith("HTTP/1.1 200 ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"evil.example.org", "localhost.evil.example.org", "127.0.0.1.nip.io:8002", ""})
  void anotherNameOnLoopbackIsSomebodyElsesTrick(String host) {
    assertThat(OPEN.raw(request(host)))
        .startsWith("HTTP/1.1 403 ")
        .contains("\"detail\":\"Not allowed");
  }

  @Test
  void twoHostsAreNone() {
    String request =
        "GET /deployments HTTP/1.1\r\n"
            + "Host: localhost\r\n"
            + "Host: evil.example.org\r\n"
            + "Connection: close\r\n\r\n";

    assertThat(OPEN.raw(request)).startsWith("HTTP/1.1 4");
  }

  private static String request(String host) {
    return "GET /deployments HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n".formatted(host);
  }

  @ParameterizedTest
  @CsvSource({
    "http://127.0.0.1:%d,200",
    "https://127.0.0.1:%d,200",
    "http://127.0.0.1:1,403",
    "http://localhost:3000,403",
    "https://evil.example.org,403",
    "null,403"
  })
  void pagesOfOtherOriginsAreRefusedAndOurOwnAreNot(String origin, int expected) {
    Answer answer = OPEN.get("/deployments", "Origin", origin.formatted(OPEN.port()));

    assertThat(answer.status()).isEqualTo(expected);
    assertThat(answer.header("access-control-allow-origin")).isEmpty();
  }

  @Test
  void aRefusedPageChangesNothing() {
    String text = "{\"yaml_content\":\"a: b\"}";

    OPEN.send("POST", "/delete", text, "Content-Type", "text/plain", "Origin", FRONT).problem(403);
    OPEN.send("POST", "/delete", text, "Origin", FRONT).problem(403);
  }

  @Test
  void aNamedOriginIsLetInWithItsToken() {
    Answer answer = CLOSED.get("/deployments", "Origin", FRONT, "Authorization", "Bearer another");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("access-control-allow-origin")).contains(FRONT);
    assertThat(answer.header("access-control-allow-credentials")).isEmpty();
    assertThat(answer.header("vary")).contains("Origin");
  }

  @Test
  void aNamedOriginMayReadWhyItIsRefused() {
    Answer answer = CLOSED.get("/deployments", "Origin", FRONT);

    answer.problem(401);
    assertThat(answer.header("access-control-allow-origin")).contains(FRONT);
  }

  @Test
  void thePublicAddressIsOurOwnOrigin() {
    assertThat(statusFrom("https://bench.example.org").ok()).isNotEmpty();
    statusFrom("http://bench.example.org").problem(403);
    statusFrom("https://bench.example.org.evil.org").problem(403);
  }

  private static Answer statusFrom(String origin) {
    return CLOSED.get("/status", "Origin", origin, "Authorization", "Bearer another");
  }

  @Test
  void aPreflightOfANamedOriginIsAnsweredWithoutAToken() {
    Answer answer =
        CLOSED.send(
            "OPTIONS",
            "/deployments/x",
            "",
            "Origin",
            FRONT,
            "Access-Control-Request-Method",
            "DELETE",
            "Access-Control-Request-Headers",
            "authorization");

    assertThat(answer.status()).isEqualTo(204);
    assertThat(answer.header("access-control-allow-origin")).contains(FRONT);
    assertThat(answer.header("access-control-allow-methods"))
        .hasValueSatisfying(methods -> assertThat(methods).contains("DELETE"));
    assertThat(answer.header("access-control-allow-headers"))
        .hasValueSatisfying(headers -> assertThat(headers).contains("Authorization"));
  }

  @Test
  void aPreflightOfAnotherOriginIsNot() {
    Answer answer =
        OPEN.send(
            "OPTIONS", "/deploy", "", "Origin", FRONT, "Access-Control-Request-Method", "POST");

    answer.problem(403);
  }

  @Test
  void answersSayNothingOfTheServerAndAreNotSniffed() {
    Answer answer = OPEN.get("/health");

    assertThat(answer.header("server")).isEmpty();
    assertThat(answer.header("x-content-type-options")).contains("nosniff");
  }
}
