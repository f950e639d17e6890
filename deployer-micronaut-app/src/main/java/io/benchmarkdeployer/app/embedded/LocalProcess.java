package io.benchmarkdeployer.app.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** A container's process, with all that it started. Any thread may call. */
final class LocalProcess {
  private static final int CHUNK = 8192;
  private static final Duration KILL = Duration.ofSeconds(5);

  /**
   * What a signal adds to an exit code, as a shell and a container runtime tell it: SIGKILL is 137.
   */
  private static final int KILLED = 137;

  private final Process process;
  private final ProcessMarker marker;
  private final CompletableFuture<Integer> exit = new CompletableFuture<>();

  private LocalProcess(Process process, ProcessMarker marker) {
    this.process = process;
    this.marker = marker;
  }

  /**
   * Starts it in this directory with this environment and no other.
   *
   * @param output takes what it prints, both streams together as a container's log has them; called
   *     from one thread
   * @throws IOException where it can't be started: no such program, not allowed
   */
  static LocalProcess start(
      ProcessMarker marker,
      List<String> command,
      Map<String, String> environment,
      Path directory,
      Consumer<byte[]> output)
      throws IOException {
    var builder =
        new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
    builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
    builder.environment().clear();
    builder.environment().putAll(environment);
    builder.environment().put(ProcessMarker.VARIABLE, marker.value());
    var started = new LocalProcess(builder.start(), marker);
    Thread.ofVirtual().name("output of " + marker.container()).start(() -> started.follow(output));
    return started;
  }

  /** Its exit code, once it has ended and all that it printed was handed over. */
  CompletableFuture<Integer> exit() {
    return exit;
  }

  /**
   * Asks all of its processes to end, and after the grace ends them. On return none of them lives.
   */
  void stop(Duration grace) throws InterruptedException {
    processes().forEach(ProcessHandle::destroy);
    if (!process.waitFor(grace.toMillis(), TimeUnit.MILLISECONDS)) {
      process.destroyForcibly();
    }
    killRest();
  }

  /** The main process is the container: when it ends, what it left in the background ends too. */
  private void killRest() throws InterruptedException {
    long end = System.nanoTime() + KILL.toNanos();
    List<ProcessHandle> rest = processes().toList();
    while (!rest.isEmpty() && System.nanoTime() - end < 0) {
      rest.forEach(ProcessHandle::destroyForcibly);
      Thread.sleep(5);
      rest = processes().toList();
    }
  }

  private Stream<ProcessHandle> processes() {
    Stream<ProcessHandle> tree =
        Stream.concat(Stream.of(process.toHandle()), process.descendants());
    return Stream.concat(tree, marker.carriers().stream())
        .distinct()
        .filter(ProcessHandle::isAlive);
  }

  private void follow(Consumer<byte[]> output) {
    int code = KILLED;
    try {
      var ending = process.onExit().thenRun(this::endRest);
      copy(process.getInputStream(), output);
      code = process.waitFor();
      ending.join();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    } finally {
      exit.complete(code);
    }
  }

  private void endRest() {
    try {
      killRest();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  /** A process that is killed may take its pipe with it: what was read until then counts. */
  private static void copy(InputStream from, Consumer<byte[]> output) {
    byte[] chunk = new byte[CHUNK];
    try {
      for (int length = from.read(chunk); length >= 0; length = from.read(chunk)) {
        output.accept(java.util.Arrays.copyOf(chunk, length));
      }
    } catch (IOException pipeGone) {
      return;
    }
  }
}
