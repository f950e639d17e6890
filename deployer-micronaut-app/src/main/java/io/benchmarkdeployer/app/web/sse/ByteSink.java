package io.benchmarkdeployer.app.web.sse;

/** Takes bytes as fast as whoever is behind it does, and waits for him. One thread gives. */
public interface ByteSink {

  /**
   * Takes these; they may wait here for others until {@link #flush} or {@link #finish}. The array
   * is never changed.
   *
   * @return whether more is wanted
   */
  boolean take(byte[] bytes, int from, int length) throws InterruptedException;

  default boolean take(byte[] bytes) throws InterruptedException {
    return take(bytes, 0, bytes.length);
  }

  /**
   * Sends on what waits; where nothing does, at least shows that the connection is in use.
   *
   * @return whether more is wanted
   */
  boolean flush() throws InterruptedException;

  /** Sends on the rest: that was all. */
  void finish() throws InterruptedException;
}
