package io.benchmarkdeployer.core.usecase;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

/** Asks several questions at once: one after the other each costs a round trip of its own. */
final class Together {
  private static final int AT_ONCE = 8;

  private Together() {}

  /**
   * The answers in the order of the questions. The first that fails, in that order, fails all;
   * those not begun by then are not asked.
   */
  static <T, R> List<R> map(List<T> questions, Function<? super T, ? extends R> ask) {
    return questions.size() < 2 ? questions.stream().<R>map(ask).toList() : atOnce(questions, ask);
  }

  private static <T, R> List<R> atOnce(List<T> questions, Function<? super T, ? extends R> ask) {
    try (var threads = Executors.newFixedThreadPool(AT_ONCE, Thread.ofVirtual().factory())) {
      var answers = new ArrayList<Future<? extends R>>();
      questions.forEach(question -> answers.add(threads.submit(() -> ask.apply(question))));
      return answers(answers, threads);
    }
  }

  private static <R> List<R> answers(List<Future<? extends R>> futures, ExecutorService threads) {
    var answers = new ArrayList<R>();
    try {
      for (Future<? extends R> future : futures) {
        answers.add(future.get());
      }
      return answers;
    } catch (InterruptedException stopped) {
      throw Pauses.stopping(stopped);
    } catch (ExecutionException failed) {
      throw unchecked(failed);
    } finally {
      threads.shutdownNow();
    }
  }

  private static RuntimeException unchecked(ExecutionException failed) {
    return switch (failed.getCause()) {
      case RuntimeException known -> known;
      case Error error -> throw error;
      case null, default -> new IllegalStateException("a question can't fail like this", failed);
    };
  }
}
