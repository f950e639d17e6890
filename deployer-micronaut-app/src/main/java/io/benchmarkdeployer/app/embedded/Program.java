package io.benchmarkdeployer.app.embedded;

import io.benchmarkdeployer.testkit.ContainerRuntime.StartFailure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * The program of a container, looked at before it is started, to say what is wrong with it in the
 * words of a container runtime. Where nothing is, the system may still refuse it.
 *
 * @param name as the manifest has it
 */
record Program(String name) {
  private static final boolean ON_LINUX = System.getProperty("os.name").equals("Linux");
  private static final int LONGEST_FIRST_LINE = 256;
  private static final byte[] SHEBANG = {'#', '!'};
  private static final byte[] ELF = {0x7f, 'E', 'L', 'F'};

  /**
   * Whether it can be run from this directory.
   *
   * @return where it is
   * @throws StartFailure where it can't
   */
  Path check(SearchPath path, Path directory) throws StartFailure {
    try {
      Path file = find(path, directory);
      if (ON_LINUX) {
        checkFormat(file);
      }
      return file;
    } catch (InvalidPathException impossible) {
      throw failure("no such file or directory");
    }
  }

  private Path find(SearchPath path, Path directory) throws StartFailure {
    if (!name.contains("/")) {
      return path.find(name)
          .filter(file -> !name.isEmpty())
          .orElseThrow(() -> failure("executable file not found in $PATH"));
    }
    Path file = directory.resolve(name);
    if (Files.notExists(file)) {
      throw failure("no such file or directory");
    }
    if (Files.isDirectory(file)) {
      throw failure("is a directory");
    }
    if (!Files.isExecutable(file)) {
      throw failure("permission denied");
    }
    return file;
  }

  private void checkFormat(Path file) throws StartFailure {
    byte[] beginning = beginning(file);
    if (startsWith(beginning, SHEBANG)) {
      checkInterpreter(file, beginning);
    } else if (!startsWith(beginning, ELF)) {
      throw failure("exec format error (a script needs a first line such as #!/bin/sh)");
    }
  }

  private void checkInterpreter(Path script, byte[] beginning) throws StartFailure {
    String line = new String(beginning, StandardCharsets.UTF_8).split("\n", 2)[0].substring(2);
    String interpreter = line.strip().split("[ \t]", 2)[0];
    boolean carriageReturn = line.endsWith("\r");
    if (carriageReturn || !Files.isExecutable(script.resolveSibling(interpreter))) {
      throw failure(
          "no such file or directory (the interpreter %s that its first line names%s)"
              .formatted(interpreter, carriageReturn ? ", with a carriage return behind it" : ""));
    }
  }

  /** Empty where it may be run but not read. */
  private byte[] beginning(Path file) throws StartFailure {
    try (InputStream content = Files.newInputStream(file)) {
      return content.readNBytes(LONGEST_FIRST_LINE);
    } catch (AccessDeniedException unreadable) {
      return ELF;
    } catch (IOException broken) {
      throw failure("input/output error");
    }
  }

  private static boolean startsWith(byte[] content, byte[] magic) {
    return content.length >= magic.length
        && Arrays.equals(content, 0, magic.length, magic, 0, magic.length);
  }

  private StartFailure failure(String why) {
    return StartFailure.ofProgram("StartError", "exec: \"%s\": %s".formatted(name, why));
  }
}
