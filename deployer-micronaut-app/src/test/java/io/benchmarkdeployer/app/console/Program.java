package io.benchmarkdeployer.app.console;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A program of this machine, by the variable that names its file, or else by the PATH. */
enum Program {
  CHROMIUM("CHROMIUM", List.of("chromium", "chromium-browser", "google-chrome")),
  NODE("NODE", List.of("node"));

  private final String variable;
  private final List<String> names;

  Program(String variable, List<String> names) {
    this.variable = variable;
    this.names = names;
  }

  Path path() {
    return Optional.ofNullable(System.getenv(variable))
        .map(Path::of)
        .or(() -> names.stream().flatMap(Program::onThePath).findFirst())
        .orElseThrow(
            () ->
                new AssertionError(
                    "These tests need %s: install it, or set %s to its file"
                        .formatted(names.getFirst(), variable)));
  }

  private static Stream<Path> onThePath(String name) {
    return Stream.of(System.getenv("PATH").split(File.pathSeparator))
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable);
  }
}
