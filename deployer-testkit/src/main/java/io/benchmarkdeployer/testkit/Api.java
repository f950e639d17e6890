package io.benchmarkdeployer.testkit;

import io.benchmarkdeployer.core.model.DesiredObject;
import io.benchmarkdeployer.core.model.Json;
import io.benchmarkdeployer.core.model.Kind;
import io.benchmarkdeployer.core.model.LiveObject;
import io.benchmarkdeployer.core.model.Ownership;
import io.benchmarkdeployer.core.model.ResourceRef;
import io.benchmarkdeployer.core.model.Uid;
import io.benchmarkdeployer.core.port.ClusterPort.Deletion;
import io.benchmarkdeployer.core.port.ClusterPort.DryRun;
import io.benchmarkdeployer.core.port.ServedKind;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * What a cluster lets one do with its objects: the checks, and the writing. Whoever calls holds the
 * cluster's lock.
 */
final class Api {
  private static final Kind SERVICE_ACCOUNT = new Kind("v1", "ServiceAccount");
  private static final String CONTROLLERS = "kube-controller-manager";

  private final ServedKinds kinds;
  private final ObjectStore store;
  private final Loop loop;
  private final boolean namespacesOnDemand;

  Api(ServedKinds kinds, ObjectStore store, Loop loop, boolean namespacesOnDemand) {
    this.kinds = kinds;
    this.store = store;
    this.loop = loop;
    this.namespacesOnDemand = namespacesOnDemand;
  }

  Optional<LiveObject> find(ResourceRef ref) {
    return isServed(ref) ? store.find(ref) : Optional.empty();
  }

  private boolean isServed(ResourceRef ref) {
    return kinds
        .find(ref.kind())
        .filter(served -> served.namespaced() == ref.namespace().isPresent())
        .isPresent();
  }

  DryRun dryRun(String manager, DesiredObject desired, Optional<Uid> expected) {
    admit(desired.ref());
    if (expected.isEmpty()) {
      Json.Obj fresh = as(manager).create(desired, randomUid());
      return new DryRun(live(desired.ref(), fresh), true);
    }
    LiveObject live = expected(desired.ref(), expected.get());
    Json.Obj would = as(manager).change(desired, live);
    return new DryRun(
        live(desired.ref(), would), !comparable(would).equals(comparable(live.content())));
  }

  private static Json.Obj comparable(Json.Obj object) {
    Json.Obj metadata = object.objectAt("metadata").without("managedFields");
    Json.Obj labels = metadata.objectAt("labels").without(Ownership.DEPLOYMENT_ID);
    return object.with("metadata", metadata.with("labels", labels));
  }

  LiveObject apply(String manager, DesiredObject desired, Optional<Uid> expected) {
    admit(desired.ref());
    admitServiceAccount(desired);
    if (expected.isPresent()) {
      LiveObject live = expected(desired.ref(), expected.get());
      return written(live, as(manager).change(desired, live));
    }
    if (store.find(desired.ref()).isPresent()) {
      throw Refusals.exists(desired.ref());
    }
    return stored(live(desired.ref(), as(manager).create(desired, randomUid())));
  }

  LiveObject restore(String manager, LiveObject before) {
    LiveObject live = expected(before.ref(), before.uid());
    Fields ours = ManagedFields.of(before.content()).appliedBy(manager);
    var then = new DesiredObject(before.ref(), ours.in(before.content()));
    return written(live, as(manager).change(then, live));
  }

  /** Applies for somebody who does not mind what others own; creates what is not there. */
  LiveObject applyForced(String manager, DesiredObject desired) {
    admit(desired.ref());
    Optional<LiveObject> live = store.find(desired.ref());
    return live.isEmpty()
        ? apply(manager, desired, Optional.empty())
        : written(live.get(), Applying.forcedBy(manager, loop.now()).change(desired, live.get()));
  }

  private Applying as(String manager) {
    return Applying.by(manager, loop.now());
  }

  private LiveObject expected(ResourceRef ref, Uid uid) {
    return store
        .find(ref)
        .filter(live -> live.uid().equals(uid))
        .orElseThrow(() -> Refusals.gone(ref));
  }

  /** Creates an object of a controller: no manager, no questions but the cluster's own. */
  LiveObject create(ResourceRef ref, Json.Obj content) {
    return apply(CONTROLLERS, new DesiredObject(ref, content), Optional.empty());
  }

  /** Writes the object as somebody who does not apply. */
  LiveObject update(String manager, LiveObject live, Json.Obj changed) {
    return written(live, Applying.update(live, changed, manager, loop.now()));
  }

  /** Writes what a part of the cluster itself changes, its status above all. */
  LiveObject put(LiveObject live, Json.Obj content) {
    return content.equals(live.content()) ? live : store.put(live(live.ref(), content));
  }

  private LiveObject written(LiveObject live, Json.Obj content) {
    if (content.equals(live.content())) {
      return live;
    }
    boolean respecified = !content.at("spec").equals(live.content().at("spec"));
    Optional<Long> generation = content.longAt("metadata", "generation").filter(any -> respecified);
    Json.Obj next =
        generation
            .map(number -> content.withAt(Json.number(number + 1), "metadata", "generation"))
            .orElse(content);
    return completed(store.put(live(live.ref(), next)));
  }

  /** What is being deleted goes once nothing holds it any more. */
  private LiveObject completed(LiveObject object) {
    boolean held =
        !object.terminating()
            || hasFinalizers(object)
            || isOf(object, Kind.POD)
            || isOf(object, Kind.NAMESPACE);
    if (!held) {
      store.remove(object);
    }
    return object;
  }

  private LiveObject stored(LiveObject object) {
    Json.Obj content = object.content();
    Kind kind = object.ref().kind();
    if (PodTemplates.isApp(kind)) {
      content = content.withAt(Json.number(1), "metadata", "generation");
    }
    if (kind.sameResource(Kind.POD)) {
      content = content.with("status", Values.object("phase", "Pending", "qosClass", "BestEffort"));
    }
    return store.put(live(object.ref(), content));
  }

  private void admit(ResourceRef ref) {
    ServedKind served = kinds.find(ref.kind()).orElseThrow(() -> Refusals.notServed(ref.kind()));
    if (served.namespaced() != ref.namespace().isPresent()) {
      throw Refusals.notServed(ref.kind());
    }
    ref.namespace().ifPresent(this::admitTo);
  }

  private void admitServiceAccount(DesiredObject desired) {
    if (!desired.ref().kind().sameResource(Kind.POD)) {
      return;
    }
    desired
        .content()
        .textAt("spec", "serviceAccountName")
        .filter(account -> !account.equals("default"))
        .map(account -> new ResourceRef(SERVICE_ACCOUNT, desired.ref().namespace(), account))
        .filter(account -> store.find(account).isEmpty())
        .ifPresent(
            account -> {
              throw Refusals.noServiceAccount(desired.ref(), account);
            });
  }

  private void admitTo(String namespace) {
    var ref = new ResourceRef(Kind.NAMESPACE, Optional.empty(), namespace);
    Optional<LiveObject> live = store.find(ref);
    if (live.isEmpty() && namespacesOnDemand) {
      createNamespace(namespace);
    } else if (live.isEmpty()) {
      throw Refusals.noNamespace(namespace);
    } else if (live.get().terminating()) {
      throw Refusals.terminatingNamespace(namespace);
    }
  }

  LiveObject createNamespace(String name) {
    var ref = new ResourceRef(Kind.NAMESPACE, Optional.empty(), name);
    return create(
        ref,
        Values.object(
            "apiVersion", "v1", "kind", "Namespace", "metadata", Values.object("name", name)));
  }

  Deletion delete(ResourceRef ref, Uid uid) {
    Optional<LiveObject> live = find(ref);
    if (live.isEmpty()) {
      return Deletion.ABSENT;
    }
    if (!live.get().uid().equals(uid)) {
      return Deletion.ANOTHER;
    }
    delete(store.find(uid).orElseThrow());
    return Deletion.ACCEPTED;
  }

  /** Begins the deletion of an object; repeating it changes nothing. */
  void delete(LiveObject object) {
    if (object.terminating()) {
      return;
    }
    if (isOf(object, Kind.POD) && isRunning(object)) {
      long grace = object.content().longAt("spec", "terminationGracePeriodSeconds").orElse(30L);
      terminate(object, Duration.ofSeconds(grace));
    } else if (hasFinalizers(object) || isOf(object, Kind.NAMESPACE)) {
      terminate(object, Duration.ZERO);
    } else {
      store.remove(object);
    }
  }

  /** A pod that no node has, or that has ended, goes at once. */
  private static boolean isRunning(LiveObject pod) {
    String phase = pod.content().textAt("status", "phase").orElse("");
    return pod.content().textAt("spec", "nodeName").isPresent()
        && !Set.of("Succeeded", "Failed").contains(phase);
  }

  private void terminate(LiveObject object, Duration grace) {
    Json.Obj content =
        object
            .content()
            .withAt(Values.time(loop.now().plus(grace)), "metadata", "deletionTimestamp")
            .withAt(Json.number(grace.toSeconds()), "metadata", "deletionGracePeriodSeconds");
    boolean namespace = isOf(object, Kind.NAMESPACE);
    store.put(
        live(
            object.ref(),
            namespace ? content.withAt(Json.text("Terminating"), "status", "phase") : content));
  }

  private static boolean hasFinalizers(LiveObject object) {
    return !object.content().itemsAt("metadata", "finalizers").isEmpty();
  }

  private static boolean isOf(LiveObject object, Kind kind) {
    return object.ref().kind().sameResource(kind);
  }

  private static LiveObject live(ResourceRef ref, Json.Obj content) {
    return new LiveObject(ref, new Uid(content.textAt("metadata", "uid").orElseThrow()), content);
  }

  private static Uid randomUid() {
    return new Uid(UUID.randomUUID().toString());
  }
}
