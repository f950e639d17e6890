package io.benchmarkdeployer.app.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A word in the environment of a container's processes, by which they are found again: a child that
 * went into the background, or whose parent died, is no descendant any more but still carries it.
 *
 * <p>It is read from {@code /proc}; where there is none (macOS) only descendants are found.
 *
 * @param container the container's identity
 * @param owner the process that runs it: this one
 */
record ProcessMarker(String container, ProcessHandle owner) {
  static final String VARIABLE = "BENCHMARK_DEPLOYER_CONTAINER";
  private static final Path PROC = Path.of("/proc");
  private static final int LONGEST = 1 << 20;

  static ProcessMarker of(String container) {
    return new ProcessMarker(container, ProcessHandle.current());
  }

  String value() {
    return owner.pid() + "-" + startOf(owner) + "/" + container;
  }

  /** The living processes that carry this marker. */
  List<ProcessHandle> carriers() {
    return carriers(value()::equals);
  }

  /** The living processes that carry the marker of a service that is no more: it was killed. */
  static List<ProcessHandle> orphans() {
    return carriers(value -> !ownerLives(value));
  }

  private static boolean ownerLives(String value) {
    String[] owner = value.substring(0, Math.max(0, value.indexOf('/'))).split("-", 2);
    try {
      return ProcessHandle.of(Long.parseLong(owner[0]))
          .filter(process -> owner.length == 2 && startOf(process).equals(owner[1]))
          .isPresent();
    } catch (NumberFormatException notOurs) {
      return true;
    }
  }

  private static String startOf(ProcessHandle process) {
    return process.info().startInstant().map(start -> "" + start.toEpochMilli()).orElse("0");
  }

  private static List<ProcessHandle> carriers(Predicate<String> wanted) {
    if (!Files.isDirectory(PROC)) {
      return List.of();
    }
    try (Stream<Path> processes = Files.list(PROC)) {
      return processes
          .filter(process -> markerOf(process).filter(wanted).isPresent())
          .map(process -> ProcessHandle.of(Long.parseLong(process.getFileName().toString())))
          .flatMap(Optional::stream)
          .toList();
    } catch (IOException unreadable) {
      return List.of();
    }
  }

  /** Empty for what is no process, is another user's, or is gone by now. */
  private static Optional<String> markerOf(Path process) {
    if (!process.getFileName().toString().chars().allMatch(Character::isDigit)) {
      return Optional.empty();
    }
    try (var environment = Files.newInputStream(process.resolve("environ"))) {
      String all = new String(environment.readNBytes(LONGEST), StandardCharsets.UTF_8);
      return Stream.of(all.split("\0"))
          .filter(entry -> entry.startsWith(VARIABLE + "="))
          .map(entry -> entry.substring(VARIABLE.length() + 1))
          .findFirst();
    } catch (IOException notReadable) {
      return Optional.empty();
    }
  }
}
