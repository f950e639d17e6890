package io.benchmarkdeployer.testkit.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/** Several that do the same at once. */
final class Race {
  private Race() {}

  /** One of them. */
  interface Racer<T> {
    T run(int number);
  }

  /** What each of them got, all having begun at the same moment. */
  static <T> List<T> of(int racers, Racer<T> racer) throws Exception {
    var start = new CyclicBarrier(racers);
    var results = new ArrayList<T>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<T>> all =
          IntStream.range(0, racers).mapToObj(i -> racer(start, racer, i)).toList();
      for (Future<T> result : threads.invokeAll(all)) {
        results.add(result.get());
      }
    }
    return results;
  }

  private static <T> Callable<T> racer(CyclicBarrier start, Racer<T> racer, int number) {
    return () -> {
      start.await();
      return racer.run(number);
    };
  }
}
