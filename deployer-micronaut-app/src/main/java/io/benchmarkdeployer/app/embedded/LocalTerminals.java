package io.benchmarkdeployer.app.embedded;

import io.benchmarkdeployer.core.model.TerminalMarker;
import io.benchmarkdeployer.core.model.TerminalSize;
import io.benchmarkdeployer.core.port.ConflictException;
import io.benchmarkdeployer.core.port.ExecPort.Opening;
import io.benchmarkdeployer.core.port.UnavailableException;
import io.benchmarkdeployer.core.port.UnavailableException.How;
import io.benchmarkdeployer.testkit.ContainerRuntime.StartFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.stream.Stream;

/** The terminals of one container: shells in its directory, with its environment. */
final class LocalTerminals implements AutoCloseable {
  /** How long a shell and its programs have to leave by themselves. */
  private static final Duration GRACE = Duration.ofMillis(300);

  private static final Duration PAUSE = Duration.ofMillis(10);

  /** How long a program may take to become the shell; some milliseconds, as a rule. */
  private static final Duration BIRTH = Duration.ofSeconds(5);

  private static final Duration GLANCE = Duration.ofMillis(1);
  private static final int NOT_RUN = 127;

  private final Launch launch;
  private final ProcessGroup container;
  private final Readiness readiness;
  private final Set<Started> started = ConcurrentHashMap.newKeySet();

  /** Read by who starts one, so that the container's end waits for what is being started. */
  private final ReentrantReadWriteLock gate = new ReentrantReadWriteLock();

  private boolean over;

  private record Started(TerminalMarker marker, LocalTerminal terminal) {
    Stream<ProcessHandle> process() {
      return terminal.process().stream();
    }
  }

  LocalTerminals(Launch launch, ProcessGroup container, Readiness readiness) {
    this.launch = launch;
    this.container = container;
    this.readiness = readiness;
  }

  /** See {@link io.benchmarkdeployer.core.port.ExecPort#open}. */
  Opening open(String shell, TerminalMarker marker, TerminalSize size) {
    try {
      return settled(start(launch.find(shell), marker, size));
    } catch (StartFailure unfit) {
      return new Opening.NoSuchShell();
    } catch (IOException refused) {
      throw new UnavailableException(
          How.UNREACHABLE, "This machine opens no terminal now: " + refused.getMessage(), refused);
    } catch (InterruptedException stopped) {
      throw stopped("a terminal was opened", stopped);
    }
  }

  private Started start(Path program, TerminalMarker marker, TerminalSize size) throws IOException {
    gate.readLock().lock();
    try {
      if (over) {
        throw new ConflictException("The container has ended");
      }
      LocalTerminal terminal =
          LocalTerminal.start(
              program, launch.ofTerminal(marker), launch.directory(), size, readiness);
      return joined(new Started(marker, terminal));
    } finally {
      gate.readLock().unlock();
    }
  }

  private Started joined(Started one) {
    started.add(one);
    one.process().forEach(container::join);
    return one;
  }

  /** Once it is the shell, and no more this service's fork, its marker can be found. */
  private Opening settled(Started one) throws InterruptedException {
    long end = System.nanoTime() + BIRTH.toNanos();
    while (!isBorn(one) && System.nanoTime() - end < 0) {
      OptionalInt code = one.terminal().awaitCode(GLANCE);
      if (code.isPresent()) {
        return ended(one, code.getAsInt());
      }
    }
    return new Opening.Opened(one.terminal());
  }

  private static boolean isBorn(Started one) {
    return !ProcessTable.isKnown()
        || one.process()
            .flatMap(process -> ProcessTable.find(process.pid()).stream())
            .flatMap(process -> process.variable(TerminalMarker.VARIABLE).stream())
            .anyMatch(one.marker().value()::equals);
  }

  /** What the system refuses to run though it looked well never becomes the shell. */
  private Opening ended(Started one, int code) {
    if (code != NOT_RUN) {
      return new Opening.Opened(one.terminal());
    }
    one.terminal().close();
    forget(one);
    return new Opening.NoSuchShell();
  }

  /**
   * See {@link io.benchmarkdeployer.core.port.ExecPort#end}. Looks first at what there is: a child
   * whose parent has ended may be found no more.
   */
  void end(Set<TerminalMarker> markers) {
    if (markers.isEmpty()) {
      return;
    }
    List<Started> known = started.stream().filter(one -> markers.contains(one.marker())).toList();
    ProcessGroup group = ProcessGroup.of(launch.marker(), markers);
    known.stream().flatMap(Started::process).forEach(group::join);
    try {
      Set<Long> living = group.living();
      known.stream().map(Started::terminal).forEach(LocalTerminal::hangUp);
      end(group, living);
      known.forEach(this::forget);
    } catch (UncheckedIOException unreadable) {
      throw new UnavailableException(
          How.UNREACHABLE, "What runs in the terminals is not known", unreadable);
    } catch (InterruptedException stopped) {
      throw stopped("terminals were ended", stopped);
    }
  }

  private static void end(ProcessGroup group, Set<Long> living) throws InterruptedException {
    long end = System.nanoTime() + GRACE.toNanos();
    for (Set<Long> left = living; !left.isEmpty() && System.nanoTime() - end < 0; ) {
      Thread.sleep(PAUSE);
      left = group.living();
    }
    Set<Long> left = group.end();
    if (!left.isEmpty()) {
      throw new UnavailableException(
          How.SILENT, "Processes %s of terminals could not be ended".formatted(left));
    }
  }

  /** None is started any more, and on return none is about to be. */
  @Override
  public void close() {
    gate.writeLock().lock();
    try {
      over = true;
    } finally {
      gate.writeLock().unlock();
    }
  }

  private void forget(Started one) {
    started.remove(one);
    one.process().forEach(container::leave);
  }

  private static UnavailableException stopped(String what, InterruptedException stopped) {
    Thread.currentThread().interrupt();
    return new UnavailableException(How.SILENT, "Stopped while " + what, stopped);
  }
}
