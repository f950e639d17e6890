package io.benchmarkdeployer.core.model;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/** Times in objects of the cluster: RFC 3339 text. */
final class Instants {
  private Instants() {}

  /**
   * The time at this path; empty where there is none that can be read, and where it is the epoch:
   * so the kubelet writes "never", for a container that could not be started.
   */
  static Optional<Instant> at(Json object, String... path) {
    return object.textAt(path).flatMap(Instants::parse).filter(Instant.EPOCH::isBefore);
  }

  private static Optional<Instant> parse(String text) {
    try {
      return Optional.of(OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeParseException notATime) {
      return Optional.empty();
    }
  }
}
