package io.benchmarkdeployer.app.embedded;

import io.benchmarkdeployer.testkit.ContainerRuntime.Start;
import io.benchmarkdeployer.testkit.ContainerRuntime.StartFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Where a container's process begins. */
final class WorkingDirectory {
  private WorkingDirectory() {}

  /**
   * The directory that the manifest names, where this machine has it, for the machine is the image;
   * else one made of that name in the scratch directory, which is also where a container begins
   * whose manifest names none.
   */
  static Path of(Start container, Path scratch) throws StartFailure, IOException {
    String wanted = container.workingDirectory().orElse("");
    try {
      Path asked = Path.of("/").resolve(wanted).normalize();
      Path inScratch = scratch.resolve(asked.toString().substring(1)).normalize();
      Path there = wanted.startsWith("/") && Files.exists(asked) ? asked : inScratch;
      return Files.isDirectory(there) ? there : made(wanted, there);
    } catch (InvalidPathException impossible) {
      throw failure(wanted, "invalid argument");
    }
  }

  private static Path made(String wanted, Path directory) throws StartFailure, IOException {
    if (Files.exists(directory)) {
      throw failure(wanted, "not a directory");
    }
    return Files.createDirectories(directory);
  }

  private static StartFailure failure(String wanted, String why) {
    return StartFailure.ofProgram("StartError", "chdir to cwd (\"%s\"): %s".formatted(wanted, why));
  }
}
