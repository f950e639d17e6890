package io.benchmarkdeployer.testkit;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Real time; each agenda has a thread of its own. */
final class SystemTime extends MemoryClock {
  private static final Logger LOG = System.getLogger(SystemTime.class.getName());

  @Override
  public Instant instant() {
    return Instant.now();
  }

  @Override
  Agenda agenda() {
    return new Timer();
  }

  private static final class Timer implements Agenda {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final ScheduledThreadPoolExecutor thread =
        new ScheduledThreadPoolExecutor(
            1,
            Thread.ofPlatform().daemon().name("memory-cluster").factory(),
            new ThreadPoolExecutor.DiscardPolicy());

    Timer() {
      thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    @Override
    public void after(Duration delay, Runnable work) {
      // Never Future.get(): what goes wrong is told by the work itself.
      var unused =
          thread.schedule(() -> guarded(work), Math.max(0, delay.toNanos()), TimeUnit.NANOSECONDS);
    }

    /** An error in one thing must not end those that come after it, nor go unseen. */
    private static void guarded(Runnable work) {
      try {
        work.run();
      } catch (RuntimeException bug) {
        LOG.log(Level.ERROR, "Work of a cluster in memory failed", bug);
      }
    }

    @Override
    public void close() {
      thread.shutdown();
      try {
        if (!thread.awaitTermination(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
          thread.shutdownNow();
        }
      } catch (InterruptedException stopped) {
        thread.shutdownNow();
        Thread.currentThread().interrupt();
      }
    }
  }
}
