package io.benchmarkdeployer.core.port;

import io.benchmarkdeployer.core.model.Problem;
import java.util.List;

/** What was sent is wrong, and nothing was changed; {@link #problems()} says all that is. */
public final class RejectedException extends DeployerException {
  private static final long serialVersionUID = 1;

  private final By by;
  private final transient List<Problem> problems;

  /** Who refused. */
  public enum By {
    /** Our own reading: malformed, incomplete or contradictory. */
    READER,
    /** The cluster's validation or admission. */
    CLUSTER
  }

  public RejectedException(By by, String message) {
    this(by, message, List.of());
  }

  public RejectedException(By by, String message, List<Problem> problems) {
    super(message);
    this.by = by;
    this.problems = List.copyOf(problems);
  }

  public By by() {
    return by;
  }

  /** Each problem with its place; may be empty where the message says all. */
  public List<Problem> problems() {
    return problems;
  }
}
