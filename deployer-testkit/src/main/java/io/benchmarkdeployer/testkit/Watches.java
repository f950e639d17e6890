package io.benchmarkdeployer.testkit;

import io.benchmarkdeployer.core.model.LiveObject;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** The watches that are open on a cluster. */
final class Watches implements ObjectStore.Listener {
  private final List<MemoryWatch> open = new CopyOnWriteArrayList<>();

  void add(MemoryWatch watch) {
    open.add(watch);
  }

  void remove(MemoryWatch watch) {
    open.remove(watch);
  }

  @Override
  public void changed(Optional<LiveObject> before, Optional<LiveObject> after) {
    open.forEach(watch -> watch.changed(before, after));
  }

  /** Each has to list again. */
  void breakAll() {
    open.forEach(MemoryWatch::breakOff);
  }

  void closeAll() {
    open.forEach(MemoryWatch::close);
  }

  List<String> descriptions() {
    return open.stream().map(MemoryWatch::toString).toList();
  }
}
