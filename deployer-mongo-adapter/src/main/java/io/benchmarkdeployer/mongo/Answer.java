package io.benchmarkdeployer.mongo;

import com.mongodb.MongoException;
import com.mongodb.MongoInterruptedException;
import com.mongodb.MongoTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/**
 * Waits for what a publisher of the driver answers, and knows whether the question ever left: see
 * {@link Departures}.
 */
final class Answer<T> implements Subscriber<T> {
  private final CompletableFuture<List<T>> all = new CompletableFuture<>();
  private final List<T> soFar = new ArrayList<>();
  private volatile Optional<Subscription> subscription = Optional.empty();
  private volatile boolean watched;
  private volatile boolean sent;

  private Answer() {}

  static <T> Answer<T> to(Publisher<T> question) {
    var answer = new Answer<T>();
    Departures.watch(answer, () -> question.subscribe(answer));
    return answer;
  }

  /** From now on the departure of a command will be told. */
  void watch() {
    watched = true;
  }

  /** A command of this question is about to go out. */
  void depart() {
    sent = true;
  }

  /** Whether the question may have left: where nobody watched, nobody knows. */
  boolean isSent() {
    return sent || !watched;
  }

  /**
   * All of the answer. The driver has a timeout of its own; this one is for the case that it does
   * not keep it.
   *
   * @throws MongoException where there is none; of an interruption the thread stays marked
   */
  List<T> await(Duration atMost) {
    try {
      return all.get(atMost.toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException failed) {
      throw failed.getCause() instanceof MongoException known
          ? known
          : new MongoException("the driver failed", failed.getCause());
    } catch (TimeoutException late) {
      cancel();
      throw new MongoTimeoutException("no answer within " + atMost);
    } catch (InterruptedException interrupted) {
      cancel();
      Thread.currentThread().interrupt();
      throw new MongoInterruptedException("interrupted while waiting", interrupted);
    }
  }

  private void cancel() {
    subscription.ifPresent(Subscription::cancel);
  }

  @Override
  public void onSubscribe(Subscription made) {
    subscription = Optional.of(made);
    made.request(Long.MAX_VALUE);
  }

  /** Signals come one after another: no lock is needed. */
  @Override
  public void onNext(T item) {
    soFar.add(item);
  }

  @Override
  public void onError(Throwable failure) {
    all.completeExceptionally(failure);
  }

  @Override
  public void onComplete() {
    all.complete(soFar);
  }
}
