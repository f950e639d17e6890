package io.benchmarkdeployer.core.manifest;

/** Ends the reading at once; its reason is already among the problems. */
final class LimitPassed extends RuntimeException {
  private static final long serialVersionUID = 1;

  LimitPassed() {
    super("a limit of the manifest is passed", null, false, false);
  }
}
