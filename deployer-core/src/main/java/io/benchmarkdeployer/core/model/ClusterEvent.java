package io.benchmarkdeployer.core.model;

import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Something that the cluster noted about an object (Kubernetes API, {@code v1.Event}). It keeps
 * them for an hour or so.
 *
 * @param type {@code Normal} or {@code Warning}
 * @param object kind and name of what it is about: {@code Pod test-job-x7k2p}
 * @param objectUid its UID, where the event has it
 * @param count how often, 1 or more
 */
public record ClusterEvent(
    Optional<Instant> at,
    String type,
    String reason,
    String message,
    String object,
    Optional<Uid> objectUid,
    int count) {

  /** Reads an event from the cluster's object. */
  public static ClusterEvent of(LiveObject live) {
    Json.Obj event = live.content();
    Json about = event.objectAt("involvedObject");
    return new ClusterEvent(
        lastSeen(event),
        event.textAt("type").orElse("Normal"),
        event.textAt("reason").orElse(""),
        event.textAt("message").orElse(""),
        about.textAt("kind").orElse("") + " " + about.textAt("name").orElse(""),
        about.textAt("uid").map(Uid::new),
        Math.max(1, event.longAt("count").orElse(1L).intValue()));
  }

  private static Optional<Instant> lastSeen(Json.Obj event) {
    return Stream.of(
            Instants.at(event, "lastTimestamp"),
            Instants.at(event, "eventTime"),
            Instants.at(event, "metadata", "creationTimestamp"))
        .flatMap(Optional::stream)
        .findFirst();
  }
}
