package io.benchmarkdeployer.core.usecase;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** The times of a container's lines in the last second of what is on record, found from the end. */
final class LastSecond {
  private final List<Instant> newestFirst = new ArrayList<>();
  private boolean complete;

  /** A line before those that were added. */
  void add(Instant time) {
    if (newestFirst.isEmpty() || !time.isBefore(second())) {
      newestFirst.add(time);
    } else {
      complete = true;
    }
  }

  private Instant second() {
    return newestFirst.getFirst().truncatedTo(ChronoUnit.SECONDS);
  }

  /** Whether a line before that second was seen: there are no more in it. */
  boolean isComplete() {
    return complete;
  }

  ResumePoint point() {
    var point = new ResumePoint();
    newestFirst.reversed().forEach(point::took);
    return point;
  }
}
