package io.benchmarkdeployer.testkit;

import io.benchmarkdeployer.core.model.DesiredObject;
import io.benchmarkdeployer.core.model.Json;
import io.benchmarkdeployer.core.model.Kind;
import io.benchmarkdeployer.core.model.LiveObject;
import io.benchmarkdeployer.core.model.Problem;
import io.benchmarkdeployer.core.model.ResourceRef;
import io.benchmarkdeployer.core.model.Uid;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What an object becomes by a server-side apply (Kubernetes documentation, "Server-Side Apply"):
 * fields that the manager no longer names and nobody else owns go; fields that others own may not
 * be changed.
 */
final class Applying {
  private static final Set<String> WRITTEN_BY_THE_CLUSTER =
      Set.of(
          "uid",
          "resourceVersion",
          "generation",
          "creationTimestamp",
          "deletionTimestamp",
          "deletionGracePeriodSeconds",
          "managedFields",
          "selfLink");

  private static final Comparator<Problem> BY_PATH = Comparator.comparing(Problem::path);

  private final String manager;
  private final Instant now;
  private final boolean forced;

  private Applying(String manager, Instant now, boolean forced) {
    this.manager = manager;
    this.now = now;
    this.forced = forced;
  }

  static Applying by(String manager, Instant now) {
    return new Applying(manager, now, false);
  }

  /** Takes over the fields of others that it changes. */
  static Applying forcedBy(String manager, Instant now) {
    return new Applying(manager, now, true);
  }

  /** The new object that this makes. */
  Json.Obj create(DesiredObject desired, Uid uid) {
    Json.Obj applied = sent(desired);
    Json.Obj fresh = applied.withAt(Json.text(uid.value()), "metadata", "uid");
    fresh = fresh.withAt(Values.time(now), "metadata", "creationTimestamp");
    return finished(desired, uid, fresh, new ManagedFields(List.of()), Fields.of(applied));
  }

  /** What the object becomes. */
  Json.Obj change(DesiredObject desired, LiveObject live) {
    Json.Obj applied = sent(desired);
    Fields wanted = Fields.of(applied);
    ManagedFields owners = settled(desired.ref(), wanted, applied, live);
    Fields dropped = owners.ownedAloneBy(manager).without(wanted.paths());
    Json.Obj merged = Merge.of(dropped.removedFrom(live.content()), applied);
    Json.Obj changed = finished(desired, live.uid(), merged, owners, wanted);
    refuseImmutable(desired.ref(), live.content(), changed);
    return changed;
  }

  private Json.Obj finished(
      DesiredObject desired, Uid uid, Json.Obj merged, ManagedFields owners, Fields wanted) {
    Json.Obj filled = Defaults.of(desired.ref().kind(), uid, merged);
    List<Problem> problems = Validation.problemsOf(desired.ref().kind(), filled);
    if (!problems.isEmpty()) {
      throw Refusals.invalid(desired.ref(), problems);
    }
    return owners.applied(manager, wanted, desired.ref().kind().apiVersion(), now).in(filled);
  }

  /** What counts of what was sent: nulls, the status and the cluster's own book-keeping don't. */
  private static Json.Obj sent(DesiredObject desired) {
    Kind kind = desired.ref().kind();
    Json.Obj plain = withoutNulls(desired.content());
    refuse(Schema.problemOf(kind, plain));
    Json.Obj content = Defaults.withoutStringData(kind, plain);
    Json.Obj metadata = content.objectAt("metadata");
    for (String field : WRITTEN_BY_THE_CLUSTER) {
      metadata = metadata.without(field);
    }
    metadata = metadata.with("name", Json.text(desired.ref().name()));
    if (desired.ref().namespace().isPresent()) {
      metadata = metadata.with("namespace", Json.text(desired.ref().namespace().get()));
    }
    return content.without("status").with("metadata", metadata);
  }

  private static void refuse(Optional<Problem> problem) {
    if (problem.isPresent()) {
      throw Refusals.ofType(problem.get());
    }
  }

  private static Json.Obj withoutNulls(Json.Obj object) {
    var members = new LinkedHashMap<>(object.fields());
    members.values().removeIf(Json.Null.NULL::equals);
    members.replaceAll((name, value) -> withoutNulls(value));
    return new Json.Obj(members);
  }

  private static Json withoutNulls(Json value) {
    return switch (value) {
      case Json.Obj object -> withoutNulls(object);
      case Json.Arr array ->
          Values.list(array.items().stream().map(Applying::withoutNulls).toList());
      default -> value;
    };
  }

  /** The owners, once it is clear that what others own is not changed, or taken over. */
  private ManagedFields settled(ResourceRef ref, Fields wanted, Json.Obj applied, LiveObject live) {
    ManagedFields owners = ManagedFields.of(live.content());
    Set<FieldPath> changed =
        wanted.paths().stream()
            .filter(path -> !path.isItem())
            .filter(path -> !path.in(applied).equals(path.in(live.content())))
            .collect(Collectors.toSet());
    if (forced) {
      return owners.without(changed);
    }
    List<Problem> conflicts =
        changed.stream().flatMap(path -> conflicts(path, owners)).sorted(BY_PATH).toList();
    if (!conflicts.isEmpty()) {
      throw Refusals.owned(ref, conflicts);
    }
    return owners;
  }

  private Stream<Problem> conflicts(FieldPath path, ManagedFields owners) {
    return owners.othersWith(path, manager).stream()
        .map(
            other ->
                Problem.at(
                    path.toString().substring(1), "owned by \"%s\"".formatted(other.manager())));
  }

  private static void refuseImmutable(ResourceRef ref, Json.Obj before, Json.Obj after) {
    List<Problem> problems =
        immutable(ref.kind(), before).stream()
            .filter(path -> !before.at(path.split("\\.")).equals(after.at(path.split("\\."))))
            .map(path -> Problem.at(path, "Invalid value: field is immutable"))
            .toList();
    if (!problems.isEmpty()) {
      throw Refusals.invalid(ref, problems);
    }
  }

  private static Set<String> immutable(Kind kind, Json.Obj before) {
    if (kind.isJob()) {
      return Set.of("spec.template", "spec.selector", "spec.completions");
    }
    if (PodTemplates.isApp(kind)) {
      return Set.of("spec.selector");
    }
    if (before.at("immutable").equals(Optional.of(new Json.Bool(true)))) {
      return Set.of("data", "binaryData", "immutable");
    }
    return kind.sameResource(Kind.POD) ? Set.of("spec") : Set.of();
  }

  /** What somebody else changes, who does not apply but writes the whole object. */
  static Json.Obj update(LiveObject live, Json.Obj changed, String manager, Instant now) {
    Set<FieldPath> touched = new HashSet<>();
    for (FieldPath path : Fields.of(changed).paths()) {
      if (!path.in(changed).equals(path.in(live.content()))) {
        touched.add(path);
      }
    }
    Set<FieldPath> dropped = new HashSet<>(Fields.of(live.content()).paths());
    dropped.removeIf(path -> path.in(changed).isPresent());
    String apiVersion = live.ref().kind().apiVersion();
    return ManagedFields.of(live.content())
        .updated(manager, touched, apiVersion, now)
        .without(dropped)
        .in(changed);
  }
}
