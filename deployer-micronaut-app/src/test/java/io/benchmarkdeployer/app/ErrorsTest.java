package io.benchmarkdeployer.app;


import io.benchmarkdeployer.app.wiring.Adapters;
import io.benchmarkdeployer.testkit.MemoryState;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** What the service refuses by itself: every refusal is a problem in its own words. */
class ErrorsTest {
  private static final RunningApp APP =
      RunningApp.on(new Adapters(AbsentCluster::open, MemoryState::new), Map.of());

  @AfterAll
  static void close() {
    APP.close();
  }

  @Test
  void all() {
    String[][] tries = {
      {"GET", "/nothing", ""},
      {"GET", "/deployments/x/y/z", ""},
      {"PUT", "/deploy", "{}"},
      {"GET", "/deploy", ""},
      {"POST", "/deploy", "{"},
      {"POST", "/deploy", "[]"},
      {"POST", "/deploy", "null"},
      {"POST", "/deploy", "\"x\""},
      {"POST", "/deploy", ""},
      {"POST", "/deploy", "{}"},
      {"POST", "/deploy", "{\"yaml_content\": 5}"},
      {"POST", "/deploy", "{\"yaml_content\": null}"},
      {"POST", "/deploy", "{\"yaml_content\": {\"a\":1}}"},
      {"POST", "/deploy", "{\"yaml_content\": \"a: b\", \"unknown\": 1}"},
      {
        "POST",
        "/deploy",
        "{\"yaml_content\": \"apiVersion: v1\\nkind: ConfigMap\\nmetadata: {name: x}\"}"
      },
      {"POST", "/deploy?dry_run=ture", "{\"yaml_content\": \"a: b\"}"},
      {"POST", "/deploy", "{\"yaml_content\": \"" + "x".repeat(3 << 20) + "\"}"},
      {"POST", "/deploy", "{\"yaml_content\": \"" + "x".repeat(1 << 21) + "\"}"},
      {"POST", "/deploy", "{\"yaml_content\": \"" + "x".repeat((1 << 20) + 10) + "\"}"},
      {"GET", "/jobs/a/status", ""},
      {"GET", "/jobs/a%2fb/status", ""},
      {"GET", "/jobs/../status", ""},
      {"GET", "/jobs/%2e%2e/status", ""},
      {"GET", "/jobs/%00/status", ""},
      {"GET", "/jobs/%ff/status", ""},
      {"GET", "/jobs/%ED%95%9C/status", ""},
      {"GET", "/jobs/a/status?namespace=../x", ""},
      {"GET", "/jobs/a/logs?tail_lines=0", ""},
      {"GET", "/jobs/a/logs?tail_lines=-1", ""},
      {"GET", "/jobs/a/logs?tail_lines=abc", ""},
      {"GET", "/jobs/a/logs?tail_lines=99999999999999999999999", ""},
      {"GET", "/jobs/a/wait?timeout=abc", ""},
      {"GET", "/jobs/a/wait?timeout=1h", ""},
      {"GET", "/deployments?limit=0", ""},
      {"GET", "/deployments?limit=x", ""},
      {"GET", "/deployments?cursor=x", ""},
      {"GET", "/deployments?status=x", ""},
      {"GET", "/deployments?namespace=X_", ""},
      {"GET", "/deployments?include_deleted=perhaps", ""},
      {"GET", "/deployments/zzz", ""},
      {"GET", "/deployments/..%2f", ""},
      {"POST", "/jobs/logs", "{}"},
      {"POST", "/jobs/logs", "{\"job_name\":\"a\",\"tail_lines\":null}"},
      {"POST", "/jobs/logs", "{\"job_name\":\"a\",\"tail_lines\":1.5}"},
      {"POST", "/jobs/logs", "{\"job_name\":\"a\",\"tail_lines\":-5}"},
      {"POST", "/jobs/logs", "{\"job_name\":\"a\",\"tail_lines\":\"50\"}"},
      {"POST", "/jobs/logs", "{\"job_name\":\"a\",\"tail_lines\":{}}"},
      {"POST", "/jobs/logs", "{\"job_name\":\"a\",\"follow\":\"x\"}"},
      {"DELETE", "/jobs/a/delete", ""},
      {"GET", "/health", ""},
      {"GET", "/health/readiness", ""},
      {"GET", "/health/liveness", ""},
      {"GET", "/status", ""},
      {"GET", "/deployments", ""},
      {"GET", "/docs/nothing", ""},
      {"GET", "/metrics", ""},
      {"OPTIONS", "/deploy", ""},
      {"HEAD", "/deployments", ""},
    };
    for (String[] t : tries) {
      Answer a = t[0].equals("POST") ? APP.postText(t[1], t[2]) : APP.send(t[0], t[1], t[2]);
      System.out.printf(
          "%s %s %.60s%n   -> %d %s %.600s%n",
          t[0], t[1], t[2], a.status(), a.header("content-type").orElse("-"), a.body());
    }
    System.out.println(APP.send("POST", "/deploy", "x: y", "Content-Type", "text/yaml").body());
    System.out.println(APP.send("POST", "/deploy", "{}").body());
    System.out.println(APP.get("/deployments", "Accept", "text/html").body());
    System.out.println(APP.get("/deployments", "X-Big", "x".repeat(20000)));
    System.out.println(APP.get("/deployments?" + "x".repeat(20000)));
  }
}
