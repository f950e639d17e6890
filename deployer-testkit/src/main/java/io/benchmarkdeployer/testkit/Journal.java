package io.benchmarkdeployer.testkit;

import static io.benchmarkdeployer.testkit.Values.object;

import io.benchmarkdeployer.core.model.Json;
import io.benchmarkdeployer.core.model.Kind;
import io.benchmarkdeployer.core.model.LiveObject;
import io.benchmarkdeployer.core.model.ResourceRef;
import io.benchmarkdeployer.core.model.Uid;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * The events that a cluster notes. What is noted again is counted; an hour after the last time it
 * is forgotten. Whoever calls holds the cluster's lock.
 */
final class Journal {
  static final Kind EVENT = new Kind("v1", "Event");
  private static final Duration KEPT = Duration.ofHours(1);

  private final ObjectStore store;
  private final Loop loop;
  private final Map<Topic, Uid> known = new HashMap<>();
  private long count;

  Journal(ObjectStore store, Loop loop) {
    this.store = store;
    this.loop = loop;
  }

  /** Who notes what about which object, or which container of it. */
  private record Topic(Uid object, String field, String type, String reason, String message) {}

  void normal(String source, LiveObject about, String reason, String message) {
    note(source, about, "", "Normal", reason, message);
  }

  void warning(String source, LiveObject about, String reason, String message) {
    note(source, about, "", "Warning", reason, message);
  }

  /**
   * @param field the container: {@code spec.containers{test}}; empty for the object itself
   */
  void note(
      String source, LiveObject about, String field, String type, String reason, String message) {
    var topic = new Topic(about.uid(), field, type, reason, message);
    Optional<LiveObject> before = Optional.ofNullable(known.get(topic)).flatMap(store::find);
    if (before.isPresent()) {
      again(before.get());
    } else {
      first(source, about, topic);
    }
  }

  private void again(LiveObject event) {
    long times = event.content().longAt("count").orElse(1L) + 1;
    Json.Obj content =
        event
            .content()
            .with("count", Json.number(times))
            .with("lastTimestamp", Values.time(loop.now()));
    store.put(new LiveObject(event.ref(), event.uid(), content));
  }

  private void first(String source, LiveObject about, Topic topic) {
    var uid = new Uid(UUID.randomUUID().toString());
    String name = about.ref().name() + "." + Long.toHexString(0x1000_0000L + count++);
    String namespace = about.ref().namespace().orElse("default");
    var ref = new ResourceRef(EVENT, Optional.of(namespace), name);
    store.put(new LiveObject(ref, uid, content(source, about, topic, ref, uid)));
    known.put(topic, uid);
    loop.later(KEPT, () -> forget(topic, uid));
  }

  private Json.Obj content(String source, LiveObject about, Topic topic, ResourceRef ref, Uid uid) {
    Instant now = loop.now();
    return object(
        "apiVersion",
        "v1",
        "kind",
        "Event",
        "metadata",
        metadata(ref, uid, now),
        "count",
        1,
        "eventTime",
        Json.Null.NULL,
        "firstTimestamp",
        now,
        "lastTimestamp",
        now,
        "involvedObject",
        involved(about, topic.field()),
        "reason",
        topic.reason(),
        "message",
        topic.message(),
        "reportingComponent",
        "",
        "reportingInstance",
        "",
        "source",
        object("component", source),
        "type",
        topic.type());
  }

  private static Json.Obj metadata(ResourceRef ref, Uid uid, Instant now) {
    return object(
        "name", ref.name(),
        "namespace", ref.namespace(),
        "uid", uid.value(),
        "creationTimestamp", now);
  }

  private static Json.Obj involved(LiveObject about, String field) {
    return object(
        "apiVersion", about.ref().kind().apiVersion(),
        "kind", about.ref().kind().name(),
        "name", about.ref().name(),
        "namespace", about.ref().namespace(),
        "uid", about.uid().value(),
        "resourceVersion", about.content().textAt("metadata", "resourceVersion"),
        "fieldPath", Optional.of(field).filter(path -> !path.isEmpty()));
  }

  private void forget(Topic topic, Uid uid) {
    Optional<LiveObject> event = store.find(uid);
    Optional<Instant> end =
        event
            .flatMap(some -> some.content().textAt("lastTimestamp"))
            .map(Instant::parse)
            .map(last -> last.plus(KEPT));
    if (end.filter(loop.now()::isBefore).isPresent()) {
      loop.later(Duration.between(loop.now(), end.get()), () -> forget(topic, uid));
      return;
    }
    known.remove(topic);
    event.ifPresent(store::remove);
  }
}
