package io.benchmarkdeployer.testkit;

import io.benchmarkdeployer.core.port.UnavailableException;
import io.benchmarkdeployer.core.port.UnavailableException.How;
import io.benchmarkdeployer.core.port.UnknownOutcomeException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * What goes wrong between a cluster in memory and whoever calls it: the cluster itself goes on
 * meanwhile. Any thread may call.
 */
public final class MemoryFaults {
  private static final Set<Call> WRITES = Set.of(Call.APPLY, Call.RESTORE, Call.DELETE);
  private static final Set<Call> LOSABLE =
      Set.of(Call.APPLY, Call.RESTORE, Call.DELETE, Call.OPEN_TERMINAL);

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Duration callTimeout;
  private final Runnable onBreak;
  private final Map<Call, Queue<RuntimeException>> failures = new EnumMap<>(Call.class);
  private final Map<Call, Integer> lostAnswers = new EnumMap<>(Call.class);
  private Line line = Line.OPEN;
  private long hangingSince;

  /** The calls of a cluster's two ports. */
  public enum Call {
    DESCRIBE,
    SERVED,
    FIND,
    LIST,
    DRY_RUN,
    APPLY,
    RESTORE,
    DELETE,
    OPEN_LOG,
    OPEN_TERMINAL,
    END_TERMINALS
  }

  /** Whether the cluster can be heard. */
  enum Line {
    OPEN,
    CUT,
    HANGING
  }

  MemoryFaults(Duration callTimeout, Runnable onBreak) {
    this.callTimeout = callTimeout;
    this.onBreak = onBreak;
  }

  /** The next call of this kind throws this, and nothing happens; said again, the one after. */
  public MemoryFaults failNext(Call call, RuntimeException failure) {
    locked(() -> failures.computeIfAbsent(call, any -> new ArrayDeque<>()).add(failure));
    return this;
  }

  /**
   * The next write of this kind happens, and its caller hears {@link UnknownOutcomeException}; a
   * shell that was opened so runs, and nobody sits at it.
   */
  public MemoryFaults loseNextAnswer(Call write) {
    if (!LOSABLE.contains(write)) {
      throw new IllegalArgumentException("only the answer of a write can be lost, not of " + write);
    }
    locked(() -> lostAnswers.merge(write, 1, Integer::sum));
    return this;
  }

  /**
   * From now on there is no connection: every call fails at once; watches, logs and open terminals
   * break.
   */
  public void unreachable() {
    set(Line.CUT);
  }

  /**
   * From now on calls are taken and not answered, until their timeout. A write that timed out has
   * not happened; its caller can't know.
   */
  public void hang() {
    set(Line.HANGING);
  }

  /** All is well again; calls that wait are answered now. */
  public void reachable() {
    set(Line.OPEN);
  }

  private void set(Line other) {
    locked(
        () -> {
          line = other;
          hangingSince = System.nanoTime();
          changed.signalAll();
          return line;
        });
    onBreak.run();
  }

  <T> T around(Call call, Supplier<T> work) {
    failNow(call);
    awaitLine(call);
    T result = work.get();
    if (losesAnswer(call)) {
      throw new UnknownOutcomeException("The cluster did not answer; it may have done it");
    }
    return result;
  }

  private void failNow(Call call) {
    Optional<RuntimeException> failure =
        locked(() -> Optional.ofNullable(failures.get(call)).map(Queue::poll));
    if (failure.isPresent()) {
      throw failure.get();
    }
  }

  private boolean losesAnswer(Call call) {
    return locked(
        () -> {
          int left = lostAnswers.getOrDefault(call, 0);
          lostAnswers.put(call, Math.max(0, left - 1));
          return left > 0;
        });
  }

  private void awaitLine(Call call) {
    switch (locked(this::lineInTime)) {
      case OPEN -> {}
      case CUT -> throw cut();
      case HANGING -> throw silent(call);
    }
  }

  static UnavailableException cut() {
    return new UnavailableException(How.UNREACHABLE, "The cluster can't be reached");
  }

  private RuntimeException silent(Call call) {
    String message = "The cluster did not answer within " + callTimeout;
    return WRITES.contains(call)
        ? new UnknownOutcomeException(message)
        : new UnavailableException(How.SILENT, message);
  }

  private Line lineInTime() {
    long left = callTimeout.toNanos();
    try {
      while (line == Line.HANGING && left > 0) {
        left = changed.awaitNanos(left);
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new UnavailableException(How.UNREACHABLE, "The call was interrupted", stopped);
    }
    return line;
  }

  Line line() {
    return locked(() -> line);
  }

  /** How long a watch still has to listen before it must say that it hears nothing. */
  Duration patience() {
    return locked(
        () ->
            switch (line) {
              case OPEN -> callTimeout;
              case CUT -> Duration.ZERO;
              case HANGING -> Duration.ofNanos(hangingSince - System.nanoTime()).plus(callTimeout);
            });
  }

  private <T> T locked(Supplier<T> work) {
    lock.lock();
    try {
      return work.get();
    } finally {
      lock.unlock();
    }
  }
}
