package io.benchmarkdeployer.testkit;

import io.benchmarkdeployer.testkit.ContainerRuntime.Start;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Which shells scripted containers have; {@code /bin/sh} unless they were told otherwise. */
final class TaughtShells {
  private static final String USUAL = "/bin/sh";

  /** By image or container, then by path; empty for one that is missing. */
  private final Map<String, Map<String, Optional<ScriptedShell>>> taught =
      new ConcurrentHashMap<>();

  void teach(String imageOrContainer, String shell, ScriptedShell does) {
    of(imageOrContainer).put(path(shell), Optional.of(does));
  }

  void miss(String imageOrContainer, String shell) {
    of(imageOrContainer).put(path(shell), Optional.empty());
  }

  private Map<String, Optional<ScriptedShell>> of(String imageOrContainer) {
    return taught.computeIfAbsent(imageOrContainer, any -> new ConcurrentHashMap<>());
  }

  private static String path(String shell) {
    return shell.contains("/") ? shell : "/bin/" + shell;
  }

  /** What is known of the container's name goes before what is known of its image. */
  Optional<ScriptedShell> find(Start container, String shell) {
    var all = new HashMap<String, Optional<ScriptedShell>>();
    all.put(USUAL, Optional.of(ScriptedShell.plain()));
    all.putAll(taught.getOrDefault(container.image(), Map.of()));
    all.putAll(taught.getOrDefault(container.container(), Map.of()));
    return all.getOrDefault(path(shell), Optional.empty());
  }
}
