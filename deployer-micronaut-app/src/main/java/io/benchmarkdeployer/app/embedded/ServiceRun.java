package io.benchmarkdeployer.app.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One run of a service on this machine, told apart from every other: from a later one that got the
 * same process id, and from one in another PID namespace, whose ids mean other processes there.
 *
 * @param namespace the PID namespace that the id is of; 0 where the system has none
 * @param started in ticks of the kernel since it booted: unlike a time of day, two processes always
 *     read the same of it
 */
record ServiceRun(long namespace, long pid, long started) {
  /** This service. */
  static final ServiceRun CURRENT = current();

  private static final Pattern TEXT = Pattern.compile("(\\d{1,18})-(\\d{1,18})-(\\d{1,18})");

  /** Reads what {@link #toString} wrote; empty where this is no such text. */
  static Optional<ServiceRun> parse(String text) {
    return Optional.of(TEXT.matcher(text))
        .filter(matcher -> matcher.matches())
        .map(
            matcher ->
                new ServiceRun(
                    Long.parseLong(matcher.group(1)),
                    Long.parseLong(matcher.group(2)),
                    Long.parseLong(matcher.group(3))));
  }

  /** Whether it is surely over. One of another namespace can't be judged from here. */
  boolean isOver() {
    return namespace == CURRENT.namespace
        && (ProcessTable.isGone(pid) || ProcessTable.find(pid).filter(this::isAnother).isPresent());
  }

  private boolean isAnother(ProcessTable.Entry process) {
    return process.ended() || process.started() != started;
  }

  @Override
  public String toString() {
    return namespace + "-" + pid + "-" + started;
  }

  private static ServiceRun current() {
    long pid = ProcessHandle.current().pid();
    long started = ProcessTable.find(pid).map(ProcessTable.Entry::started).orElse(0L);
    return new ServiceRun(currentNamespace(), pid, started);
  }

  private static long currentNamespace() {
    try {
      String link = Files.readSymbolicLink(Path.of("/proc/self/ns/pid")).toString();
      return Long.parseLong(link.replaceAll("\\D", ""));
    } catch (IOException | NumberFormatException noNamespaces) {
      return 0;
    }
  }
}
