package io.benchmarkdeployer.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The built jar, alone in a folder, as its user starts it. */
class JarIT {
  private static final Pattern RUNNING = Pattern.compile("listens on (http://\\S+)");

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
