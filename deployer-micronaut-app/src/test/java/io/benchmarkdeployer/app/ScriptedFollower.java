package io.benchmarkdeployer.app;

import io.benchmarkdeployer.core.port.DeployerException;
import io.benchmarkdeployer.core.usecase.LogBatch;
import io.benchmarkdeployer.core.usecase.LogFollower;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** Gives what the test says, then is quiet. */
final class ScriptedFollower implements LogFollower {
  private final BlockingQueue<Supplier<Part>> script = new LinkedBlockingQueue<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final AtomicLong pulls = new AtomicLong();

  ScriptedFollower then(Part part) {
    script.add(() -> part);
    return this;
  }

  ScriptedFollower then(LogBatch batch) {
    return then(new Part.Entries(batch));
  }

  ScriptedFollower thenFail(DeployerException error) {
    script.add(
        () -> {
          throw error;
        });
    return this;
  }

  /** For ever the same again. */
  ScriptedFollower thenAlways(Supplier<LogBatch> batches) {
    script.add(
        () -> {
          thenAlways(batches);
          return new Part.Entries(batches.get());
        });
    return this;
  }

  @Override
  public Part next(Duration atMost) throws InterruptedException {
    pulls.incrementAndGet();
    if (isClosed()) {
      return new Part.Closed();
    }
    Supplier<Part> next = script.poll(atMost.toNanos(), TimeUnit.NANOSECONDS);
    return next == null ? new Part.Quiet() : next.get();
  }

  @Override
  public void close() {
    closed.countDown();
    script.add(Part.Closed::new);
  }

  boolean isClosed() {
    return closed.getCount() == 0;
  }

  long pulls() {
    return pulls.get();
  }
}
