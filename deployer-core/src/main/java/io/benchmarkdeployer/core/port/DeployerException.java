package io.benchmarkdeployer.core.port;

/**
 * Everything that can go wrong on purpose. The message is for a person: it says what happened and
 * what to do, and holds no secret, no connection string and no YAML. The cause, where there is one,
 * is for the log.
 */
public abstract sealed class DeployerException extends RuntimeException
    permits ConflictException,
        ForbiddenException,
        LimitException,
        NotFoundException,
        RejectedException,
        UnavailableException,
        UnknownOutcomeException {
  private static final long serialVersionUID = 1;

  DeployerException(String message) {
    super(message);
  }

  DeployerException(String message, Throwable cause) {
    super(message, cause);
  }
}
