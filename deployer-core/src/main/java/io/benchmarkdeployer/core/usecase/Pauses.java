package io.benchmarkdeployer.core.usecase;

import io.benchmarkdeployer.core.port.UnavailableException;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waiting for something that only asking again can tell, with an end. */
final class Pauses {
  private static final Duration FIRST = Duration.ofMillis(20);
  private static final Duration LONGEST = Duration.ofMillis(500);

  private Pauses() {}

  /** Asks until it is so or the time is over, less and less often; tells whether it is so. */
  static boolean until(BooleanSupplier isSo, Duration atMost) {
    long end = System.nanoTime() + atMost.toNanos();
    Duration pause = FIRST;
    while (!isSo.getAsBoolean()) {
      if (System.nanoTime() - end >= 0) {
        return false;
      }
      sleep(pause);
      pause = pause.compareTo(LONGEST) < 0 ? pause.multipliedBy(2) : LONGEST;
    }
    return true;
  }

  private static void sleep(Duration pause) {
    try {
      Thread.sleep(pause);
    } catch (InterruptedException stopped) {
      throw stopping(stopped);
    }
  }

  /** What a use case says that was told to stop while it waited. */
  static UnavailableException stopping(InterruptedException stopped) {
    Thread.currentThread().interrupt();
    return new UnavailableException(
        UnavailableException.How.UNREACHABLE, "The service is stopping; try again", stopped);
  }
}
