package io.benchmarkdeployer.testkit;

import io.benchmarkdeployer.core.model.TerminalMarker;
import io.benchmarkdeployer.core.model.TerminalSize;
import io.benchmarkdeployer.core.port.ConflictException;
import io.benchmarkdeployer.core.port.Terminal;
import io.benchmarkdeployer.core.port.UnavailableException;
import io.benchmarkdeployer.core.port.UnavailableException.How;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/** The shells that run in one scripted container. Any thread may call. */
final class ContainerShells {
  /** A shell ends at the next thing that it does; this is for a machine out of breath. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition ended = lock.newCondition();
  private final Collection<ShellRun> running = new HashSet<>();
  private boolean closed;

  /** Starts it. */
  Terminal open(
      ScriptedShell shell,
      TerminalMarker marker,
      TerminalSize size,
      Map<String, String> environment) {
    var tty = new Tty(size);
    var run = new ShellRun(marker, shell, tty, environment);
    add(run);
    Thread.ofVirtual().name("scripted shell").start(() -> follow(run));
    return tty;
  }

  private void add(ShellRun run) {
    lock.lock();
    try {
      if (closed) {
        throw new ConflictException("The container does not run: it has ended");
      }
      running.add(run);
    } finally {
      lock.unlock();
    }
  }

  private void follow(ShellRun run) {
    run.run();
    lock.lock();
    try {
      running.remove(run);
      ended.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** The markers of those that run, one for each. */
  List<TerminalMarker> markers() {
    lock.lock();
    try {
      return running.stream().map(ShellRun::marker).toList();
    } finally {
      lock.unlock();
    }
  }

  /** Hangs up those with these markers, and waits for their end. */
  void end(Collection<TerminalMarker> markers) {
    lock.lock();
    try {
      long left = PATIENCE.toNanos();
      marked(markers).forEach(run -> run.kill(ShellSignal.HANG_UP));
      while (marked(markers).findAny().isPresent() && left > 0) {
        left = ended.awaitNanos(left);
      }
      if (left <= 0) {
        throw new UnavailableException(How.SILENT, "The shells did not end within " + PATIENCE);
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new UnavailableException(How.UNREACHABLE, "The call was interrupted", stopped);
    } finally {
      lock.unlock();
    }
  }

  private Stream<ShellRun> marked(Collection<TerminalMarker> markers) {
    return running.stream().filter(run -> markers.contains(run.marker()));
  }

  /** The container has ended, and all of them with it. */
  void close() {
    lock.lock();
    try {
      closed = true;
      running.forEach(run -> run.kill(ShellSignal.KILL));
    } finally {
      lock.unlock();
    }
  }
}
