package io.benchmarkdeployer.core.usecase;

import io.benchmarkdeployer.core.model.Problem;
import io.benchmarkdeployer.core.port.RejectedException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Which shells may be asked for, and which one an image turned out to have. Any thread may call.
 */
final class Shells {
  private static final List<String> USUAL = List.of("/bin/bash", "/bin/sh", "ash");
  private static final Pattern PATH = Pattern.compile("(/[-\\w.+]+)*/[-\\w.+]+");
  private static final int MOST_REMEMBERED = 1_000;

  private final Set<String> allowed;
  private final Map<Asked, String> remembered =
      Collections.synchronizedMap(
          new LinkedHashMap<>() {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<Asked, String> eldest) {
              return size() > MOST_REMEMBERED;
            }
          });

  private record Asked(String image, String shell) {}

  Shells(Set<String> allowed) {
    this.allowed = allowed;
  }

  /**
   * The shell that is meant.
   *
   * @throws RejectedException where it may not be asked for
   */
  String chosen(Optional<String> asked) {
    String shell = asked.orElseGet(this::usual);
    if (!isAllowed(shell)) {
      String message =
          "shell must be one of %s, by name or by path"
              .formatted(String.join(", ", new TreeSet<>(allowed)));
      throw new RejectedException(
          RejectedException.By.READER, message, List.of(Problem.at("shell", message)));
    }
    return shell;
  }

  private String usual() {
    return USUAL.stream()
        .filter(this::isAllowed)
        .findFirst()
        .orElseGet(() -> new TreeSet<>(allowed).first());
  }

  /** By its name alone, or where it lies; never a path that climbs. */
  private boolean isAllowed(String shell) {
    boolean isPath = PATH.matcher(shell).matches() && !shell.contains("/../");
    String name = isPath ? shell.substring(shell.lastIndexOf('/') + 1) : shell;
    return allowed.contains(shell) || allowed.contains(name);
  }

  /** What to try one after the other in a container of this image. */
  List<String> candidates(String image, String asked) {
    var shells = new LinkedHashSet<String>();
    Optional.ofNullable(remembered.get(new Asked(image, asked))).ifPresent(shells::add);
    shells.add(asked);
    USUAL.stream().filter(this::isAllowed).forEach(shells::add);
    return List.copyOf(shells);
  }

  /** Where this one was asked for, that one runs. */
  void remember(String image, String asked, String running) {
    remembered.put(new Asked(image, asked), running);
  }
}
