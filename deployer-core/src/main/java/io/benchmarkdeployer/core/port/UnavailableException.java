package io.benchmarkdeployer.core.port;

/**
 * The cluster or the state can't be reached, or did not answer in time; nothing was changed. Try
 * again.
 */
public final class UnavailableException extends DeployerException {
  private static final long serialVersionUID = 1;

  private final How how;

  /** How it failed to answer. */
  public enum How {
    /** No connection, or an answer that says that it can't serve now. */
    UNREACHABLE,
    /** It took the question and did not answer in time. */
    SILENT
  }

  public UnavailableException(How how, String message, Throwable cause) {
    super(message, cause);
    this.how = how;
  }

  public UnavailableException(How how, String message) {
    super(message);
    this.how = how;
  }

  public How how() {
    return how;
  }
}
