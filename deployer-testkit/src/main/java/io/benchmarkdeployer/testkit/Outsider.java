package io.benchmarkdeployer.testkit;

import io.benchmarkdeployer.core.model.DesiredObject;
import io.benchmarkdeployer.core.model.Json;
import io.benchmarkdeployer.core.model.LiveObject;
import io.benchmarkdeployer.core.model.ResourceRef;
import io.benchmarkdeployer.core.port.NotFoundException;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Somebody else who works on the cluster, as with kubectl: under a field manager of its own, past
 * all faults.
 */
public final class Outsider {
  private final String manager;
  private final Api api;
  private final Loop loop;

  Outsider(String manager, Api api, Loop loop) {
    this.manager = manager;
    this.api = api;
    this.loop = loop;
  }

  /** Creates an object. */
  public LiveObject create(ResourceRef ref, Json.Obj content) {
    return loop.locked(() -> api.apply(manager, new DesiredObject(ref, content), Optional.empty()));
  }

  /** Applies these fields, forced: what is changed belongs to this one then. */
  public LiveObject apply(ResourceRef ref, Json.Obj fields) {
    return loop.locked(() -> api.applyForced(manager, new DesiredObject(ref, fields)));
  }

  /** Writes the object anew, whole: what is changed belongs to this one then. */
  public LiveObject change(ResourceRef ref, UnaryOperator<Json.Obj> change) {
    return loop.locked(
        () -> {
          LiveObject live = find(ref);
          return api.update(manager, live, change.apply(live.content()));
        });
  }

  /** Deletes the object, whatever its UID is. */
  public void delete(ResourceRef ref) {
    loop.run(() -> api.delete(find(ref)));
  }

  private LiveObject find(ResourceRef ref) {
    return api.find(ref).orElseThrow(() -> new NotFoundException("There is no " + ref));
  }
}
