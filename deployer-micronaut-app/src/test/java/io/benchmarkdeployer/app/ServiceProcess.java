package io.benchmarkdeployer.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** The service as a process of its own, and a client for it. */
final class ServiceProcess implements AutoCloseable {
  private static final Pattern RUNNING = Pattern.compile("listens on (http://\\S+)");
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Process process;
  private final URI address;
  private final HttpClient client = HttpClient.newHttpClient();

  private ServiceProcess(Process process) throws IOException {
    this.process = process;
    this.address = address(process);
  }

  /** Starts it and waits until it says where it listens. */
  static ServiceProcess start(ProcessBuilder builder) throws IOException {
    Process process = builder.redirectErrorStream(true).start();
    try {
      return new ServiceProcess(process);
    } catch (IOException | AssertionError silent) {
      process.destroyForcibly();
      throw silent;
    }
  }

  private static URI address(Process process) throws IOException {
    BufferedReader log = process.inputReader(UTF_8);
    var said = new ArrayList<String>();
    for (var line = log.readLine(); line != null; line = log.readLine()) {
      said.add(line);
      var running = RUNNING.matcher(line);
      if (running.find()) {
        Thread.ofVirtual().start(() -> readOn(log));
        return URI.create(running.group(1).replace("0.0.0.0", "127.0.0.1"));
      }
    }
    throw new AssertionError("it ended without saying where it listens: " + said);
  }

  /** A process whose output nobody reads stands still. */
  private static void readOn(BufferedReader log) {
    try (log) {
      while (log.readLine() != null) {}
    } catch (IOException killed) {
      // There is no more of it.
    }
  }

  int port() {
    return address.getPort();
  }

  long pid() {
    return process.pid();
  }

  Answer get(String path, String... headers) throws IOException, InterruptedException {
    return send(request(path, headers).GET());
  }

  Answer post(String path, String body, String... headers)
      throws IOException, InterruptedException {
    return send(
        request(path, headers)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body)));
  }

  private Answer send(HttpRequest.Builder request) throws IOException, InterruptedException {
    return Answer.of(client.send(request.build(), BodyHandlers.ofString()));
  }

  /** The first of these lines, of an answer that has no end yet. */
  List<String> firstLines(int count, String path, String... headers)
      throws IOException, InterruptedException {
    try (var lines = client.send(request(path, headers).build(), BodyHandlers.ofLines()).body()) {
      return lines.limit(count).toList();
    }
  }

  private HttpRequest.Builder request(String path, String... headers) {
    var request = HttpRequest.newBuilder(address.resolve(path)).timeout(PATIENCE);
    return headers.length > 0 ? request.headers(headers) : request;
  }

  /** Tells it to end, as {@code kill}, Docker and the kubelet do; its code, if it ends in time. */
  int endsWithin(Duration grace) throws InterruptedException {
    process.destroy();
    if (!process.waitFor(grace.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new AssertionError("it was told to end, and did not within " + grace);
    }
    return process.exitValue();
  }

  @Override
  public void close() {
    process.destroyForcibly();
    client.shutdownNow();
  }
}
