package io.benchmarkdeployer.testkit;

import io.benchmarkdeployer.core.model.Kind;
import io.benchmarkdeployer.core.model.LiveObject;
import java.util.List;

/** Empties namespaces that are being deleted; the last thing to go is the namespace itself. */
final class NamespaceController implements Controller {
  private final ObjectStore store;
  private final Api api;
  private final Loop loop;

  NamespaceController(ObjectStore store, Api api, Loop loop) {
    this.store = store;
    this.api = api;
    this.loop = loop;
  }

  @Override
  public boolean handles(Kind kind) {
    return kind.sameResource(Kind.NAMESPACE);
  }

  @Override
  public void sync(LiveObject namespace) {
    if (!namespace.terminating()) {
      return;
    }
    List<LiveObject> content = store.inNamespace(namespace.ref().name());
    if (content.isEmpty()) {
      store.remove(namespace);
    } else {
      content.forEach(api::delete);
      Controllers.again(loop, store, this, namespace.uid(), Loop.REACTION.multipliedBy(10));
    }
  }
}
