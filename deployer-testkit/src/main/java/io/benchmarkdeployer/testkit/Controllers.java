package io.benchmarkdeployer.testkit;

import io.benchmarkdeployer.core.model.LiveObject;
import io.benchmarkdeployer.core.model.Pod;
import io.benchmarkdeployer.core.model.Uid;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Wakes the controller of an object, a moment after the object or something that it controls has
 * changed. Many changes in that moment wake it once.
 */
final class Controllers implements ObjectStore.Listener {
  private final ObjectStore store;
  private final Loop loop;
  private final List<Controller> controllers;
  private final Set<Uid> woken = new HashSet<>();

  Controllers(ObjectStore store, Loop loop, List<Controller> controllers) {
    this.store = store;
    this.loop = loop;
    this.controllers = List.copyOf(controllers);
  }

  @Override
  public void changed(Optional<LiveObject> before, Optional<LiveObject> after) {
    after.ifPresent(object -> wake(object.uid()));
    after
        .or(() -> before)
        .flatMap(Pod::controllerOf)
        .ifPresent(controller -> wake(controller.uid()));
  }

  private void wake(Uid uid) {
    boolean known =
        store
            .find(uid)
            .filter(
                object -> controllers.stream().anyMatch(one -> one.handles(object.ref().kind())))
            .isPresent();
    if (known && woken.add(uid)) {
      loop.later(Loop.REACTION, () -> sync(uid));
    }
  }

  /** Wakes the object's controller later, whatever happens until then. */
  static void again(Loop loop, ObjectStore store, Controller controller, Uid uid, Duration delay) {
    loop.later(delay, () -> store.find(uid).ifPresent(controller::sync));
  }

  private void sync(Uid uid) {
    woken.remove(uid);
    for (Controller controller : controllers) {
      store
          .find(uid)
          .filter(object -> controller.handles(object.ref().kind()))
          .ifPresent(controller::sync);
    }
  }
}
