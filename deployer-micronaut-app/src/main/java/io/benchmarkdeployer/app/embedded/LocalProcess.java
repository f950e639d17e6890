package io.benchmarkdeployer.app.embedded;

import static java.lang.System.Logger.Level.WARNING;

import io.benchmarkdeployer.core.model.TerminalMarker;
import io.benchmarkdeployer.core.model.TerminalSize;
import io.benchmarkdeployer.core.port.ExecPort.Opening;
import io.benchmarkdeployer.testkit.ContainerRuntime;
import io.benchmarkdeployer.testkit.ContainerRuntime.Exit;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** A container's process, with all that it started. */
final class LocalProcess implements ContainerRuntime.Running {
  private static final System.Logger LOG = System.getLogger(LocalProcess.class.getName());
  private static final Executor VIRTUAL = task -> Thread.ofVirtual().name("container").start(task);

  private final String name;
  private final Process process;
  private final ProcessGroup group;
  private final OutputPipe pipe;
  private final LocalTerminals terminals;
  private final CompletableFuture<Exit> exit = new CompletableFuture<>();
  private final AtomicBoolean asked = new AtomicBoolean();

  private LocalProcess(Launch launch, OutputPipe pipe, Readiness readiness, Process process) {
    this.name = launch.marker().container();
    this.process = process;
    this.group = ProcessGroup.of(launch.marker(), process.toHandle());
    this.pipe = pipe;
    this.terminals = new LocalTerminals(launch, group, readiness);
  }

  /**
   * Starts it; it prints into the pipe, and is to be {@link #follow followed} at once.
   *
   * @param readiness for its terminals
   * @throws IOException where the system refuses; then the pipe is closed
   */
  static LocalProcess start(Launch launch, OutputPipe pipe, Readiness readiness)
      throws IOException {
    try {
      Process process = launch.start(pipe);
      pipe.handedOver();
      return new LocalProcess(launch, pipe, readiness, process);
    } catch (IOException refused) {
      pipe.close();
      throw refused;
    }
  }

  /**
   * Hands over what it prints and sees to its end.
   *
   * @param output called from one thread
   * @param afterwards what is to be done at its end, before that is told
   */
  void follow(Consumer<byte[]> output, Runnable afterwards) {
    // A platform thread: a read from a pipe would hold a virtual thread's carrier.
    Thread reader =
        Thread.ofPlatform().daemon().name("output of " + name).start(() -> pipe.copyTo(output));
    VIRTUAL.execute(() -> finish(reader, afterwards));
  }

  @Override
  public CompletableFuture<Exit> exit() {
    return exit.copy();
  }

  @Override
  public Opening openTerminal(String shell, TerminalMarker marker, TerminalSize size) {
    return terminals.open(shell, marker, size);
  }

  @Override
  public void endTerminals(Set<TerminalMarker> markers) {
    terminals.end(markers);
  }

  /**
   * {@inheritDoc}
   *
   * <p>It is the main process that is asked (SIGTERM), as a container runtime asks it; passing that
   * on to others is its own affair. Unlike in a container it ends by that where it has no handler.
   */
  @Override
  public void stop(Duration grace) {
    VIRTUAL.execute(() -> stopNow(grace));
  }

  private void stopNow(Duration grace) {
    try {
      if (asked.compareAndSet(false, true)) {
        ask();
      }
      if (!process.waitFor(TimeUnit.NANOSECONDS.convert(grace), TimeUnit.NANOSECONDS)) {
        endAll();
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  /** Looks first at what there is: a child whose parent has ended may be found no more. */
  private void ask() {
    try {
      group.living();
    } catch (UncheckedIOException unreadable) {
      LOG.log(WARNING, "What container " + name + " has started is not known", unreadable);
    } finally {
      process.destroy();
    }
  }

  /** The main process is the container: when it ends, what it left in the background ends too. */
  private void finish(Thread reader, Runnable afterwards) {
    try {
      process.waitFor();
      terminals.close();
      endAll();
      pipe.drain(reader);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    } finally {
      pipe.close();
      tellEnd(afterwards);
    }
  }

  private void tellEnd(Runnable afterwards) {
    try {
      afterwards.run();
    } finally {
      exit.complete(Exit.of(process.exitValue()));
    }
  }

  private void endAll() throws InterruptedException {
    try {
      Set<Long> left = group.end();
      if (!left.isEmpty()) {
        LOG.log(WARNING, "Processes {0} of container {1} could not be ended", left, name);
      }
    } catch (UncheckedIOException unreadable) {
      process.destroyForcibly();
      LOG.log(WARNING, "What container " + name + " has started is not known", unreadable);
    }
  }
}
