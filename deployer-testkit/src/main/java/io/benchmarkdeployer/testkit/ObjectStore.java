package io.benchmarkdeployer.testkit;

import io.benchmarkdeployer.core.model.Json;
import io.benchmarkdeployer.core.model.Kind;
import io.benchmarkdeployer.core.model.LiveObject;
import io.benchmarkdeployer.core.model.ResourceRef;
import io.benchmarkdeployer.core.model.Uid;
import io.benchmarkdeployer.core.port.Selector;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The objects of a cluster, each stored under its resource (whatever version of its group), and who
 * is told when one changes. Whoever calls holds the cluster's lock.
 */
final class ObjectStore {
  private final Map<Resource, Map<Name, LiveObject>> objects = new HashMap<>();
  private final Map<Uid, LiveObject> byUid = new HashMap<>();
  private final Map<Uid, Set<Uid>> dependents = new HashMap<>();
  private final List<Listener> listeners = new ArrayList<>();
  private long version;

  private record Resource(String group, String kind) {
    static Resource of(Kind kind) {
      return new Resource(kind.group(), kind.name());
    }
  }

  private record Name(String namespace, String name) implements Comparable<Name> {
    static Name of(ResourceRef ref) {
      return new Name(ref.namespace().orElse(""), ref.name());
    }

    @Override
    public int compareTo(Name other) {
      int byNamespace = namespace.compareTo(other.namespace);
      return byNamespace != 0 ? byNamespace : name.compareTo(other.name);
    }
  }

  /** Is told of each change after it was made, in order. */
  interface Listener {
    /**
     * Under the cluster's lock.
     *
     * @param before empty for a new object
     * @param after empty for one that is gone
     */
    void changed(Optional<LiveObject> before, Optional<LiveObject> after);
  }

  void listen(Listener listener) {
    listeners.add(listener);
  }

  /** Stores the object as its next version; the object as it is then. */
  LiveObject put(LiveObject object) {
    LiveObject next = versioned(object);
    Optional<LiveObject> before =
        Optional.ofNullable(of(next.ref().kind()).put(Name.of(next.ref()), next));
    relink(before, next);
    tell(before, Optional.of(next));
    return next;
  }

  void remove(LiveObject object) {
    LiveObject last = of(object.ref().kind()).remove(Name.of(object.ref()));
    if (last != null) {
      unlink(last);
      tell(Optional.of(versioned(last)), Optional.empty());
    }
  }

  private LiveObject versioned(LiveObject object) {
    var text = Json.text(Long.toString(++version));
    Json.Obj content = object.content().withAt(text, "metadata", "resourceVersion");
    return new LiveObject(object.ref(), object.uid(), content);
  }

  private void tell(Optional<LiveObject> before, Optional<LiveObject> after) {
    listeners.forEach(listener -> listener.changed(before, after));
  }

  /** What keeps its owners keeps its place among what they own. */
  private void relink(Optional<LiveObject> before, LiveObject next) {
    if (before.filter(last -> owners(last).toList().equals(owners(next).toList())).isPresent()) {
      byUid.put(next.uid(), next);
      return;
    }
    before.ifPresent(this::unlink);
    link(next);
  }

  private void link(LiveObject object) {
    byUid.put(object.uid(), object);
    owners(object)
        .forEach(
            owner ->
                dependents.computeIfAbsent(owner, any -> new LinkedHashSet<>()).add(object.uid()));
  }

  private void unlink(LiveObject object) {
    byUid.remove(object.uid());
    for (Uid owner : owners(object).toList()) {
      Set<Uid> owned = dependents.getOrDefault(owner, new LinkedHashSet<>());
      owned.remove(object.uid());
      if (owned.isEmpty()) {
        dependents.remove(owner);
      }
    }
  }

  private static Stream<Uid> owners(LiveObject object) {
    return object.content().itemsAt("metadata", "ownerReferences").stream()
        .map(owner -> owner.textAt("uid"))
        .flatMap(Optional::stream)
        .map(Uid::new);
  }

  /** The object, in the version of its group that is asked for. */
  Optional<LiveObject> find(ResourceRef ref) {
    return Optional.ofNullable(of(ref.kind()).get(Name.of(ref))).map(live -> as(ref.kind(), live));
  }

  Optional<LiveObject> find(Uid uid) {
    return Optional.ofNullable(byUid.get(uid));
  }

  /** What this object owns, oldest first. */
  List<LiveObject> dependentsOf(Uid owner) {
    return dependents.getOrDefault(owner, Set.of()).stream()
        .map(uid -> Optional.ofNullable(byUid.get(uid)))
        .flatMap(Optional::stream)
        .toList();
  }

  List<LiveObject> inNamespace(String namespace) {
    return byUid.values().stream()
        .filter(object -> object.ref().namespace().equals(Optional.of(namespace)))
        .toList();
  }

  /** All that match, in the order of their names. */
  List<LiveObject> list(Selector selector) {
    return of(selector.kind()).values().stream()
        .filter(object -> Matching.matches(selector, object))
        .map(object -> as(selector.kind(), object))
        .toList();
  }

  List<LiveObject> list(Kind kind) {
    return List.copyOf(of(kind).values());
  }

  private Map<Name, LiveObject> of(Kind kind) {
    return objects.computeIfAbsent(Resource.of(kind), any -> new TreeMap<>());
  }

  /** An object of a group is the same in each of its versions, as far as is played here. */
  static LiveObject as(Kind kind, LiveObject object) {
    if (object.ref().kind().equals(kind)) {
      return object;
    }
    var ref = new ResourceRef(kind, object.ref().namespace(), object.ref().name());
    Json.Obj content = object.content().with("apiVersion", Json.text(kind.apiVersion()));
    return new LiveObject(ref, object.uid(), content);
  }
}
