package io.benchmarkdeployer.app.web.log;

import io.benchmarkdeployer.app.web.sse.ByteSink;

/** Passes on only what lies in a range, and wants no more after it. */
final class RangeSink implements ByteSink {
  private final ByteSink next;
  private long toSkip;
  private long toPass;

  RangeSink(ByteSink next, ByteRange.Found range) {
    this.next = next;
    this.toSkip = range.first();
    this.toPass = range.length();
  }

  @Override
  public boolean take(byte[] bytes, int from, int length) throws InterruptedException {
    int skipped = (int) Math.min(toSkip, length);
    int passed = (int) Math.min(toPass, length - skipped);
    toSkip -= skipped;
    toPass -= passed;
    boolean goesOn = passed == 0 || next.take(bytes, from + skipped, passed);
    if (toPass > 0 || !goesOn) {
      return goesOn;
    }
    next.finish();
    return false;
  }

  @Override
  public boolean flush() throws InterruptedException {
    return next.flush();
  }

  /** It ended before the range did: {@link #isShort} tells. */
  @Override
  public void finish() throws InterruptedException {
    next.flush();
  }

  boolean isShort() {
    return toPass > 0;
  }
}
