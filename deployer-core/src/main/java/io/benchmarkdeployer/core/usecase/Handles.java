package io.benchmarkdeployer.core.usecase;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What was handed out to be closed, and is not yet. Any thread may call. */
final class Handles {
  private final Set<Handle> open = ConcurrentHashMap.newKeySet();

  /** One of them; no two are equal. */
  private static final class Handle {
    private final String words;

    Handle(String words) {
      this.words = words;
    }
  }

  /**
   * Counts one in.
   *
   * @param words for whoever has forgotten it
   * @return to be run when it is closed; idempotent
   */
  Runnable open(String words) {
    var handle = new Handle(words);
    open.add(handle);
    return () -> open.remove(handle);
  }

  /** Those that are open, each in words. */
  List<String> inWords() {
    return open.stream().map(handle -> handle.words).sorted().toList();
  }
}
