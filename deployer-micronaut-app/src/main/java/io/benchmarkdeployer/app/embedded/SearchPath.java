package io.benchmarkdeployer.app.embedded;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where programs are looked for.
 *
 * @param value as the variable {@code PATH} has it
 */
record SearchPath(String value) {
  private static final String USUAL =
      "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

  /** This service's own: the machine is the image of its containers. */
  static SearchPath ofService() {
    return new SearchPath(
        Optional.ofNullable(System.getenv("PATH")).filter(path -> !path.isBlank()).orElse(USUAL));
  }

  /**
   * The first such program that may be run.
   *
   * @throws InvalidPathException where this system has no such names
   */
  Optional<Path> find(String program) {
    return Stream.of(value.split(":"))
        .filter(folder -> folder.startsWith("/"))
        .map(folder -> Path.of(folder).resolve(program))
        .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
        .findFirst();
  }
}
