package io.benchmarkdeployer.core.port;

import io.benchmarkdeployer.core.model.Problem;
import java.util.List;

/**
 * What is there already stands against it: an object that is not ours, a job that still runs, a
 * lost race.
 */
public final class ConflictException extends DeployerException {
  private static final long serialVersionUID = 1;

  private final transient List<Problem> problems;

  public ConflictException(String message) {
    this(message, List.of());
  }

  public ConflictException(String message, List<Problem> problems) {
    super(message);
    this.problems = List.copyOf(problems);
  }

  /** Each thing that stands against it; may be empty where the message says all. */
  public List<Problem> problems() {
    return problems;
  }
}
