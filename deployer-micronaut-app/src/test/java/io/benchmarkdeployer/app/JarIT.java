package io.benchmarkdeployer.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The built jar, alone in a folder, as its user starts it. */
class JarIT {
  private static final Pattern RUNNING = Pattern.compile("listens on (http://\\S+)");

  private static final String DEPLOY =
      """
      {"yaml_content": "apiVersion: batch/v1\\nkind: Job\\nmetadata: {name: stays}\\nspec: {template: \
      {spec: {restartPolicy: Never, containers: [{name: main, image: x, command: [sleep, '600']}]}}}"}
      """;

  private Process app;

  @BeforeEach
  void start(@TempDir Path folder) throws IOException {
    Files.copy(Path.of("target", "benchmark-deployer.jar"), folder.resolve("app.jar"));
    var java = Path.of(System.getProperty("java.home"), "bin", "java");
    var builder =
        new ProcessBuilder(java.toString(), "-Xmx256m", "-jar", "app.jar")
            .directory(folder.toFile())
            .redirectErrorStream(true);
    builder
        .environment()
        .keySet()
        .removeIf(
            name -> name.matches("KUBECONFIG|MONGO_URL|LOG_LEVEL|DEFAULT_NAMESPACE|DEPLOYER_.*"));
    builder.environment().put("DEPLOYER_PORT", "0");
    app = builder.start();
  }

  @AfterEach
  void stop() throws InterruptedException {
    app.destroyForcibly().waitFor();
  }

  @Test
  void servesAloneInItsFolderAndEndsWhenTold() throws Exception {
    try (var log = app.inputReader(UTF_8);
        var client = HttpClient.newHttpClient()) {
      var docs = HttpRequest.newBuilder(address(log).resolve("/docs")).build();

      assertThat(client.send(docs, BodyHandlers.ofString()).statusCode()).isEqualTo(200);

      app.destroy();
      assertThat(app.waitFor(20, SECONDS)).isTrue();
    }
  }

  @Test
  void tellsWhoSitsAtATerminalThatItEnds() throws Exception {
    try (var log = app.inputReader(UTF_8);
        var client = HttpClient.newHttpClient()) {
      URI address = address(log);
      post(client, address.resolve("/deploy"), DEPLOY);
      String session =
          await()
              .atMost(Duration.ofSeconds(30))
              .until(
                  () -> post(client, address.resolve("/jobs/stays/terminal"), ""),
                  answer -> answer.contains("session_id"))
              .replaceFirst("(?s).*\"session_id\" *: *\"(\\w+)\".*", "$1");
      var seat = TerminalClient.ours(address.getPort(), "/terminal/" + session);
      seat.message("connected");

      app.destroy();

      assertThat(seat.message("exit")).containsEntry("reason", "server_shutdown");
      seat.isClosedWith(4009, "server_shutdown");
      assertThat(app.waitFor(20, SECONDS)).isTrue();
    }
  }

  private static String post(HttpClient client, URI to, String body) throws Exception {
    var request =
        HttpRequest.newBuilder(to)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    return client.send(request, BodyHandlers.ofString()).body();
  }

  /** Reads on to the line that says where it listens; every line before is the app's own, too. */
  private static URI address(BufferedReader log) throws IOException {
    for (var line = log.readLine(); line != null; line = log.readLine()) {
      assertThat(line).matches("\\S+Z (INFO|WARN) .*");
      var running = RUNNING.matcher(line);
      if (running.find()) {
        return URI.create(running.group(1));
      }
    }
    throw new AssertionError("it ended without saying where it listens");
  }
}
