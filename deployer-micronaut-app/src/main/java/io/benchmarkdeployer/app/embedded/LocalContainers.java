package io.benchmarkdeployer.app.embedded;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import io.benchmarkdeployer.testkit.ContainerRuntime;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Containers as processes of this machine, under this service's user.
 *
 * <p>What differs from a container runtime: no image is pulled, so a container needs a command, and
 * its programs are this machine's; nothing is isolated but the environment; a {@code workingDir}
 * that this machine does not have is made in the pod's scratch directory, as is the one of a
 * container that names none; volumes, limits and probes are not there.
 */
final class LocalContainers implements ContainerRuntime {
  /** How many run at once, unless it is said otherwise. */
  static final int MOST = 200;

  private static final Duration GRACE = Duration.ofSeconds(2);
  private static final Duration END = Duration.ofSeconds(15);
  private static final System.Logger LOG = System.getLogger(LocalContainers.class.getName());

  private final SystemTools tools;
  private final Scratch scratch;
  private final int most;
  private final Semaphore places;
  private final Readiness readiness;
  private final AtomicLong started = new AtomicLong();
  private final Set<LocalProcess> running = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean closed = new AtomicBoolean();

  private LocalContainers(SystemTools tools, Scratch scratch, int most) {
    this.tools = tools;
    this.scratch = scratch;
    this.most = most;
    this.places = new Semaphore(most);
    this.readiness = new Readiness(scratch.file());
  }

  /**
   * Begins, after ending what an earlier service of this user has left, because it was killed.
   *
   * @param most how many containers may run at once
   * @throws io.benchmarkdeployer.core.port.UnavailableException where this machine lacks what it
   *     needs
   */
  static LocalContainers open(int most) {
    endOrphans();
    Scratch.deleteAbandoned();
    try {
      return new LocalContainers(SystemTools.find(), Scratch.make(), most);
    } catch (IOException unwritable) {
      throw new UncheckedIOException("No scratch directory can be made", unwritable);
    }
  }

  @Override
  public Running start(Start container, Consumer<byte[]> output) throws StartFailure {
    if (closed.get() || !places.tryAcquire()) {
      throw waiting(
          closed.get()
              ? "The service is about to end"
              : "In the embedded mode %d containers run at once, and so many do".formatted(most));
    }
    try {
      return startInScratch(container, output);
    } catch (StartFailure | RuntimeException refused) {
      places.release();
      throw refused;
    }
  }

  @Override
  public void podGone(String pod) {
    scratch.podGone(pod);
  }

  /** Ends all, waits until they have ended, and deletes what they wrote into their scratch. */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      running.forEach(process -> process.stop(GRACE));
      awaitEnd();
      readiness.close();
      scratch.close();
    }
  }

  /** Each one that runs, or is being started just now, holds its place until its end. */
  private void awaitEnd() {
    try {
      if (!places.tryAcquire(most, END.toSeconds(), TimeUnit.SECONDS)) {
        LOG.log(WARNING, "Some containers did not end in {0}", END);
      }
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
    }
  }

  private Running startInScratch(Start container, Consumer<byte[]> output) throws StartFailure {
    try {
      Path home = scratch.enter(container.pod());
      return startIn(home, container, output);
    } catch (IOException refused) {
      scratch.leave(container.pod());
      throw waiting("This machine can't start it now: " + refused.getMessage());
    } catch (StartFailure refused) {
      scratch.leave(container.pod());
      throw refused;
    }
  }

  private Running startIn(Path home, Start container, Consumer<byte[]> output)
      throws StartFailure, IOException {
    String id =
        "%s/%s/%d".formatted(container.pod(), container.container(), started.incrementAndGet());
    Launch launch =
        Launch.of(
            tools, container, home, WorkingDirectory.of(container, home), ProcessMarker.of(id));
    OutputPipe pipe = OutputPipe.at(scratch.file(), tools);
    var process = LocalProcess.start(launch, pipe, readiness);
    running.add(process);
    process.follow(output, () -> ended(process, container));
    if (closed.get()) {
      process.stop(GRACE);
    }
    return process;
  }

  private void ended(LocalProcess process, Start container) {
    running.remove(process);
    scratch.leave(container.pod());
    places.release();
  }

  /** The kubelet's word for what may go by itself: the container waits, and is tried again. */
  private static StartFailure waiting(String message) {
    return StartFailure.ofNode("CreateContainerError", message);
  }

  private static void endOrphans() {
    ProcessGroup orphans = ProcessGroup.orphans();
    Set<Long> living = orphans.living();
    if (living.isEmpty()) {
      return;
    }
    LOG.log(INFO, "Ending {0} processes that a killed service has left", living.size());
    try {
      Set<Long> left = orphans.end();
      if (!left.isEmpty()) {
        LOG.log(WARNING, "Processes {0} could not be ended", left);
      }
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
    }
  }
}
