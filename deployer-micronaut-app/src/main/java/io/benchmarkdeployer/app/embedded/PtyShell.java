package io.benchmarkdeployer.app.embedded;

import com.pty4j.util.PtyUtil;
import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.Platform;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A process that leads the session of a pseudo terminal: started by pty4j's library, which forks,
 * for the JDK can't give a process a terminal. pty4j's own class around it is not used, because it
 * tells the terminal its size only when the program runs, starts it with SIGQUIT blocked as all
 * threads of a JVM have it, so that Ctrl-\ does nothing, and touches its files after it has told
 * the end, when they may be another's.
 */
final class PtyShell {
  private static final Pty4j LIBRARY = open();

  private final CompletableFuture<Integer> exit = new CompletableFuture<>();
  private final CompletableFuture<Integer> pid = new CompletableFuture<>();

  private PtyShell() {}

  /** The functions of pty4j's library, under its names. */
  interface Pty4j extends Library {
    int exec_pty(
        String program,
        String[] words,
        String[] environment,
        String directory,
        String terminal,
        int master,
        @Nullable String errors,
        int errorMaster,
        boolean console);

    int wait_for_child_process_exit(int process);
  }

  /** Loads what it needs, or fails with a {@link LinkageError}. */
  static void load() {
    Objects.requireNonNull(LIBRARY);
  }

  private static Pty4j open() {
    String file = Platform.isMac() ? "libpty.dylib" : "libpty.so";
    // Whatever the locale that this service was started with.
    Map<String, Object> utf8 = Map.of(Library.OPTION_STRING_ENCODING, "UTF-8");
    return Native.load(PtyUtil.resolveNativeFile(file).getPath(), Pty4j.class, utf8);
  }

  /**
   * Starts one.
   *
   * @param environment assignments
   * @param terminal the name of its end of the terminal
   * @param master the other end
   */
  static PtyShell start(
      Path program, String[] environment, Path directory, String terminal, int master)
      throws IOException {
    var shell = new PtyShell();
    // What is forked has the signals of its thread; and waiting for its end holds the thread.
    Thread.ofPlatform()
        .daemon()
        .name("shell in " + terminal)
        .start(() -> shell.run(program, environment, directory, terminal, master));
    if (shell.pid() < 0) {
      throw new IOException("no process could be started");
    }
    return shell;
  }

  private void run(
      Path program, String[] environment, Path directory, String terminal, int master) {
    int started = -1;
    try {
      SystemCalls.unblockSignals();
      String[] words = {program.toString()};
      started =
          LIBRARY.exec_pty(
              words[0],
              words,
              environment,
              directory.toString(),
              terminal,
              master,
              null,
              -1,
              false);
    } finally {
      pid.complete(started);
    }
    if (started >= 0) {
      exit.complete(LIBRARY.wait_for_child_process_exit(started));
    }
  }

  int pid() {
    return pid.join();
  }

  /** Tells its code once it has ended; 128 and the signal's number where a signal ended it. */
  void tellEnd(IntConsumer listener) {
    var unused = exit.thenAccept(listener::accept);
  }

  /** Tells it that its terminal is gone, though it is not: what it says to it can be read. */
  void hangUp() {
    if (!exit.isDone()) {
      SystemCalls.hangUp(pid());
    }
  }
}
