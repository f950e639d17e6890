package io.benchmarkdeployer.testkit;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/**
 * Faults on cue: each write through a {@link FaultyCluster} or a {@link FaultyState} passes two
 * named points, {@code before apply 3} and {@code after apply 3} for the third of its kind, and
 * what is set for a point is thrown there. Any thread may call.
 */
public final class Faults {
  private final Map<String, Integer> counts = new ConcurrentHashMap<>();
  private final Map<String, Supplier<? extends Throwable>> faults = new ConcurrentHashMap<>();
  private final List<String> passed = new CopyOnWriteArrayList<>();

  /**
   * What a process that is killed leaves of its threads: nothing runs after it, no handler, no
   * clean-up.
   */
  public static final class Crash extends Error {
    private static final long serialVersionUID = 1;

    public Crash(String point) {
      super("crashed " + point);
    }
  }

  /** Crashes at this point. */
  public Faults crashAt(String point) {
    return failAt(point, () -> new Crash(point));
  }

  /** Throws this at this point: an {@link Error} or a {@link RuntimeException}. */
  public Faults failAt(String point, Supplier<? extends Throwable> fault) {
    faults.put(point, fault);
    return this;
  }

  /** The points that were passed so far, in order: the names that the other methods take. */
  public List<String> passed() {
    return List.copyOf(passed);
  }

  <T> T around(String call, Supplier<T> write) {
    String point = call + " " + next(call);
    pass("before " + point);
    T result = write.get();
    pass("after " + point);
    return result;
  }

  void around(String call, Runnable write) {
    around(
        call,
        () -> {
          write.run();
          return true;
        });
  }

  private int next(String call) {
    return counts.merge(call, 1, Integer::sum);
  }

  private void pass(String point) {
    Optional<Throwable> fault = faultAt(point);
    if (fault.isPresent()) {
      throwUnchecked(fault.get());
    }
  }

  private static void throwUnchecked(Throwable fault) {
    switch (fault) {
      case Error error -> throw error;
      case RuntimeException exception -> throw exception;
      default ->
          throw new IllegalArgumentException("a fault is an error or a runtime exception", fault);
    }
  }

  private Optional<Throwable> faultAt(String point) {
    passed.add(point);
    return Optional.ofNullable(faults.get(point)).map(Supplier::get);
  }
}
