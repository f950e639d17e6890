package io.benchmarkdeployer.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.benchmarkdeployer.testkit.ContainerScript;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The wire contract's routes of terminals; what goes through them is another's. */
abstract class WireTerminalScenarios extends WireScenarios {
  private static final String UNKNOWN = "0123456789abcdef0123456789abcdef";
  private static final String JSON = "application/json";

  /** A job that runs on, and one of its pods. */
  private String runningJob(String name) {
    deploy(job(name, ContainerScript.printing("up").thenRunningOn()));
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(create(name, "").status()).isEqualTo(200));
    Object pod = end(name).getFirst().get("pod_name");
    return (String) pod;
  }

  private Answer create(String job, String query) {
    return app().send("POST", "/jobs/%s/terminal%s".formatted(job, query), "");
  }

  private Answer createWith(String job, String query, String type, String body) {
    return app()
        .send("POST", "/jobs/%s/terminal%s".formatted(job, query), body, "Content-Type", type);
  }

  private List<Map<String, Object>> sessions(String job) {
    return rows(app().get("/terminal/sessions?job_name=" + job).ok().get("sessions"));
  }

  @SuppressWarnings("unchecked")
  private static List<Map<String, Object>> rows(Object list) {
    return (List<Map<String, Object>>) list;
  }

  /** Ends all of a job's; what they were. */
  private List<Map<String, Object>> end(String job) {
    List<Map<String, Object>> open = sessions(job);
    app().delete("/terminal/job/" + job).ok();
    return open;
  }

  @Test
  void aTerminalSessionIsMadeShownListedAndEnded() {
    String pod = runningJob("seat");

    Map<String, Object> made = create("seat", "").ok();

    assertThat(made)
        .containsEntry("job_name", "seat")
        .containsEntry("namespace", namespace())
        .containsEntry("pod_name", pod)
        .containsEntry("container_name", "main")
        .containsEntry("shell", "/bin/bash")
        .containsEntry("read_only", false)
        .containsEntry("ticket", null);
    assertThat(made.get("created_at")).asString().matches(UTC);
    String id = (String) made.get("session_id");
    assertThat(id).matches("[0-9a-f]{32}");
    assertThat(made.get("websocket_url"))
        .isEqualTo("ws://127.0.0.1:%d/terminal/%s".formatted(app().port(), id));

    assertThat(app().get("/terminal/" + id).ok())
        .containsEntry("session_id", id)
        .containsEntry("job_name", "seat")
        .containsEntry("namespace", namespace())
        .containsEntry("pod_name", pod)
        .containsEntry("container_name", "main")
        .containsEntry("shell", "/bin/bash")
        .containsEntry("is_active", true)
        .containsEntry("state", "created")
        .containsEntry("owner", "anonymous")
        .containsEntry("created_at", made.get("created_at"))
        .containsEntry("end_reason", null)
        .containsKey("last_activity");
    assertThat(app().get("/terminal/sessions?job_name=seat").ok())
        .containsEntry("total_sessions", 2)
        .containsEntry("active_sessions", 1);
    assertThat(sessions("seat").getFirst()).containsEntry("session_id", id);
    assertThat(sessions("nobody")).isEmpty();

    assertThat(app().delete("/terminal/" + id).ok().get("message")).asString().contains(id);

    assertThat(app().get("/terminal/" + id).ok())
        .containsEntry("is_active", false)
        .containsEntry("state", "ended")
        .containsEntry("end_reason", "closed_by_user")
        .containsEntry("exit_code", null)
        .hasEntrySatisfying("ended_at", at -> assertThat(at).asString().matches(UTC));
    app().delete("/terminal/" + id).ok();
    app().send("POST", "/terminal/%s/ticket".formatted(id), "").problem(409);
    assertThat(app().get("/metrics").body())
        .contains("deployer_terminal_ended_total{reason=\"closed_by_user\"}")
        .contains("deployer_terminal_bytes_total{direction=\"in\"}")
        .contains("deployer_terminals_open")
        .contains("deployer_create_terminal_seconds_count{outcome=\"success\"}");
  }

  @Test
  void whatIsWantedComesByTheAddressByTheBodyOrByBoth() {
    String pod = runningJob("asked");
    String all = "{\"job_name\":\"asked\",\"namespace\":null,\"shell\":\"sh\",\"read_only\":true}";
    String query = "?shell=sh&read_only=true&container_name=main&pod_name=" + pod;

    for (Supplier<Answer> creation :
        List.<Supplier<Answer>>of(
            () -> create("asked", query),
            () -> createWith("asked", "", JSON, all),
            () -> createWith("asked", "?shell=sh&namespace=" + namespace(), JSON, all),
            () -> app().postText("/terminal/create", all))) {
      assertThat(creation.get().ok())
          .containsEntry("job_name", "asked")
          .containsEntry("pod_name", pod)
          .containsEntry("shell", "sh")
          .containsEntry("read_only", true);
      end("asked");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "application/json|''",
        "application/json|null",
        "application/json|{}",
        "application/json|{\"pod_name\":\"\",\"later\":1}",
        "application/x-www-form-urlencoded|''",
        "text/plain|' '"
      })
  void aBodyThatSaysNothingIsFine(String type, String body) {
    if (sessions("bodies").isEmpty()) {
      runningJob("bodies");
    }

    assertThat(createWith("bodies", "", type, body).ok()).containsEntry("shell", "/bin/bash");
    end("bodies");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''|{\"job_name\":\"other\"}|400|job_name",
        "?shell=sh|{\"shell\":\"bash\"}|400|shell",
        "?read_only=false|{\"read_only\":true}|400|read_only",
        "?read_only=maybe|{}|400|read_only",
        "''|[1]|400|body",
        "''|{\"shell\":|400|body",
        "''|{\"shell\":{}}|400|body"
      })
  void whatContradictsItselfOrCanNotBeReadIsRefused(
      String query, String body, int status, String word) {
    assertThat(createWith("any", query, JSON, body).problem(status).get("detail"))
        .asString()
        .contains(word);
  }

  @Test
  void anotherKindOfBodyIsRefused() {
    createWith("any", "", "text/plain", "{}").problem(415);
    app().postText("/terminal/create", "").problem(400);
    assertThat(app().postText("/terminal/create", "{}").problem(400).get("detail"))
        .asString()
        .contains("job_name");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "pod_name|x/../../other",
        "pod_name|..",
        "pod_name|a%2fb",
        "container_name|main&command=id",
        "container_name|main?x",
        "shell|/bin/sh -c id",
        "shell|/usr/bin/python3",
        "shell|/bin/../tmp/id",
        "shell|-c",
        "namespace|default/../kube-system"
      })
  void namesThatAreNoneNeverReachTheCluster(String field, String value) {
    Answer answer = app().post("/terminal/create", Map.of("job_name", "any", field, value));

    assertThat(answer.problem(400).get("errors")).asString().contains(field);
  }

  @Test
  void whatIsNotThereIsNotThere() {
    runningJob("there");

    create("absent", "").problem(404);
    create("there", "?pod_name=absent").problem(404);
    assertThat(create("there", "?container_name=absent").problem(404).get("detail"))
        .asString()
        .contains("main");
  }

  @Test
  void aJobThatWeDidNotDeployIsRefused() {
    String yaml = job("foreign", ContainerScript.printing("x").thenRunningOn());
    deployPastTheService(yaml);

    create("foreign", "").problem(403);
  }

  @Test
  void aPodThatTheJobDidNotMakeIsRefusedWhateverItSays() {
    runningJob("forged");
    deploy(pod("labelled", "labels: {job-name: forged}"));
    deploy(
        pod(
            "owned",
            "ownerReferences: [{apiVersion: batch/v1, kind: Job, name: forged, controller: true,"
                + " uid: 00000000-0000-0000-0000-000000000000}]"));

    create("forged", "?pod_name=labelled").problem(403);
    // A cluster's garbage collector may have been faster.
    assertThat(create("forged", "?pod_name=owned").status()).isIn(403, 404);
  }

  private String pod(String name, String metadata) {
    var script = ContainerScript.printing("x").thenRunningOn();
    teach(script);
    return """
    apiVersion: v1
    kind: Pod
    metadata:
      name: %s
      %s
    spec:
      terminationGracePeriodSeconds: 0
      containers:
      - {name: main, image: busybox, imagePullPolicy: IfNotPresent, command: %s}
    """
        .formatted(name, metadata, Answer.write(script.command()));
  }

  @Test
  void aPodThatHasEndedIsAConflict() {
    deploy(job("ended", ContainerScript.printing("x")));
    Map<String, Object> job = awaitEnd("ended");
    Object pod = rows(((Map<?, ?>) job.get("job")).get("pods")).getFirst().get("name");

    create("ended", "").problem(409);
    create("ended", "?pod_name=" + pod).problem(409);
  }

  @Test
  void oneMoreThanMayBeIs429UntilOneEnds() {
    runningJob("crowded");
    for (int i = 0; i < MOST_TERMINALS; i++) {
      create("crowded", "").ok();
    }

    Answer refused = create("crowded", "");

    assertThat(refused.problem(429).get("detail")).asString().contains("crowded");
    assertThat(refused.header("retry-after")).isPresent();
    app().delete("/terminal/" + sessions("crowded").getLast().get("session_id")).ok();
    app().delete("/terminal/" + sessions("crowded").get(1).get("session_id")).ok();
    create("crowded", "").ok();
  }

  @Test
  void allSessionsOfAJobEndTogether() {
    runningJob("many");
    create("many", "").ok();
    create("many", "").ok();

    assertThat(app().delete("/terminal/job/many?namespace=elsewhere").ok())
        .containsEntry("sessions", 0)
        .containsKey("message");
    assertThat(app().delete("/terminal/job/many?namespace=" + namespace()).ok())
        .containsEntry("sessions", 2);
    assertThat(app().delete("/terminal/job/many").ok()).containsEntry("sessions", 0);
    assertThat(app().get("/terminal/sessions?job_name=many").ok())
        .containsEntry("active_sessions", 0);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {UNKNOWN, "x", "..%2f", "%00", "0123456789ABCDEF0123456789ABCDEF", "create"})
  void aSessionThatNobodyMadeIs404(String id) {
    app().get("/terminal/" + id).problem(404);
    app().delete("/terminal/" + id).problem(404);
    app().send("POST", "/terminal/%s/ticket".formatted(id), "").problem(404);
  }
}
