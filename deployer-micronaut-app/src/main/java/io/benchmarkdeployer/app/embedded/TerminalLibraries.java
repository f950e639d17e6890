package io.benchmarkdeployer.app.embedded;

import io.benchmarkdeployer.core.model.TerminalSize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.ReentrantLock;

/** The native libraries that terminals need; they come in jars, and are unpacked to be loaded. */
final class TerminalLibraries {
  private static final ReentrantLock LOCK = new ReentrantLock();
  private static boolean loaded;

  private TerminalLibraries() {}

  /**
   * Loads them, unless they are.
   *
   * @param folder where they are unpacked, for as long as this service runs or as anybody minds:
   *     once loaded they are not needed there
   * @throws IOException where this machine can't run them
   */
  static void load(Path folder) throws IOException {
    LOCK.lock();
    try {
      if (!loaded) {
        Files.createDirectories(folder);
        System.setProperty("jna.tmpdir", folder.toString());
        System.setProperty("pty4j.tmpdir", folder.toString());
        PtyMaster.open(TerminalSize.USUAL).close();
        PtyShell.load();
        loaded = true;
      }
    } catch (LinkageError | IllegalStateException unfit) {
      throw new IOException("its libraries for terminals don't work here", unfit);
    } finally {
      LOCK.unlock();
    }
  }
}
