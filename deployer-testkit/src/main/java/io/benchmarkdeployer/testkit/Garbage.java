package io.benchmarkdeployer.testkit;

import io.benchmarkdeployer.core.model.Json;
import io.benchmarkdeployer.core.model.LiveObject;
import io.benchmarkdeployer.core.model.Uid;
import java.util.Optional;

/** Deletes, in the background, what was owned only by what is gone. */
final class Garbage implements ObjectStore.Listener {
  private final ObjectStore store;
  private final Api api;
  private final Loop loop;

  Garbage(ObjectStore store, Api api, Loop loop) {
    this.store = store;
    this.api = api;
    this.loop = loop;
  }

  @Override
  public void changed(Optional<LiveObject> before, Optional<LiveObject> after) {
    if (after.isEmpty() && before.isPresent()) {
      Uid owner = before.get().uid();
      if (!store.dependentsOf(owner).isEmpty()) {
        loop.later(Loop.REACTION, () -> collect(owner));
      }
    }
  }

  private void collect(Uid owner) {
    store.dependentsOf(owner).stream().filter(this::isOrphan).forEach(api::delete);
  }

  private boolean isOrphan(LiveObject object) {
    return object.content().itemsAt("metadata", "ownerReferences").stream()
        .noneMatch(this::isThere);
  }

  private boolean isThere(Json owner) {
    return owner.textAt("uid").map(Uid::new).flatMap(store::find).isPresent();
  }
}
