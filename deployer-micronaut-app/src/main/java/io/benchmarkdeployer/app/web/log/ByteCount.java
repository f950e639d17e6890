package io.benchmarkdeployer.app.web.log;

import io.benchmarkdeployer.app.web.sse.ByteSink;

/** Counts what would be sent, up to a number of bytes. */
final class ByteCount implements ByteSink {
  private final long most;
  private long count;

  ByteCount(long most) {
    this.most = most;
  }

  /** So many, or {@code most} where it is more. */
  long count() {
    return Math.min(count, most);
  }

  @Override
  public boolean take(byte[] bytes, int from, int length) {
    count += length;
    return count < most;
  }

  @Override
  public boolean flush() {
    return true;
  }

  @Override
  public void finish() {
    // Nothing waits here.
  }
}
