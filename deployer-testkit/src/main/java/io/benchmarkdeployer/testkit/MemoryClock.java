package io.benchmarkdeployer.testkit;

import java.time.InstantSource;

/**
 * The time of a cluster in memory: everything in it that takes time is scheduled by its clock, the
 * system's or a {@link ManualClock}.
 */
public abstract sealed class MemoryClock implements InstantSource permits SystemTime, ManualClock {

  MemoryClock() {}

  /** Real time. */
  public static MemoryClock system() {
    return new SystemTime();
  }

  /** Opens a list of things to do; who opens it closes it. */
  abstract Agenda agenda();
}
