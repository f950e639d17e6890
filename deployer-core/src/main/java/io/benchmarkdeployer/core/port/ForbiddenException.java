package io.benchmarkdeployer.core.port;

import io.benchmarkdeployer.core.model.Problem;
import java.util.List;

/**
 * Not allowed, by the operator's policy or by the cluster's access rules; the message names the
 * rule.
 */
public final class ForbiddenException extends DeployerException {
  private static final long serialVersionUID = 1;

  private final transient List<Problem> problems;

  public ForbiddenException(String message) {
    this(message, List.of());
  }

  public ForbiddenException(String message, List<Problem> problems) {
    super(message);
    this.problems = List.copyOf(problems);
  }

  /** Each refusal with its place; may be empty where the message says all. */
  public List<Problem> problems() {
    return problems;
  }
}
