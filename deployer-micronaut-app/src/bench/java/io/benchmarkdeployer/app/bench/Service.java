package io.benchmarkdeployer.app.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.benchmarkdeployer.app.BenchService;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

/** The service in a process of its own, with a job whose container has shells. */
final class Service implements AutoCloseable {
  static final String JOB = "bench";
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final BlockingQueue<String> said = new LinkedBlockingQueue<>();
  private final HttpClient http = HttpClient.newHttpClient();
  private final Process process;
  private final String namespace;
  private final int port;

  /** How much memory it holds, in bytes, after a collection. */
  record Memory(long heap, long direct) {}

  private Service(Process process, String namespace) throws IOException, InterruptedException {
    this.process = process;
    this.namespace = namespace;
    Thread.ofVirtual().start(this::listen);
    this.port = Integer.parseInt(next());
  }

  /** On the cluster in memory. */
  static Service inMemory() throws IOException, InterruptedException {
    return start("default", Map.of());
  }

  /** On a real cluster. */
  static Service onKubernetes(String kubeconfig, String namespace)
      throws IOException, InterruptedException {
    return start(namespace, Map.of("KUBECONFIG", kubeconfig, "DEPLOYER_HOST", "127.0.0.1"));
  }

  private static Service start(String namespace, Map<String, String> variables)
      throws IOException, InterruptedException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx1g", "--enable-native-access=ALL-UNNAMED"));
    Arrays.stream(System.getProperty("bench.jvm", "").split(" "))
        .filter(option -> !option.isEmpty())
        .forEach(command::add);
    command.addAll(
        List.of("-cp", System.getProperty("java.class.path"), BenchService.class.getName()));
    var builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().keySet().removeAll(List.of("KUBECONFIG", "MONGO_URL"));
    builder.environment().putAll(variables);
    builder
        .environment()
        .putAll(
            Map.of(
                "LOG_LEVEL", "WARN",
                "DEPLOYER_PORT", "0",
                "DEPLOYER_LOG_LIMIT", "4GiB",
                "DEPLOYER_TERMINAL_PER_JOB", "5000",
                "DEPLOYER_TERMINAL_TOTAL", "5000"));
    return new Service(builder.start(), namespace).deployed();
  }

  private void listen() {
    try (var lines = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
      lines.lines().forEach(this::hear);
    } catch (IOException gone) {
      System.err.println("the service has gone: " + gone);
    }
  }

  private void hear(String line) {
    if (line.startsWith(BenchService.SAID)) {
      said.add(line.substring(BenchService.SAID.length()));
    } else {
      System.err.println(line);
    }
  }

  private String next() throws IOException, InterruptedException {
    String line = said.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    if (line == null) {
      process.destroyForcibly();
      throw new IOException("the service did not answer");
    }
    return line;
  }

  /** Without quotes, which JSON would have to escape. */
  static String manifest() {
    return """
    apiVersion: batch/v1
    kind: Job
    metadata: {name: %s}
    spec:
      template:
        spec:
          restartPolicy: Never
          terminationGracePeriodSeconds: 0
          containers:
          - {name: main, image: %s, imagePullPolicy: IfNotPresent, command: [sleep, '3600']}
    """
        .formatted(JOB, BenchService.IMAGE);
  }

  /** Waits until a session can be made. */
  private Service deployed() throws IOException, InterruptedException {
    deploy(manifest());
    long end = System.nanoTime() + PATIENCE.toNanos();
    HttpResponse<String> made = make();
    while (made.statusCode() != 200 && System.nanoTime() < end) {
      Thread.sleep(100);
      made = make();
    }
    end(field(require(made), "session_id"));
    return this;
  }

  /** Deploys this, which has no quotes that JSON would have to escape. */
  void deploy(String manifest) throws IOException, InterruptedException {
    String body =
        "{\"yaml_content\":\"%s\",\"namespace\":\"%s\"}"
            .formatted(manifest.replace("\n", "\\n"), namespace);
    require(send("POST", "/deploy", body));
  }

  /** A job with this one container, which ends. */
  static String job(String name, String image, String command) {
    return """
    apiVersion: batch/v1
    kind: Job
    metadata: {name: %s}
    spec:
      template:
        spec:
          restartPolicy: Never
          terminationGracePeriodSeconds: 0
          containers:
          - name: main
            image: %s
            imagePullPolicy: IfNotPresent
            command: %s
    """
        .formatted(name, image, command);
  }

  /** One that prints lines once it is told to {@link #go}. */
  void deployPrinter(String name, long lines, long rate) throws IOException, InterruptedException {
    deploy(printer(name, lines, rate));
  }

  static String printer(String name, long lines, long rate) {
    String command = "[%s, '%d', '%d']".formatted(PrintingContainers.PRINT, lines, rate);
    return job(name, BenchService.IMAGE, command);
  }

  void go() throws IOException, InterruptedException {
    ask(BenchService.GO);
  }

  /** Where the log of a job is streamed; waits until it is. */
  String stream(String job) throws IOException, InterruptedException {
    String path = "/jobs/%s/logs/stream?namespace=%s".formatted(job, namespace);
    long end = System.nanoTime() + PATIENCE.toNanos();
    HttpResponse<String> answer = send("GET", path + "&follow=false", "");
    while (answer.statusCode() != 200 && System.nanoTime() < end) {
      Thread.sleep(20);
      answer = send("GET", path + "&follow=false", "");
    }
    require(answer);
    return path;
  }

  int port() {
    return port;
  }

  /** A new session; its id. */
  String session() throws IOException, InterruptedException {
    return field(require(make()), "session_id");
  }

  /** The pod of the job. */
  String pod() throws IOException, InterruptedException {
    String made = require(make());
    end(field(made, "session_id"));
    return field(made, "pod_name");
  }

  void end(String session) throws IOException, InterruptedException {
    require(send("DELETE", "/terminal/" + session, ""));
  }

  /** With their shells. */
  void endAll() throws IOException, InterruptedException {
    require(send("DELETE", "/terminal/job/" + JOB, ""));
  }

  private HttpResponse<String> make() throws IOException, InterruptedException {
    String path = "/jobs/%s/terminal?namespace=%s&shell=/bin/sh".formatted(JOB, namespace);
    return send("POST", path, "");
  }

  private HttpResponse<String> send(String method, String path, String body)
      throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d%s".formatted(port, path)))
            .timeout(PATIENCE)
            .header("Content-Type", "application/json")
            .method(
                method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    return http.send(request.build(), BodyHandlers.ofString());
  }

  private static String require(HttpResponse<String> answer) throws IOException {
    if (answer.statusCode() != 200) {
      throw new IOException(answer.uri() + " answered " + answer.body());
    }
    return answer.body();
  }

  private static String field(String json, String name) throws IOException {
    var field = Pattern.compile("\"%s\":\"([^\"]*)\"".formatted(name)).matcher(json);
    if (!field.find()) {
      throw new IOException("no " + name + " in " + json);
    }
    return field.group(1);
  }

  Memory memory() throws IOException, InterruptedException {
    String[] numbers = ask("memory").split(" ");
    return new Memory(Long.parseLong(numbers[0]), Long.parseLong(numbers[1]));
  }

  /** How long it has computed so far, in seconds of one core. */
  double cpu() throws IOException, InterruptedException {
    return Long.parseLong(ask(BenchService.CPU)) / 1e9;
  }

  private String ask(String what) throws IOException, InterruptedException {
    process.getOutputStream().write((what + "\n").getBytes(UTF_8));
    process.getOutputStream().flush();
    return next();
  }

  /** It ends with its input, its shells before it. */
  @Override
  public void close() {
    try {
      process.getOutputStream().close();
      process.onExit().get(30, TimeUnit.SECONDS);
    } catch (IOException | InterruptedException | ExecutionException | TimeoutException hangs) {
      process.destroyForcibly();
    }
    http.close();
  }
}
