package io.benchmarkdeployer.app.embedded;

import static java.util.stream.Collectors.toSet;

import io.benchmarkdeployer.core.model.TerminalMarker;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * Processes that belong together, wherever they went: those that carry the marker or are in a main
 * process's session, all that these started, and all in a session that one of them began.
 *
 * <p>What gets away is a process that took a session of its own and dropped its environment, and
 * whose parent ended before anybody looked. Without {@code /proc} it is every process whose parent
 * ended so.
 */
final class ProcessGroup {
  private static final Duration MOST = Duration.ofSeconds(5);
  private static final Duration PAUSE = Duration.ofMillis(5);

  private final Set<ProcessHandle> mains = ConcurrentHashMap.newKeySet();
  private final Predicate<ProcessTable.Entry> carries;

  /** Those that were seen, by id, with their start: an id alone may be another's by now. */
  private final Map<Long, Long> seen = new ConcurrentHashMap<>();

  private ProcessGroup(Predicate<ProcessTable.Entry> carries) {
    this.carries = carries;
  }

  /** A container's processes. */
  static ProcessGroup of(ProcessMarker marker, ProcessHandle main) {
    var group = new ProcessGroup(process -> isYoung(process) && isOf(marker, process));
    group.join(main);
    return group;
  }

  /** Those of these terminals of a container. */
  static ProcessGroup of(ProcessMarker container, Set<TerminalMarker> terminals) {
    Set<String> values = terminals.stream().map(TerminalMarker::value).collect(toSet());
    return new ProcessGroup(
        process ->
            isYoung(process)
                && process.variable(TerminalMarker.VARIABLE).filter(values::contains).isPresent()
                && isOf(container, process));
  }

  /** What services of this user that are no more, because they were killed, have left. */
  static ProcessGroup orphans() {
    return new ProcessGroup(
        process ->
            process.isOfOurUser()
                && ProcessMarker.of(process)
                    .filter(marker -> marker.service().isOver())
                    .isPresent());
  }

  /** One more main process, which may carry no marker yet. */
  void join(ProcessHandle main) {
    mains.add(main);
  }

  /** It is over, with its session. */
  void leave(ProcessHandle main) {
    mains.remove(main);
  }

  /** The ids of those that live now; once seen here, one is known even if its parent ends. */
  Set<Long> living() {
    List<ProcessTable.Entry> all =
        ProcessTable.all().stream().filter(process -> !isThisService(process)).toList();
    var members = new HashSet<Long>();
    Set<Long> sessions = sessionsOfMains(all);
    all.stream().filter(this::isSeed).map(ProcessTable.Entry::pid).forEach(members::add);
    for (int before = -1; before != members.size(); ) {
      before = members.size();
      all.stream()
          .filter(process -> isNext(process, members, sessions))
          .map(ProcessTable.Entry::pid)
          .forEach(members::add);
    }
    all.stream()
        .filter(process -> members.contains(process.pid()))
        .forEach(process -> seen.put(process.pid(), process.started()));
    return members;
  }

  /**
   * Kills all of them, those that are born meanwhile too. It looks twice: one look misses a process
   * whose parent ended while it looked, or that is just about to become another program.
   *
   * @return those that could not be ended in five seconds; none, as a rule
   */
  Set<Long> end() throws InterruptedException {
    long end = System.nanoTime() + MOST.toNanos();
    Set<Long> living = living();
    for (int looks = 1; looks < 3 && System.nanoTime() - end < 0; looks++) {
      if (!living.isEmpty()) {
        living.forEach(ProcessGroup::kill);
        looks = 0;
      }
      Thread.sleep(PAUSE);
      living = living();
    }
    // On a machine so busy that two looks took all the time, the last seen are not let go unharmed.
    living.forEach(ProcessGroup::kill);
    return living;
  }

  private static void kill(long pid) {
    ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
  }

  /** Where a main process is gone and its id was given to another, its session is over too. */
  private Set<Long> sessionsOfMains(List<ProcessTable.Entry> all) {
    return mains.stream()
        .filter(
            main ->
                main.isAlive() || all.stream().noneMatch(process -> process.pid() == main.pid()))
        .map(ProcessHandle::pid)
        .collect(toSet());
  }

  private boolean isSeed(ProcessTable.Entry process) {
    return mains.stream().anyMatch(main -> main.pid() == process.pid() && main.isAlive())
        || seen.getOrDefault(process.pid(), -1L) == process.started()
        || carries.test(process);
  }

  private static boolean isOf(ProcessMarker container, ProcessTable.Entry process) {
    return ProcessMarker.of(process).equals(Optional.of(container));
  }

  /** Nothing that is older than this service is of a container of it. */
  private static boolean isYoung(ProcessTable.Entry process) {
    return process.started() >= ServiceRun.CURRENT.started();
  }

  /** A session that is led by one of them was begun by it. */
  private static boolean isNext(
      ProcessTable.Entry process, Set<Long> members, Set<Long> sessionsOfMains) {
    return members.contains(process.parent())
        || members.contains(process.session())
        || sessionsOfMains.contains(process.session());
  }

  private static boolean isThisService(ProcessTable.Entry process) {
    return process.pid() == ServiceRun.CURRENT.pid();
  }
}
