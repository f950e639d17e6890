package io.benchmarkdeployer.app.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The processes of this machine, from {@code /proc}. Where there is none (macOS) it knows only who
 * is whose parent.
 */
final class ProcessTable {
  private static final Path PROC = Path.of("/proc");
  private static final boolean KNOWN = Files.isReadable(PROC.resolve("self/stat"));

  /** More than a kernel lets a process have. */
  private static final int LONGEST_ENVIRONMENT = 4 << 20;

  private ProcessTable() {}

  /**
   * A process.
   *
   * @param ended whether it is listed only because nobody has asked for its exit yet
   * @param session its session's id, which is the id of the process that began it
   * @param started in ticks since the kernel booted
   */
  record Entry(long pid, boolean ended, long parent, long session, long started) {

    /** A variable of the environment that it was started with; empty where that can't be read. */
    Optional<String> variable(String name) {
      try (var environment = Files.newInputStream(directory().resolve("environ"))) {
        String all =
            new String(environment.readNBytes(LONGEST_ENVIRONMENT), StandardCharsets.UTF_8);
        return Stream.of(all.split("\0"))
            .filter(entry -> entry.startsWith(name + "="))
            .map(entry -> entry.substring(name.length() + 1))
            .findFirst();
      } catch (IOException goneOrNotOurs) {
        return Optional.empty();
      }
    }

    /** Whether it runs under the same user as this service. */
    boolean isOfOurUser() {
      return ServiceUser.owns(directory());
    }

    private Path directory() {
      return PROC.resolve("" + pid);
    }
  }

  /** Whether more is known of a process than whose child it is. */
  static boolean isKnown() {
    return KNOWN;
  }

  /** All processes that live now. */
  static List<Entry> all() {
    if (!KNOWN) {
      return ProcessHandle.allProcesses().map(ProcessTable::parentOnly).toList();
    }
    try (Stream<Path> entries = Files.list(PROC)) {
      return entries
          .map(entry -> entry.getFileName().toString())
          .filter(name -> Character.isDigit(name.charAt(0)))
          .flatMap(name -> find(Long.parseLong(name)).stream())
          .filter(process -> !process.ended())
          .toList();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** Whether there is surely no such process; false where that can't be told. */
  static boolean isGone(long pid) {
    return KNOWN && Files.notExists(PROC.resolve("" + pid));
  }

  /** One process; empty where there is none or it can't be read. */
  static Optional<Entry> find(long pid) {
    try {
      Path stat = PROC.resolve(pid + "/stat");
      return Optional.of(parse(pid, Files.readString(stat, StandardCharsets.ISO_8859_1)));
    } catch (IOException gone) {
      return Optional.empty();
    }
  }

  /** See proc(5): the name, in parentheses, may hold anything, parentheses and spaces as well. */
  private static Entry parse(long pid, String stat) {
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return new Entry(
        pid,
        fields[0].equals("Z") || fields[0].equals("X"),
        Long.parseLong(fields[1]),
        Long.parseLong(fields[3]),
        Long.parseLong(fields[19]));
  }

  private static Entry parentOnly(ProcessHandle process) {
    return new Entry(
        process.pid(), false, process.parent().map(ProcessHandle::pid).orElse(0L), 0, 0);
  }
}
