package io.benchmarkdeployer.app.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The built jar in the embedded mode, from its start to its end. */
final class StartedJar {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** Until what the start has begun has ended, too. */
  private static final Duration IDLE = Duration.ofSeconds(3);

  private static final double MIB = 1 << 10;

  private StartedJar() {}

  /**
   * What was found.
   *
   * @param ready seconds from the start of the process to the first good answer of its readiness
   * @param computed seconds of one core until then
   * @param resident MiB of memory once it idles
   */
  record Found(double ready, double computed, double resident) {}

  static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  static Found start(Path jar, List<String> options) throws IOException, InterruptedException {
    int port = freePort();
    var command = new ArrayList<String>();
    command.add(java());
    command.addAll(options);
    command.addAll(List.of("-jar", jar.toString()));
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
    builder.environment().keySet().removeAll(List.of("KUBECONFIG", "MONGO_URL"));
    builder.environment().put("DEPLOYER_PORT", String.valueOf(port));
    // As the image has it.
    builder.environment().put("MALLOC_ARENA_MAX", "2");
    long begun = System.nanoTime();
    Process process = builder.start();
    try {
      awaitReady(process, port);
      double ready = (System.nanoTime() - begun) / 1e9;
      double computed = process.info().totalCpuDuration().orElseThrow().toNanos() / 1e9;
      Thread.sleep(IDLE);
      return new Found(ready, computed, resident(process));
    } finally {
      end(process);
    }
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private static void awaitReady(Process process, int port)
      throws IOException, InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!isReady(port)) {
      if (!process.isAlive() || System.nanoTime() > end) {
        throw new IOException("it does not get ready");
      }
      Thread.sleep(2);
    }
  }

  private static boolean isReady(int port) throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout((int) PATIENCE.toMillis());
      String request =
          "GET /health/readiness HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(UTF_8));
      String answer = new String(socket.getInputStream().readAllBytes(), UTF_8);
      return answer.startsWith("HTTP/1.1 200 ");
    } catch (ConnectException notYet) {
      return false;
    }
  }

  private static double resident(Process process) throws IOException {
    Path status = Path.of("/proc", String.valueOf(process.pid()), "status");
    String line =
        Files.readAllLines(status).stream()
            .filter(one -> one.startsWith("VmRSS:"))
            .findFirst()
            .orElseThrow();
    return Long.parseLong(line.replaceAll("\\D", "")) / MIB;
  }

  private static void end(Process process) throws InterruptedException {
    process.destroy();
    if (!process.waitFor(30, TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
  }
}
