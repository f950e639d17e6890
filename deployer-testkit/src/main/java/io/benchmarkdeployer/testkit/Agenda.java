package io.benchmarkdeployer.testkit;

import java.time.Duration;

/** Things to do later, one at a time, in the order of their times. Any thread may add to it. */
interface Agenda extends AutoCloseable {

  /** Does this once so much time is over; things of the same time keep their order. */
  void after(Duration delay, Runnable work);

  /** Forgets what is left and waits for what is being done. Idempotent. */
  @Override
  void close();
}
