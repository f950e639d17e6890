package io.benchmarkdeployer.core.port;

/** A write was sent and its answer never came: it may have happened, or may still. Look it up. */
public final class UnknownOutcomeException extends DeployerException {
  private static final long serialVersionUID = 1;

  public UnknownOutcomeException(String message, Throwable cause) {
    super(message, cause);
  }

  public UnknownOutcomeException(String message) {
    super(message);
  }
}
