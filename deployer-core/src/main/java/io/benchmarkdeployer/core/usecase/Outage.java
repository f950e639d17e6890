package io.benchmarkdeployer.core.usecase;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Tells the log of something that is tried again and again: once when it begins to fail, once when
 * it works again. Any thread may call.
 */
final class Outage {
  private final Logger log;
  private final String fails;
  private final String works;
  private final AtomicBoolean lasts = new AtomicBoolean();

  Outage(Logger log, String fails, String works) {
    this.log = log;
    this.fails = fails;
    this.works = works;
  }

  void failed(Throwable error) {
    if (lasts.compareAndSet(false, true)) {
      log.log(Level.WARNING, () -> fails + ": " + error.getMessage());
    }
  }

  void worked() {
    if (lasts.compareAndSet(true, false)) {
      log.log(Level.INFO, works);
    }
  }
}
