package io.benchmarkdeployer.core.model;

/** Who asked: the name that belongs to a token, for the record and the log. Never the token. */
public record Caller(String name) {
  /** Whoever calls where no tokens are set. */
  public static final Caller ANONYMOUS = new Caller("anonymous");

  /** The service itself: what its reconciler and its tracker do. */
  public static final Caller SERVICE = new Caller("benchmark-deployer");

  public Caller {
    if (name.isBlank() || name.length() > 100) {
      throw new IllegalArgumentException("a caller's name is 1 to 100 characters");
    }
  }
}
