package io.benchmarkdeployer.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the one who starts it reads where it can't start, in a process of its own. */
@Timeout(60)
class StartTest {
  private Process app;

  @AfterEach
  void stop() throws InterruptedException {
    app.destroyForcibly().waitFor();
  }

  @Test
  void aTakenPortIsToldInOneLineThatSaysWhatToDo() throws Exception {
    try (var taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      String port = String.valueOf(taken.getLocalPort());

      assertThat(said("127.0.0.1", port))
          .isEqualTo(
              "Benchmark Deployer can't start: port %s of 127.0.0.1 is taken: end what listens"
                  + " there, or set DEPLOYER_PORT to a free one\n",
              port);
    }
    assertThat(app.exitValue()).isEqualTo(1);
  }

  /** All that it says until it ends. */
  private String said(String host, String port) throws Exception {
    app = start(Map.of("DEPLOYER_HOST", host, "DEPLOYER_PORT", port));
    String said = new String(app.getInputStream().readAllBytes(), UTF_8);
    assertThat(app.waitFor(20, SECONDS)).isTrue();
    return said;
  }

  private static Process start(Map<String, String> variables) throws IOException {
    var java = Path.of(System.getProperty("java.home"), "bin", "java");
    var builder =
        new ProcessBuilder(
                java.toString(),
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                Application.class.getName())
            .redirectErrorStream(true);
    builder
        .environment()
        .keySet()
        .removeIf(
            name -> name.matches("KUBECONFIG|MONGO_URL|LOG_LEVEL|DEFAULT_NAMESPACE|DEPLOYER_.*"));
    builder.environment().putAll(variables);
    return builder.start();
  }
}
