package io.benchmarkdeployer.core.usecase;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Which part of a job's log.
 *
 * @param tail the last so many lines of the whole job, 0 for none; empty for all, up to {@link
 *     Limits#logBytes}
 * @param pod only this pod's
 * @param container only this container's, in each pod
 * @param previous the containers' lives before their last restart
 * @param since lines from this time on
 */
public record JobLogQuery(
    String namespace,
    String job,
    OptionalInt tail,
    Optional<String> pod,
    Optional<String> container,
    boolean previous,
    Optional<Instant> since) {
  public JobLogQuery {
    if (tail.isPresent() && tail.getAsInt() < 0) {
      throw new IllegalArgumentException("a tail has 0 lines or more");
    }
  }

  /** All of it. */
  public static JobLogQuery of(String namespace, String job) {
    return new JobLogQuery(
        namespace,
        job,
        OptionalInt.empty(),
        Optional.empty(),
        Optional.empty(),
        false,
        Optional.empty());
  }

  public JobLogQuery withTail(int lines) {
    return new JobLogQuery(namespace, job, OptionalInt.of(lines), pod, container, previous, since);
  }
}
