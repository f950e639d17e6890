package io.benchmarkdeployer.app.embedded;

import io.benchmarkdeployer.core.port.UnavailableException;
import io.benchmarkdeployer.core.port.UnavailableException.How;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The programs of this machine that containers are started with.
 *
 * @param session gives a process a session of its own, so that a script's {@code kill 0} reaches
 *     its own processes and not this service; macOS has none
 */
record SystemTools(Path shell, Path environment, Path pipe, Optional<Path> session) {

  /**
   * Looks them up.
   *
   * @throws UnavailableException where this is no machine that has them
   */
  static SystemTools find() {
    return new SystemTools(
        needed("sh"), needed("env"), needed("mkfifo"), SearchPath.ofService().find("setsid"));
  }

  /** Makes a named pipe that is its user's alone. */
  void makePipe(Path file) throws IOException {
    Process making = new ProcessBuilder(pipe.toString(), "-m", "600", file.toString()).start();
    try {
      if (!making.waitFor(10, TimeUnit.SECONDS) || !Files.exists(file)) {
        throw new IOException("no pipe could be made");
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IOException("stopped while a pipe was made", stopped);
    } finally {
      making.destroyForcibly();
    }
  }

  private static Path needed(String program) {
    return SearchPath.ofService()
        .find(program)
        .orElseThrow(
            () ->
                new UnavailableException(
                    How.UNREACHABLE,
                    "The embedded mode runs containers as processes of this machine and needs its"
                        + " program "
                        + program));
  }
}
