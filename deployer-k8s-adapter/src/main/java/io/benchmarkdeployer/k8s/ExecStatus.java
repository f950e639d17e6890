package io.benchmarkdeployer.k8s;

import io.benchmarkdeployer.core.model.Json;
import java.io.IOException;
import java.io.StringReader;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What the cluster says at the end of what ran in a container, or in place of its start: a {@code
 * v1.Status}. The words of failures are the container runtime's; there are no others.
 */
record ExecStatus(Json.Obj body) {
  private static final int HIGHEST_CODE = 255;

  /** Those of runc and of crun, about the program; they say the like of other things too. */
  private static final Pattern NO_PROGRAM =
      Pattern.compile(
          "(exec: \"|executable file |exec of ).*"
              + "(no such file|not found|permission denied|format error|directory)",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  /**
   * Reads it.
   *
   * @throws IOException where it is none
   */
  static ExecStatus of(String text) throws IOException {
    return new ExecStatus(JsonStream.read(new StringReader(text)).objectAt());
  }

  /** The program's own end; empty where it did not start or is lost. */
  Optional<Integer> exitCode() {
    if (body.textAt("status").equals(Optional.of("Success"))) {
      return Optional.of(0);
    }
    return body.itemsAt("details", "causes").stream()
        .filter(cause -> cause.textAt("reason").equals(Optional.of("ExitCode")))
        .findFirst()
        .flatMap(cause -> cause.textAt("message"))
        .flatMap(ExecStatus::code);
  }

  private static Optional<Integer> code(String digits) {
    try {
      int code = Integer.parseInt(digits);
      return code >= 0 && code <= HIGHEST_CODE ? Optional.of(code) : Optional.empty();
    } catch (NumberFormatException none) {
      return Optional.empty();
    }
  }

  /** The container has no such program, or can't run it. */
  boolean isOfProgram() {
    return NO_PROGRAM.matcher(message()).find();
  }

  /** The container ended before the program could start. */
  boolean isOfContainer() {
    return ExecRefusal.isOfIdleContainer(message());
  }

  /** In words for a person. */
  String words() {
    return ClusterWords.OPEN.of(new ApiAnswer(500, body));
  }

  private String message() {
    return body.textAt("message").orElse("");
  }
}
