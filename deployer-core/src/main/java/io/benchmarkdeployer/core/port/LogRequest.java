package io.benchmarkdeployer.core.port;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Which log, and which part of it.
 *
 * @param previous the log of the container's life before its last restart
 * @param since lines from this time on; the cluster cuts it to whole seconds
 * @param tail only the last so many lines; 0 for none
 * @param follow go on with what will be printed until the container ends
 */
public record LogRequest(
    String namespace,
    String pod,
    String container,
    boolean previous,
    Optional<Instant> since,
    OptionalInt tail,
    boolean follow) {

  /** All that this container has printed in its present life, up to now. */
  public static LogRequest of(String namespace, String pod, String container) {
    return new LogRequest(
        namespace, pod, container, false, Optional.empty(), OptionalInt.empty(), false);
  }

  public LogRequest withTail(int lines) {
    return new LogRequest(
        namespace, pod, container, previous, since, OptionalInt.of(lines), follow);
  }

  public LogRequest withSince(Instant time) {
    return new LogRequest(namespace, pod, container, previous, Optional.of(time), tail, follow);
  }

  public LogRequest followed() {
    return new LogRequest(namespace, pod, container, previous, since, tail, true);
  }

  public LogRequest ofPrevious() {
    return new LogRequest(namespace, pod, container, true, since, tail, follow);
  }
}
