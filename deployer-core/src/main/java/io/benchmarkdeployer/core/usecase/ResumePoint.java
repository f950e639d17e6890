package io.benchmarkdeployer.core.usecase;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How far one container's log was read: enough to go on in a new stream without losing a line or
 * taking one twice. The cluster begins a stream at a whole second, so the times of all lines of the
 * last second are kept, equal ones as often as they came. One thread at a time.
 */
final class ResumePoint {
  private static final int FIRST = 16;

  private Optional<Instant> second = Optional.empty();
  private Instant[] times = new Instant[FIRST];
  private int count;

  /** Where a new stream should begin; empty where nothing was read yet. */
  Optional<Instant> since() {
    return second;
  }

  /** A line of this time was taken. */
  void took(Instant time) {
    Instant its = time.truncatedTo(ChronoUnit.SECONDS);
    if (second.isEmpty() || its.isAfter(second.get())) {
      second = Optional.of(its);
      count = 0;
    }
    if (!its.isBefore(second.get())) {
      add(time);
    }
  }

  private void add(Instant time) {
    if (count == times.length) {
      times = Arrays.copyOf(times, 2 * count);
    }
    times[count] = time;
    count++;
  }

  /** A new stream begins, at {@link #since}. */
  Overlap overlap() {
    var known = new HashMap<Instant, Integer>();
    for (int i = 0; i < count; i++) {
      known.merge(times[i], 1, Integer::sum);
    }
    return new Overlap(known);
  }

  /** What of a new stream is known. The stream's lines are shown to it in their order. */
  static final class Overlap {
    private final Map<Instant, Integer> known;
    private boolean joined;

    private Overlap(Map<Instant, Integer> known) {
      this.known = known;
      this.joined = known.isEmpty();
    }

    /** Whether a line of this time was taken before. */
    boolean covers(Instant time) {
      Integer left = known.get(time);
      if (left == null) {
        return false;
      }
      joined = true;
      if (left == 1) {
        known.remove(time);
      } else {
        known.put(time, left - 1);
      }
      return true;
    }

    /** Takes the stream for joined from here on. */
    void join() {
      joined = true;
    }

    /**
     * Whether the stream joins what was read before: by a line that is known, or because there is
     * none. Else lines between may be gone.
     */
    boolean isJoined() {
      return joined;
    }
  }
}
