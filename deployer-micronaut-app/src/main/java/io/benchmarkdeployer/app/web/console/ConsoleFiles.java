package io.benchmarkdeployer.app.web.console;

import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.regex.Pattern;

/** The console's files, as the build of the app put them beside its classes. */
@Singleton
final class ConsoleFiles {
  private static final String FOLDER = "/console/";
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]{0,127}");

  /** The page; empty where the app was built without the console. */
  Optional<byte[]> page() {
    return read("index.html");
  }

  /** A file that the page asks for; its name changes with its content. */
  Optional<byte[]> asset(String name) {
    return NAME.matcher(name).matches() ? read("assets/" + name) : Optional.empty();
  }

  private static Optional<byte[]> read(String path) {
    try (InputStream file = ConsoleFiles.class.getResourceAsStream(FOLDER + path)) {
      return file == null ? Optional.empty() : Optional.of(file.readAllBytes());
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }
}
