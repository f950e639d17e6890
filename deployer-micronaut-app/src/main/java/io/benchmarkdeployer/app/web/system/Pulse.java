package io.benchmarkdeployer.app.web.system;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Asks something that may be slow, or never answer, for probes that come often: one question at a
 * time, its answer good for a moment, nobody kept waiting for long.
 */
final class Pulse<T> {
  private final Supplier<T> question;
  private final Duration fresh;
  private final Duration patience;
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable Asked<T> last;

  /**
   * Begins without asking.
   *
   * @param fresh how long an answer is good
   * @param patience how long to wait for one
   */
  Pulse(Supplier<T> question, Duration fresh, Duration patience) {
    this.question = question;
    this.fresh = fresh;
    this.patience = patience;
  }

  private record Asked<T>(long since, CompletableFuture<T> answer) {}

  /** The answer; empty where it was an error or does not come. */
  Optional<T> now() {
    Asked<T> asked = asked();
    long left = patience.toNanos() - (System.nanoTime() - asked.since());
    try {
      return Optional.of(asked.answer().get(Math.max(0, left), TimeUnit.NANOSECONDS));
    } catch (ExecutionException | TimeoutException silent) {
      return Optional.empty();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  private Asked<T> asked() {
    lock.lock();
    try {
      Asked<T> known = last;
      Asked<T> asked = known != null && isGood(known) ? known : ask();
      last = asked;
      return asked;
    } finally {
      lock.unlock();
    }
  }

  /** One that is still under way is good, however old: another would only wait behind it. */
  private boolean isGood(Asked<T> known) {
    return !known.answer().isDone() || System.nanoTime() - known.since() < fresh.toNanos();
  }

  private Asked<T> ask() {
    var answer = new CompletableFuture<T>();
    Thread.ofVirtual().name("pulse").start(() -> complete(answer));
    return new Asked<>(System.nanoTime(), answer);
  }

  // Whatever goes wrong is the answer: nobody else would hear of it.
  @SuppressWarnings("CatchingUnchecked")
  private void complete(CompletableFuture<T> answer) {
    try {
      answer.complete(question.get());
    } catch (RuntimeException wrong) {
      answer.completeExceptionally(wrong);
    }
  }
}
