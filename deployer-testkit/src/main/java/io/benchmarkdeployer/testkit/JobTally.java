package io.benchmarkdeployer.testkit;

import io.benchmarkdeployer.core.model.LiveObject;
import io.benchmarkdeployer.core.model.Uid;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;

/** What became of a job's pods, each counted once, though somebody deletes it later. */
final class JobTally {
  private final Set<Uid> succeeded = new HashSet<>();
  private final Set<Uid> failed = new HashSet<>();
  private final Set<Instant> wakes = new HashSet<>();
  private Optional<Instant> lastFailure = Optional.empty();
  private int abandoned;

  void count(LiveObject pod, Instant now) {
    String phase = pod.content().textAt("status", "phase").orElse("");
    if (phase.equals("Succeeded")) {
      succeeded.add(pod.uid());
    } else if (phase.equals("Failed") && failed.add(pod.uid())) {
      lastFailure = Optional.of(now);
    }
  }

  /** So many that still ran when the job failed failed with it. */
  void abandon(int pods) {
    abandoned += pods;
  }

  /** Whether nobody has asked for the job to be looked at again at this time. */
  boolean wakesFirst(Instant time) {
    return wakes.add(time);
  }

  int succeeded() {
    return succeeded.size();
  }

  int failed() {
    return failed.size() + abandoned;
  }

  /** How long the next pod has to wait for the failures so far. */
  Duration pauseUntil(IntFunction<Duration> backOff, Instant now) {
    return lastFailure
        .map(last -> Duration.between(now, last.plus(backOff.apply(failed.size()))))
        .orElse(Duration.ZERO);
  }
}
