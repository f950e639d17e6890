package io.benchmarkdeployer.core.usecase;

import io.benchmarkdeployer.core.model.ContainerRef;
import io.benchmarkdeployer.core.model.TerminalMarker;
import io.benchmarkdeployer.core.model.TerminalSession;
import io.benchmarkdeployer.core.port.DeployerException;
import io.benchmarkdeployer.core.port.ExecPort;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Makes sure that of the shells of ended sessions nothing is left in their containers: those of one
 * container together, again and again where the cluster does not answer. Any thread may call.
 */
final class EndShells implements AutoCloseable {
  private static final Logger LOG = System.getLogger(EndShells.class.getName());
  private static final int AT_ONCE = 8;
  private static final int MOST_TRIES = 60;
  private static final Duration PAUSE = Duration.ofSeconds(5);

  /** So short that nobody minds, so long that those who end together are ended together. */
  private static final Duration GATHERING = Duration.ofMillis(50);

  private final ExecPort exec;
  private final Map<Place, Set<TerminalMarker>> gathered = new ConcurrentHashMap<>();
  private final Semaphore turns = new Semaphore(AT_ONCE);
  private final AtomicInteger underWay = new AtomicInteger();

  /** Beside the interrupt, which a call may take for an answer that did not come. */
  private final CountDownLatch closing = new CountDownLatch(1);

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  EndShells(ExecPort exec) {
    this.exec = exec;
  }

  private record Place(ContainerRef container, String shell) {}

  /** Soon, on a thread of its own. */
  void end(TerminalSession session) {
    var place = new Place(session.container(), session.shell().orElse(session.askedShell()));
    gathered.compute(
        place,
        (any, others) -> {
          Set<TerminalMarker> markers = others == null ? begin(place) : others;
          markers.add(session.marker());
          return markers;
        });
  }

  private Set<TerminalMarker> begin(Place place) {
    underWay.incrementAndGet();
    threads.execute(
        () -> {
          try {
            endGathered(place);
          } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
          } finally {
            underWay.decrementAndGet();
          }
        });
    return ConcurrentHashMap.newKeySet();
  }

  private void endGathered(Place place) throws InterruptedException {
    Thread.sleep(GATHERING);
    Set<TerminalMarker> markers = Optional.ofNullable(gathered.remove(place)).orElse(Set.of());
    boolean isOver = false;
    for (int tries = 1; !isOver; tries++) {
      isOver =
          tryToEnd(place, markers, tries) || closing.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  /** Whether it is over, well or not. */
  private boolean tryToEnd(Place place, Set<TerminalMarker> markers, int tries)
      throws InterruptedException {
    turns.acquire();
    try {
      exec.end(place.container(), place.shell(), markers);
      return true;
    } catch (DeployerException later) {
      return isGivenUp(place, tries, later);
    } finally {
      turns.release();
    }
  }

  private static boolean isGivenUp(Place place, int tries, DeployerException error) {
    boolean last = tries == MOST_TRIES;
    if (tries == 1 || last) {
      LOG.log(
          Level.WARNING,
          "Shells of ended sessions may still run in {0}{1}: {2}",
          place.container(),
          last ? ", and nobody looks after them any more" : "; it is tried again",
          error.getMessage());
    }
    return last;
  }

  /** Waits until all is done, or so long; tells whether it is. */
  boolean isDoneIn(Duration atMost) {
    return Pauses.until(() -> underWay.get() == 0, atMost);
  }

  /** Gives up what is not done. */
  @Override
  public void close() {
    closing.countDown();
    threads.shutdownNow();
    threads.close();
  }
}
