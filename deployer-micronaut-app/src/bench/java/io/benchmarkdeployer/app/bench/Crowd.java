package io.benchmarkdeployer.app.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;

/** Many who sit at shells at once, each typing a key now and then. */
record Crowd(List<Seat> seats) implements AutoCloseable {
  /** So many come at the same moment. */
  private static final int AT_ONCE = 8;

  /** As many as wanted, each with a program that echoes. */
  static Crowd of(int size, Callable<Seat> door) throws Exception {
    var turns = new Semaphore(AT_ONCE);
    return new Crowd(
        together(
            size,
            i -> {
              turns.acquire();
              try {
                return door.call().echoing();
              } finally {
                turns.release();
              }
            }));
  }

  private interface Work<T> {
    T of(int index) throws IOException, InterruptedException, Exception;
  }

  private static <T> List<T> together(int size, Work<T> work) throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var running = new ArrayList<Future<T>>();
      for (int i = 0; i < size; i++) {
        int index = i;
        running.add(threads.submit(() -> work.of(index)));
      }
      return results(running);
    }
  }

  private static <T> List<T> results(List<Future<T>> running) throws Exception {
    var results = new ArrayList<T>();
    try {
      for (Future<T> one : running) {
        results.add(one.get());
      }
    } catch (ExecutionException failed) {
      running.forEach(one -> one.cancel(true));
      throw failed;
    }
    return results;
  }

  /**
   * Everyone types so many keys, with this between two; fails where one does not come back.
   *
   * @param unheard so many keys of each are not counted
   */
  Latencies type(int keys, int unheard, double secondsBetween) throws Exception {
    return Latencies.all(
        together(seats.size(), i -> type(seats.get(i), keys, unheard, secondsBetween)));
  }

  private static Latencies type(Seat seat, int keys, int unheard, double secondsBetween)
      throws IOException, InterruptedException {
    var latencies = new Latencies(keys);
    long pause = (long) (secondsBetween * 1e9);
    long due = System.nanoTime() + ThreadLocalRandom.current().nextLong(pause);
    for (int i = 0; i < keys + unheard; i++, due += pause) {
      LockSupport.parkNanos(due - System.nanoTime());
      long took = seat.echo((byte) ('0' + i % 10));
      if (i >= unheard) {
        latencies.add(took);
      }
    }
    return latencies;
  }

  @Override
  public void close() {
    seats.forEach(Seat::close);
  }
}
