package io.benchmarkdeployer.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.benchmarkdeployer.testkit.MemoryCluster;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the service refuses by itself: every refusal is a problem in its own words. */
class ErrorsTest {
  private static final MemoryCluster CLUSTER = MemoryCluster.start();
  private static final RunningApp APP = RunningApp.on(InMemory.on(CLUSTER), Map.of());

  @AfterAll
  static void close() {
    APP.close();
  }

  @ParameterizedTest
  @CsvSource({
    "GET,/nothing,404",
    "GET,/deployments/x/y/z,404",
    "GET,/docs/nothing,404",
    "GET,/docs/../application.yml,404",
    "GET,/docs/%2e%2e/%2e%2e/application.yml,404",
    "GET,/application.json,404",
    "PUT,/deploy,405",
    "GET,/deploy,405",
    "OPTIONS,/deploy,405",
    "GET,/deployments/zzz,404",
    "DELETE,/deployments/zzz,404",
    "GET,/deployments/..%2f,404",
    "GET,/deployments/%00,404"
  })
  void whatIsNotThereIsSaidSo(String method, String path, int status) {
    APP.send(method, path, "").problem(status);
  }

  @Test
  void anotherMethodIsToldTheRightOnes() {
    Answer answer = APP.send("PUT", "/deploy", "");

    assertThat(answer.problem(405)).extracting("detail").asString().contains("POST");
    assertThat(answer.header("allow")).hasValueSatisfying(it -> assertThat(it).contains("POST"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/jobs/a%2fb/status",
        "/jobs/../status",
        "/jobs/%2e%2e/status",
        "/jobs/%00/status",
        "/jobs/%ff/status",
        "/jobs/%ED%95%9C/status",
        "/jobs/A/status",
        "/jobs/a%0d%0ab/logs",
        "/jobs/a/status?namespace=../x",
        "/jobs/a/status?namespace=a.b",
        "/jobs/a/logs?tail_lines=-1",
        "/jobs/a/logs?tail_lines=abc",
        "/jobs/a/logs?tail_lines=1.5",
        "/jobs/a/wait?timeout=abc",
        "/jobs/a/wait?timeout=-1s",
        "/jobs/a/wait?timeout=1h",
        "/deployments?limit=0",
        "/deployments?limit=1001",
        "/deployments?limit=-1",
        "/deployments?limit=x",
        "/deployments?limit=99999999999999999999",
        "/deployments?cursor=x",
        "/deployments?cursor=%00%ff",
        "/deployments?status=x",
        "/deployments?status=running,x",
        "/deployments?namespace=X_",
        "/deployments?include_deleted=perhaps"
      })
  void hostileParametersAreNamed(String path) {
    Map<String, Object> problem = APP.get(path).problem(400);

    assertThat(problem.get("errors")).asInstanceOf(InstanceOfAssertFactories.LIST).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[]",
        "null",
        "\"text\"",
        "{\"yaml_content\"",
        "{}",
        "{\"yaml_content\": null}",
        "{\"yaml_content\": \"\"}",
        "{\"yaml_content\": \" \\n \"}",
        "{\"yaml_content\": {\"a\": 1}}",
        "{\"yaml_content\": [\"a\"]}",
        "{\"yaml_content\": 5}",
        "{\"yaml_content\": \"just text\"}",
        "{\"yaml_content\": \"a: b\", \"unknown\": {\"deeply\": [1]}}",
        "{\"yaml_content\": \"a: [\"}"
      })
  void aMalformedBodyIsARefusal(String body) {
    APP.postText("/deploy", body).problem(400);
    APP.postText("/delete", body).problem(400);
  }

  @Test
  void aDeepBodyIsARefusal() {
    APP.postText("/deploy", "{\"x\":" + "[".repeat(100_000)).problem(400);
  }

  @Test
  void eachProblemOfAManifestHasItsPlace() {
    String yaml = "apiVersion: v1\nkind: ConfigMap\n---\nkind: Job\nmetadata: {name: x}\n";

    Map<String, Object> problem = APP.post("/deploy", Map.of("yaml_content", yaml)).problem(400);

    @SuppressWarnings("unchecked")
    var errors = (List<Map<String, Object>>) problem.get("errors");
    assertThat(errors)
        .hasSizeGreaterThanOrEqualTo(2)
        .allSatisfy(error -> assertThat(error).containsKeys("path", "message", "line", "column"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"job_name\":null}",
        "{\"job_name\":\"\"}",
        "{\"job_name\":\"A B\"}",
        "{\"job_name\":\"a\",\"namespace\":\"..\"}",
        "{\"job_name\":\"a\",\"tail_lines\":1.5}",
        "{\"job_name\":\"a\",\"tail_lines\":-5}",
        "{\"job_name\":\"a\",\"tail_lines\":\"some\"}",
        "{\"job_name\":\"a\",\"tail_lines\":{}}",
        "{\"job_name\":\"a\",\"tail_lines\":true}"
      })
  void aMalformedQuestionForLogsIsARefusal(String body) {
    APP.postText("/jobs/logs", body).problem(400);
  }

  @ParameterizedTest
  @ValueSource(strings = {"dry_run=ture", "dry_run=", "dry_run"})
  void aDryRunThatCanNotBeReadDoesNotDeploy(String query) {
    String yaml = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: dry}\n";

    Answer answer = APP.post("/deploy?" + query, Map.of("yaml_content", yaml));

    assertThat(answer.problem(400)).extracting("detail").asString().contains("dry_run");
  }

  @ParameterizedTest
  @CsvSource({
    "metadata: {},metadata.name,400",
    "metadata: {name: typo}\\nspek: {},spek,422",
    "metadata: {name: less}\\nspec: {},spec.template.spec.containers,422"
  })
  void theDetailAloneSaysWhichField(String rest, String path, int status) {
    String yaml = "apiVersion: batch/v1\nkind: Job\n" + rest.replace("\\n", "\n");

    Answer answer = APP.post("/deploy", Map.of("yaml_content", yaml));

    assertThat(answer.problem(status)).extracting("detail").asString().contains(path + ": ");
  }

  @Test
  void aWrongNamespaceIsSaidOnce() {
    String yaml = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n";

    Answer answer = APP.post("/deploy", Map.of("yaml_content", yaml, "namespace", "A_"));

    assertThat(answer.problem(400)).extracting("detail").asString().containsOnlyOnce("must be");
  }

  @Test
  void onlyJsonIsTaken() {
    APP.send("POST", "/deploy", "a: b", "Content-Type", "text/yaml").problem(415);
    APP.send("POST", "/deploy", "a=b", "Content-Type", "application/x-www-form-urlencoded")
        .problem(415);
  }

  @Test
  void onlyJsonIsGiven() {
    APP.get("/deployments", "Accept", "text/html").problem(406);
  }

  @Test
  void aBodyWithoutATypeIsTakenForJson() {
    assertThat(APP.send("POST", "/deploy", "{}").problem(400))
        .extracting("detail")
        .isEqualTo("yaml_content is required");
  }

  @ParameterizedTest
  @ValueSource(ints = {(1 << 20) + 10, 1 << 21, 3 << 20})
  void whatIsTooLargeIsRefused(int size) {
    APP.post("/deploy", Map.of("yaml_content", "x".repeat(size))).problem(413);
  }

  @Test
  void aLargeBodyWithoutALengthIsRefused() {
    String chunk = "%x\r\n%s\r\n".formatted(1 << 20, "x".repeat(1 << 20));
    String request =
        "POST /deploy HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
            + "Connection: close\r\nTransfer-Encoding: chunked\r\n\r\n"
            + chunk.repeat(3)
            + "0\r\n\r\n";

    assertThat(APP.raw(request)).startsWith("HTTP/1.1 413 ").contains("\"detail\":");
  }

  @Test
  void hugeHeadersAndAddressesAreRefused() {
    APP.get("/deployments", "X-Big", "x".repeat(20_000)).problem(413);
    APP.get("/deployments?" + "x".repeat(10_000)).problem(413);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GARBAGE\r\n\r\n",
        "GET /jobs/{x}|/status HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
      })
  void garbageIsARefusal(String request) {
    assertThat(APP.raw(request))
        .startsWith("HTTP/1.")
        .contains(" 4", "\"detail\":")
        .doesNotContain("Exception", "java.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/jobs/a/status",
        "/jobs/a/logs",
        "/jobs/a/logs?tail_lines=0",
        "/jobs/a/logs?tail_lines=99999999999999999999999",
        "/jobs/a/logs?tail_lines=",
        "/jobs/a/events",
        "/jobs/a/wait"
      })
  void anUnreachableClusterIs503WithATimeToTryAgain(String path) {
    CLUSTER.faults().unreachable();

    Answer answer = APP.get(path);

    CLUSTER.faults().reachable();
    answer.problem(503);
    assertThat(answer.header("retry-after"))
        .hasValueSatisfying(it -> assertThat(it).matches("\\d+"));
  }
}
