package io.benchmarkdeployer.core.usecase;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * Which part of a job's log to follow.
 *
 * @param after a cursor: begin with the entry after this one; empty to begin at the first
 * @param tail begin with the last so many lines of those that {@code filter} lets through; counts
 *     only where {@code after} is empty
 * @param since leave lines out that the cluster took before this time
 * @param follow go on with what comes, to the log's end; else end with what is there
 */
public record LogQuery(
    String namespace,
    String job,
    OptionalLong after,
    OptionalInt tail,
    Optional<Instant> since,
    LogFilter filter,
    boolean follow) {
  public LogQuery {
    if (tail.isPresent() && tail.getAsInt() < 0) {
      throw new IllegalArgumentException("a tail has 0 lines or more");
    }
  }

  /** All of it, from the first line to the last that ever comes. */
  public static LogQuery of(String namespace, String job) {
    return new LogQuery(
        namespace,
        job,
        OptionalLong.empty(),
        OptionalInt.empty(),
        Optional.empty(),
        LogFilter.NONE,
        true);
  }

  public LogQuery withAfter(long cursor) {
    return new LogQuery(namespace, job, OptionalLong.of(cursor), tail, since, filter, follow);
  }

  public LogQuery withTail(int lines) {
    return new LogQuery(namespace, job, after, OptionalInt.of(lines), since, filter, follow);
  }

  public LogQuery withFilter(LogFilter other) {
    return new LogQuery(namespace, job, after, tail, since, other, follow);
  }

  /** What is there now. */
  public LogQuery upToNow() {
    return new LogQuery(namespace, job, after, tail, since, filter, false);
  }
}
