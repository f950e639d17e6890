package io.benchmarkdeployer.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.benchmarkdeployer.app.wiring.Adapters;
import io.benchmarkdeployer.core.Deployer;
import io.benchmarkdeployer.core.usecase.DeployRequest;
import io.benchmarkdeployer.testkit.ContainerScript;
import io.benchmarkdeployer.testkit.MemoryState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The wire contract, as its clients use it; the same in memory and on real parts. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class WireScenarios {
  static final int MOST_TERMINALS = 3;
  static final Duration PATIENCE = Duration.ofSeconds(60);
  static final Pattern UTC = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT[\\d:]{8}(\\.\\d{3})?Z");
  private static final Pattern UUID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
  private static final Pattern NEXT = Pattern.compile("<([^>]+)>; rel=\"next\"");

  private final List<String> deployed = new ArrayList<>();
  private Adapters ports;
  private RunningApp app;

  /** Opens both ports; the app closes them. */
  abstract Adapters adapters();

  /** A namespace that is there, for these tests alone. */
  abstract String namespace();

  /** Makes containers with the script's command do it, where their image does not. */
  abstract void teach(ContainerScript script);

  @BeforeAll
  void start() {
    ports = adapters();
    app =
        RunningApp.on(
            ports,
            Map.of(
                "DEFAULT_NAMESPACE", namespace(),
                "DEPLOYER_TERMINAL_PER_JOB", String.valueOf(MOST_TERMINALS)));
  }

  RunningApp app() {
    return app;
  }

  /** Deploys a manifest past the service: its record knows nothing of it. */
  void deployPastTheService(String yaml) {
    try (var other =
        Deployer.on(ports.cluster(), new MemoryState()).defaultNamespace(namespace()).build()) {
      other.deploy().run(DeployRequest.of(yaml));
    }
  }

  @AfterAll
  void stop() {
    deployed.forEach(id -> app.delete("/deployments/" + id));
    app.close();
  }

  /** A job that does this; its manifest names no namespace. */
  String job(String name, ContainerScript script) {
    teach(script);
    return """
    apiVersion: batch/v1
    kind: Job
    metadata:
      name: %s
    spec:
      backoffLimit: 0
      template:
        spec:
          terminationGracePeriodSeconds: 0
          restartPolicy: Never
          containers:
          - name: main
            image: busybox
            imagePullPolicy: IfNotPresent
            command: %s
    """
        .formatted(name, Answer.write(script.command()));
  }

  private static String configMap(String name, String value) {
    return "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: %s}\ndata: {key: %s}\n"
        .formatted(name, value);
  }

  Answer tryDeploy(String yaml, String... headers) {
    Answer answer = app.post("/deploy", Map.of("yaml_content", yaml), headers);
    if (answer.status() == 200) {
      deployed.add((String) answer.object().get("deployment_id"));
    }
    return answer;
  }

  Map<String, Object> deploy(String yaml) {
    return tryDeploy(yaml).ok();
  }

  private Map<String, Object> row(Object id) {
    return app.get("/deployments?include_deleted=true").rows().stream()
        .filter(row -> row.get("deployment_id").equals(id))
        .findFirst()
        .orElseThrow();
  }

  private void awaitStatus(Object id, String status) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(row(id)).containsEntry("status", status));
  }

  Map<String, Object> awaitEnd(String job) {
    Map<String, Object> answer = app.get("/jobs/%s/wait?timeout=60s".formatted(job)).ok();
    assertThat(answer).containsEntry("finished", true).containsEntry("outcome", "finished");
    return answer;
  }

  @SuppressWarnings("unchecked")
  private static List<String> lines(Map<String, Object> logs) {
    return (List<String>) logs.get("logs");
  }

  @Test
  void aJobGoesItsWholeWay() {
    String yaml = job("whole-way", ContainerScript.printing("hello").thenRunningOn());

    Map<String, Object> answer = deploy(yaml);

    assertThat(answer)
        .containsEntry("status", "success")
        .containsEntry("namespace", namespace())
        .containsEntry("resource_type", "job")
        .containsEntry("resource_name", "whole-way")
        .containsEntry("yaml_content", yaml)
        .containsKey("message");
    assertThat(answer.get("deployment_id")).asString().matches(UUID);
    assertThat(answer.get("created_at")).asString().matches(UTC);

    awaitStatus(answer.get("deployment_id"), "running");
    assertThat(row(answer.get("deployment_id")))
        .containsEntry("resource_name", "whole-way")
        .containsEntry("resource_type", "job")
        .containsEntry("namespace", namespace())
        .containsEntry("active_pods", 1)
        .containsEntry("succeeded_pods", 0)
        .containsEntry("failed_pods", 0)
        .containsEntry("yaml_content", yaml)
        .containsEntry("created_at", answer.get("created_at"))
        .containsEntry("stale", false);

    Map<String, Object> status = app.get("/jobs/whole-way/status").ok();
    assertThat(status)
        .containsEntry("job_name", "whole-way")
        .containsEntry("namespace", namespace())
        .containsEntry("status", "running")
        .containsEntry("phase", "Running")
        .containsEntry("completion_time", null)
        .containsEntry("active_pods", 1)
        .containsEntry("succeeded_pods", 0)
        .containsEntry("failed_pods", 0)
        .containsEntry("cause", null);
    assertThat(status.get("start_time")).asString().matches(UTC);

    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(lines(app.get("/jobs/whole-way/logs").ok()))
                    .singleElement()
                    .asString()
                    .matches("\\[whole-way-\\w+] hello"));

    Map<String, Object> deleted = app.post("/delete", Map.of("yaml_content", yaml)).ok();
    assertThat(deleted)
        .containsEntry("status", "success")
        .containsEntry("namespace", namespace())
        .containsKeys("message", "timestamp");
    assertThat(deleted.get("deleted_resources"))
        .isEqualTo(List.of(Map.of("name", "whole-way", "kind", "Job", "namespace", namespace())));

    awaitStatus(answer.get("deployment_id"), "deleted");
    assertThat(app.get("/deployments").rows())
        .noneMatch(row -> row.get("deployment_id").equals(answer.get("deployment_id")));
    app.get("/jobs/whole-way/status").problem(404);
    assertThat(lines(app.get("/jobs/whole-way/logs").ok())).hasSize(1);
  }

  @Test
  void linesOfALogComeBackAsTheyWere() {
    String[] printed = {"{\"tput\": 1e3, \"ok\": true}", "", "안녕하세요 세계", "  a\tb  ", "[x] y"};
    deploy(job("lines", ContainerScript.printing(printed)));
    awaitEnd("lines");

    List<String> all = lines(app.get("/jobs/lines/logs").ok());
    String prefix = all.getFirst().substring(0, all.getFirst().indexOf("] ") + 2);
    assertThat(all)
        .containsExactly(Arrays.stream(printed).map(prefix::concat).toArray(String[]::new));

    assertThat(lines(app.get("/jobs/lines/logs?tail_lines=2").ok())).isEqualTo(all.subList(3, 5));
    assertThat(lines(app.get("/jobs/lines/logs?tail_lines=0").ok())).isEmpty();
    assertThat(lines(app.get("/jobs/lines/logs?tail_lines=99999999999").ok())).isEqualTo(all);
    assertThat(lines(logs("lines", "1").ok())).isEqualTo(all.subList(4, 5));
    assertThat(lines(logs("lines", "\"1\"").ok())).isEqualTo(all.subList(4, 5));
    assertThat(logs("lines", "null").ok())
        .containsEntry("job_name", "lines")
        .containsEntry("namespace", namespace())
        .containsEntry("logs", all)
        .containsEntry("truncated", false)
        .containsKey("timestamp");
  }

  @Test
  void withoutANumberTheLastHundredLinesCome() {
    String[] printed = IntStream.range(0, 150).mapToObj(i -> "line " + i).toArray(String[]::new);
    deploy(job("hundred", ContainerScript.printing(printed)));
    awaitEnd("hundred");

    assertThat(lines(app.get("/jobs/hundred/logs").ok())).hasSize(100);
    assertThat(lines(app.post("/jobs/logs", Map.of("job_name", "hundred")).ok())).hasSize(100);
    assertThat(lines(logs("hundred", "null").ok())).hasSize(150);
  }

  @Test
  void askingToFollowWaitsForTheEndOfTheLog() {
    deploy(job("followed", ContainerScript.printing("one", "two")));
    Map<String, Object> body = Map.of("job_name", "followed", "follow", true);

    Map<String, Object> answer = app.post("/jobs/logs", body).ok();

    assertThat(answer).containsEntry("job_name", "followed").containsKey("timestamp");
    assertThat(lines(answer)).hasSize(2);
  }

  @Test
  void aLogIsStreamedToItsEndAndResumedFromAnyCursor() {
    deploy(job("streamed", ContainerScript.printing("one", "two", "three")));

    String events = app.get("/jobs/streamed/logs/stream").body();

    assertThat(events)
        .containsSubsequence(
            "id: 1\nevent: log\n", "\"text\":\"one\"", "\"two\"", "id: 3\n", "\"three\"")
        .contains("event: end\ndata: {\"status\":\"completed\",\"sealed\":true,\"whole\":true");
    assertThat(app.get("/jobs/streamed/logs/stream", "Last-Event-ID", "2").body())
        .contains("\"three\"")
        .doesNotContain("\"two\"");
    assertThat(app.get("/jobs/streamed/logs/stream?tail=1").body())
        .contains("\"three\"")
        .doesNotContain("\"two\"");
    assertThat(app.get("/jobs/streamed/logs/stream?contains=tw", "Accept", "text/plain").body())
        .matches("\\[streamed-\\w+/main] two\n");
    assertThat(app.get("/jobs/streamed/logs/download").body()).isEqualTo("one\ntwo\nthree\n");
    assertThat(app.get("/jobs/streamed/logs/download", "Range", "bytes=-6").body())
        .isEqualTo("three\n");
    assertThat(app.get("/jobs/streamed/logs/download?format=ndjson").body().lines()).hasSize(3);
  }

  @Test
  void howALogIsKeptIsSaidAndItCanBePinned() {
    deploy(job("kept", ContainerScript.printing("one")));
    app.get("/jobs/kept/logs/stream").body();

    assertThat(app.get("/jobs/kept/status").ok().get("logs"))
        .asInstanceOf(InstanceOfAssertFactories.map(String.class, Object.class))
        .containsEntry("sealed", true)
        .containsEntry("whole", true)
        .containsEntry("pinned", false)
        .extractingByKey("captures", InstanceOfAssertFactories.LIST)
        .hasSize(1);
    assertThat(app.send("POST", "/jobs/kept/logs/pin", "").ok()).containsEntry("pinned", true);
    assertThat(app.send("POST", "/jobs/kept/logs/pin", "").ok()).containsEntry("pinned", true);
    assertThat(app.delete("/jobs/kept/logs/pin").ok()).containsEntry("pinned", false);
  }

  private Answer logs(String job, String tail) {
    return app.postText(
        "/jobs/logs",
        "{\"job_name\":\"%s\",\"namespace\":null,\"tail_lines\":%s}".formatted(job, tail));
  }

  @Test
  void aFailureHasACause() {
    Object id =
        deploy(job("failing", ContainerScript.printing("oh").thenExiting(7))).get("deployment_id");

    Map<String, Object> waited = awaitEnd("failing");

    assertThat(waited.get("job"))
        .asInstanceOf(InstanceOfAssertFactories.map(String.class, Object.class))
        .containsEntry("status", "failed")
        .containsEntry("phase", "Failed")
        .containsEntry("failed_pods", 1)
        .extractingByKey("cause")
        .asInstanceOf(InstanceOfAssertFactories.map(String.class, Object.class))
        .containsEntry("type", "exit_code")
        .containsEntry("exit_code", 7)
        .containsEntry("container", "main")
        .containsKeys("message", "pod");
    awaitStatus(id, "failed");
    assertThat(row(id)).containsEntry("failed_pods", 1);
    assertThat(app.get("/deployments?status=failed").rows())
        .anyMatch(row -> row.get("deployment_id").equals(id));
    assertThat(app.get("/deployments?status=completed,running").rows())
        .noneMatch(row -> row.get("deployment_id").equals(id));
  }

  @Test
  void aDryRunChangesNothing() {
    String yaml = job("dry", ContainerScript.printing("never"));

    Map<String, Object> plan = app.post("/deploy?dry_run=true", Map.of("yaml_content", yaml)).ok();

    assertThat(plan)
        .containsEntry("status", "success")
        .containsEntry("dry_run", true)
        .containsEntry("deployment_id", null)
        .containsEntry("resource_name", "dry");
    assertThat(plan.get("resources")).asString().contains("create");
    app.get("/jobs/dry/status").problem(404);
    assertThat(app.get("/deployments?include_deleted=true").rows())
        .noneMatch(row -> row.get("resource_name").equals("dry"));
  }

  @Test
  void aRepeatedRequestGivesTheSameAnswer() {
    String yaml = configMap("repeated", "one");
    Map<String, Object> first = tryDeploy(yaml, "Idempotency-Key", "key-1").ok();

    assertThat(tryDeploy(yaml, "Idempotency-Key", "key-1").ok()).isEqualTo(first);
    tryDeploy(configMap("repeated", "two"), "Idempotency-Key", "key-1").problem(422);
    tryDeploy(yaml, "Idempotency-Key", "with space").problem(400);
  }

  @Test
  void aRunningJobThatDiffersIsAConflict() {
    deploy(job("busy", ContainerScript.printing("one").thenRunningOn()));

    tryDeploy(job("busy", ContainerScript.printing("two").thenRunningOn())).problem(409);
    assertThat(
            deploy(job("busy", ContainerScript.printing("one").thenRunningOn())).get("resources"))
        .asString()
        .contains("unchanged");
  }

  @Test
  void whatTheClusterRefusesIs422WithItsPlace() {
    String yaml =
        job("refused", ContainerScript.printing("x"))
            .replace("restartPolicy: Never", "restartPolicy: Always");

    Map<String, Object> problem = tryDeploy(yaml).problem(422);

    assertThat(problem.get("errors")).asString().contains("restartPolicy");
  }

  @Test
  void whatTheOperatorDoesNotAllowIs403AndNamesTheRule() {
    String yaml = "apiVersion: v1\nkind: Namespace\nmetadata: {name: another}\n";

    assertThat(tryDeploy(yaml).problem(403).get("detail")).asString().contains("allowed kinds");
  }

  @Test
  void aKindThatNobodyKnowsIsRefused() {
    String yaml = "apiVersion: batch/v7\nkind: Job\nmetadata: {name: x}\n";

    assertThat(tryDeploy(yaml).problem(400).get("detail")).asString().contains("batch/v7");
  }

  @Test
  void whatIsNotThereIs404AndItsDeletionASuccess() {
    app.get("/jobs/absent/status").problem(404);
    app.get("/jobs/absent/logs").problem(404);
    app.get("/jobs/absent/events").problem(404);
    app.get("/jobs/absent/wait?timeout=1s").problem(404);
    app.post("/jobs/logs", Map.of("job_name", "absent")).problem(404);
    app.post("/delete", Map.of("yaml_content", configMap("absent", "x"))).problem(404);

    assertThat(app.delete("/jobs/absent/delete").ok())
        .containsEntry("status", "success")
        .containsKey("message");
  }

  @Test
  void aJobIsDeletedByItsName() {
    Object id =
        deploy(job("by-name", ContainerScript.printing("x").thenRunningOn())).get("deployment_id");

    assertThat(app.delete("/jobs/by-name/delete").ok()).containsEntry("status", "success");

    awaitStatus(id, "deleted");
    app.get("/jobs/by-name/status").problem(404);
    assertThat(app.delete("/jobs/by-name/delete").ok()).containsEntry("status", "success");
  }

  @Test
  void aDeploymentIsShownAndDeletedByItsId() {
    Object id = deploy(configMap("by-id", "x")).get("deployment_id");

    assertThat(app.get("/deployments/" + id).ok())
        .containsEntry("deployment_id", id)
        .containsEntry("resource_type", "configmap")
        .containsEntry("status", "deployed")
        .containsEntry("state", "deployed")
        .containsEntry("active_pods", null)
        .containsEntry("created_by", "anonymous");
    assertThat(app.delete("/deployments/" + id).ok())
        .containsEntry("status", "success")
        .containsEntry("state", "deleted");
    assertThat(app.get("/deployments/" + id).ok())
        .containsEntry("status", "deleted")
        .containsEntry("deleted_by", "anonymous");
    assertThat(app.delete("/deployments/" + id).ok()).containsEntry("state", "deleted");
  }

  @Test
  void theJobNamesTheDeploymentWhereverItStands() {
    String yaml =
        configMap("with-job", "x") + "---\n" + job("with-config", ContainerScript.printing("x"));

    Map<String, Object> answer = tryDeploy(yaml).ok();

    assertThat(answer)
        .containsEntry("resource_type", "job")
        .containsEntry("resource_name", "with-config");
    assertThat(
            app.post("/delete", Map.of("yaml_content", answer.get("yaml_content")))
                .ok()
                .get("deleted_resources"))
        .asInstanceOf(InstanceOfAssertFactories.LIST)
        .hasSize(2);
  }

  @Test
  void aSecretIsNeverAnsweredAndItsMaskedTextDeletesIt() {
    String yaml =
        "apiVersion: v1\nkind: Secret\nmetadata: {name: hush}\nstringData: {password: hunter2}\n";

    Answer answer = tryDeploy(yaml);

    assertThat(answer.body()).doesNotContain("hunter2");
    assertThat(answer.ok()).containsEntry("resource_type", "secret");
    assertThat(app.get("/deployments").body()).doesNotContain("hunter2", "aHVudGVyMg");
    String masked = (String) answer.object().get("yaml_content");
    tryDeploy(masked).problem(400);
    assertThat(app.post("/delete", Map.of("yaml_content", masked)).ok().get("deleted_resources"))
        .isEqualTo(List.of(Map.of("name", "hush", "kind", "Secret", "namespace", namespace())));
  }

  @Test
  void pagesFollowOneAnother() {
    for (int i = 0; i < 5; i++) {
      deploy(configMap("page-" + i, "x"));
    }

    List<Object> names = new ArrayList<>();
    String next = "/deployments?limit=2&status=deployed&namespace=" + namespace();
    while (!next.isEmpty()) {
      Answer page = app.get(next);
      page.rows().forEach(row -> names.add(row.get("resource_name")));
      assertThat(page.rows()).hasSizeLessThanOrEqualTo(2);
      var link = NEXT.matcher(page.header("link").orElse(""));
      next = link.find() ? link.group(1) : "";
    }

    assertThat(names)
        .doesNotHaveDuplicates()
        .contains("page-0", "page-1", "page-2", "page-3", "page-4");
  }

  @Test
  void aListWithoutManifestsHasEverythingElse() {
    Object id = deploy(configMap("without-manifest", "x")).get("deployment_id");
    Map<String, Object> whole = new HashMap<>(row(id));

    Map<String, Object> slim =
        app.get("/deployments?manifest=false").rows().stream()
            .filter(row -> row.get("deployment_id").equals(id))
            .findFirst()
            .orElseThrow();

    assertThat(whole.put("yaml_content", "")).asString().contains("without-manifest");
    assertThat(slim).isEqualTo(whole);
    assertThat(app.get("/deployments?manifest=false&limit=1").header("link").orElseThrow())
        .contains("manifest=false");
    app.get("/deployments?manifest").problem(400);
  }

  @Test
  void waitingEndsWithItsTime() {
    deploy(job("slow", ContainerScript.printing("x").thenRunningOn()));

    assertThat(app.get("/jobs/slow/wait?timeout=200ms").ok())
        .containsEntry("finished", false)
        .containsEntry("outcome", "timeout");
  }

  @Test
  void eventsAreTold() {
    deploy(job("eventful", ContainerScript.printing("x")));
    awaitEnd("eventful");

    Map<String, Object> events = app.get("/jobs/eventful/events").ok();

    assertThat(events)
        .containsEntry("job_name", "eventful")
        .containsEntry("namespace", namespace());
    assertThat(events.get("events")).asString().contains("reason", "message", "object");
  }

  @Test
  void theServiceSaysHowItIs() {
    assertThat(app.get("/health").ok())
        .containsEntry("status", "healthy")
        .containsEntry("service", "benchmark-deployer")
        .containsEntry("kubernetes_connected", true)
        .containsEntry("database_connected", true)
        .hasEntrySatisfying(
            "timestamp", time -> assertThat(Instant.parse((String) time)).isNotNull());
    assertThat(app.get("/health/liveness").status()).isEqualTo(200);
    assertThat(app.get("/health/readiness").status()).isEqualTo(200);
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> assertThat(app.get("/status").ok()).containsEntry("status", "healthy"));
    assertThat(app.get("/status").ok())
        .containsEntry("service", "Benchmark Deployer")
        .containsKeys("active_deployments", "uptime", "uptime_seconds", "cluster", "warnings")
        .hasEntrySatisfying(
            "kubernetes_version", it -> assertThat(it).asString().startsWith("v1."));
    deploy(configMap("counted", "x"));
    assertThat(app.get("/metrics").body())
        .contains("deployer_deploy_seconds_count{outcome=\"success\"}")
        .contains("deployer_deployments_active")
        .contains("http_server_requests_seconds");
  }
}
