package io.benchmarkdeployer.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The built jar on a real cluster, killed in the midst of its work, and started again. */
@Tag("cluster")
@Timeout(180)
class KilledServiceIT {
  private static final Pattern RUNNING = Pattern.compile("listens on (http://\\S+)");
  private static final int LINES = 6_000;

  private final RealParts parts = new RealParts("app-killed");
  private final HttpClient http = HttpClient.newHttpClient();
  private final List<Process> started = new ArrayList<>();

  @AfterEach
  void close() throws InterruptedException {
    for (Process process : started) {
      process.destroyForcibly().waitFor();
    }
    http.close();
    parts.close();
  }

  private record Service(Process process, URI address) {}

  private Service start(String mongo) throws IOException {
    var java = Path.of(System.getProperty("java.home"), "bin", "java");
    var builder =
        new ProcessBuilder(java.toString(), "-Xmx256m", "-jar", "target/benchmark-deployer.jar")
            .redirectErrorStream(true);
    builder.environment().keySet().removeIf(name -> name.matches("LOG_LEVEL|DEPLOYER_.*"));
    builder.environment().put("MONGO_URL", mongo);
    builder.environment().put("DEPLOYER_HOST", "127.0.0.1");
    builder.environment().put("DEPLOYER_PORT", "0");
    Process process = builder.start();
    started.add(process);
    return new Service(process, address(process));
  }

  private static URI address(Process process) throws IOException {
    BufferedReader log = process.inputReader(UTF_8);
    for (var line = log.readLine(); line != null; line = log.readLine()) {
      var running = RUNNING.matcher(line);
      if (running.find()) {
        Thread.ofVirtual().start(() -> log.lines().forEach(more -> {}));
        return URI.create(running.group(1));
      }
    }
    throw new AssertionError("it ended without saying where it listens");
  }

  private void deploy(URI address) throws Exception {
    String part = "while [ $i -lt %d ]; do i=$((i+1)); echo line $i; done; sleep 2; ";
    String script = "i=0; " + part.formatted(2_000) + part.formatted(4_000) + part.formatted(LINES);
    String yaml =
        """
        apiVersion: batch/v1
        kind: Job
        metadata: {name: killed}
        spec: {template: {spec: {restartPolicy: Never, containers: [{name: main, image: busybox, \
        imagePullPolicy: IfNotPresent, command: [sh, -c, '%s']}]}}}
        """
            .formatted(script);
    String body =
        "{\"namespace\":\"%s\",\"yaml_content\":\"%s\"}"
            .formatted(parts.namespace(), yaml.replace("\n", "\\n"));
    var request =
        HttpRequest.newBuilder(address.resolve("/deploy"))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
  }

  private BufferedReader log(URI address) throws Exception {
    var request =
        HttpRequest.newBuilder(
                address.resolve("/jobs/killed/logs/stream?namespace=" + parts.namespace()))
            .header("Accept", "text/plain")
            .build();
    HttpResponse<InputStream> answer = http.send(request, BodyHandlers.ofInputStream());
    assertThat(answer.statusCode()).isEqualTo(200);
    return new BufferedReader(new InputStreamReader(answer.body(), UTF_8));
  }

  @Test
  void theLogIsWholeThoughTheServiceIsKilledInTheMidstOfIt() throws Exception {
    String mongo = parts.begin();
    Service first = start(mongo);
    deploy(first.address());
    try (BufferedReader log = log(first.address())) {
      for (int seen = 0; seen < 500; seen++) {
        assertThat(log.readLine()).contains("line");
      }
      assertThat(first.process().destroyForcibly().waitFor(10, TimeUnit.SECONDS)).isTrue();
    }

    Service second = start(mongo);

    try (BufferedReader log = log(second.address())) {
      List<String> texts = log.lines().map(line -> line.replaceFirst("^\\[\\S+] ", "")).toList();
      assertThat(texts)
          .isEqualTo(IntStream.rangeClosed(1, LINES).mapToObj(i -> "line " + i).toList());
    }
  }
}
