package io.benchmarkdeployer.core.port;

import java.util.Optional;

/**
 * The lines of one container, pulled one by one. One thread pulls; {@link #close} may come from any
 * and unblocks it.
 */
public interface LogStream extends AutoCloseable {

  /**
   * The next line; waits for it where the log is followed.
   *
   * @return empty at the end: all was read, the container ended, or the stream was closed
   * @throws UnavailableException where the connection broke: the log is not at its end
   */
  Optional<LogLine> next() throws InterruptedException;

  /** Ends it; idempotent. */
  @Override
  void close();
}
