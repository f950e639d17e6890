package io.benchmarkdeployer.core.manifest;

/** What every step of reading one document needs: its number, the limits and where problems go. */
record ReadingContext(int document, ManifestLimits limits, Problems problems) {
  void problem(Path path, Place place, String message) {
    problems.add(document, path, place, message);
  }

  /** Refuses to go deeper. */
  void checkDepth(int depth, Path path, Place place) {
    if (depth > limits.depth()) {
      throw passed(path, place, "is nested more than %d deep".formatted(limits.depth()));
    }
  }

  LimitPassed passed(Path path, Place place, String message) {
    problem(path, place, message);
    return new LimitPassed();
  }

  /** Refuses to collect problems for ever. */
  void checkProblems() {
    if (problems.full()) {
      throw new LimitPassed();
    }
  }
}
