package io.benchmarkdeployer.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.benchmarkdeployer.app.wiring.ChosenAdapters;
import io.benchmarkdeployer.app.wiring.Settings;
import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Two short lives of the service on loopback, from which the JVM learns what it need not do again
 * at each start: {@code java -XX:AOTCacheOutput=FILE -cp benchmark-deployer.jar
 * io.benchmarkdeployer.app.Training}. It needs no cluster and no database, and leaves nothing but
 * that file.
 */
public final class Training {
  /** In milliseconds. */
  private static final int PATIENCE = 30_000;

  /** What a probe and a person ask first. */
  private static final List<String> PATHS =
      List.of("/health/readiness", "/health/liveness", "/status", "/deployments", "/metrics");

  /** Nobody listens there: what is learnt of a client is all that comes before an answer. */
  private static final String NOBODY = "127.0.0.1:1";

  private static final String KUBECONFIG =
      """
      apiVersion: v1
      kind: Config
      clusters: [{name: none, cluster: {server: "https://%s"}}]
      users: [{name: none, user: {token: none}}]
      contexts: [{name: none, context: {cluster: none, user: none}}]
      current-context: none
      """
          .formatted(NOBODY);

  private static final String JOB =
      """
      apiVersion: batch/v1
      kind: Job
      metadata: {name: training}
      spec: {template: {spec: {restartPolicy: Never, containers: [{name: main, image: none, \
      command: [sh, -c, echo learnt]}]}}}
      """;

  private Training() {}

  /** Lives them; ends with code 1 where the service could not be asked. */
  public static void main(String[] none) throws IOException {
    System.setProperty("LOG_LEVEL", "ERROR");
    live(Map.of());
    Path kubeconfig = Files.createTempFile("training-", ".kubeconfig");
    try {
      Files.writeString(kubeconfig, KUBECONFIG);
      live(Map.of("KUBECONFIG", kubeconfig.toString(), "MONGO_URL", "mongodb://" + NOBODY));
    } finally {
      Files.delete(kubeconfig);
    }
  }

  private static void live(Map<String, String> where) throws IOException {
    var variables = new HashMap<>(Map.of("DEPLOYER_HOST", "127.0.0.1", "DEPLOYER_PORT", "0"));
    variables.putAll(where);
    Settings settings = Settings.of(variables, false);
    var builder = ApplicationContext.builder();
    Application.configure(builder, settings, ChosenAdapters.open(settings));
    ApplicationContext context = builder.start();
    try {
      askAll(context.getBean(EmbeddedServer.class).start().getPort());
    } finally {
      Application.stop(context);
    }
  }

  private static void askAll(int port) throws IOException {
    for (String path : PATHS) {
      ask(port, "GET " + path, "");
    }
    String yaml = "{\"yaml_content\": \"%s\"}".formatted(JOB.replace("\n", "\\n"));
    ask(port, "POST /deploy", yaml);
    ask(port, "POST /delete", yaml);
  }

  /** By a bare socket: the classes of an HTTP client would be learnt, too. */
  private static void ask(int port, String what, String body) throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(PATIENCE);
      socket.getOutputStream().write(request(what, body).getBytes(UTF_8));
      String answer = new String(socket.getInputStream().readAllBytes(), UTF_8);
      System.out.println(what + ": " + answer.lines().findFirst().orElse("no answer"));
    }
  }

  private static String request(String what, String body) {
    return "%s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n".formatted(what)
        + "Content-Type: application/json\r\n"
        + "Content-Length: %d\r\n\r\n%s".formatted(body.length(), body);
  }
}
