package io.benchmarkdeployer.core.port;

/** More than is allowed; the message says how much is. Nothing was changed. */
public final class LimitException extends DeployerException {
  private static final long serialVersionUID = 1;

  private final Limit limit;

  /** What there is too much of. */
  public enum Limit {
    /** What was sent is too large. */
    SIZE,
    /** Too many at once; later there may be room. */
    COUNT
  }

  public LimitException(Limit limit, String message) {
    super(message);
    this.limit = limit;
  }

  public Limit limit() {
    return limit;
  }
}
