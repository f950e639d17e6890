package io.benchmarkdeployer.core.port;

/** There is no such thing, says somebody who answered and knows. Nothing was changed. */
public final class NotFoundException extends DeployerException {
  private static final long serialVersionUID = 1;

  public NotFoundException(String message) {
    super(message);
  }
}
