package io.benchmarkdeployer.app.web.log;

import io.benchmarkdeployer.app.web.sse.ByteSink;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.GZIPOutputStream;

/** Compresses what it passes on. */
final class GzipSink implements ByteSink {
  private static final int ENOUGH = 32 << 10;
  private static final int AT_ONCE = 64 << 10;

  private final ByteSink next;
  private final ByteArrayOutputStream packed = new ByteArrayOutputStream(ENOUGH);
  private final GZIPOutputStream packing;

  GzipSink(ByteSink next) {
    this.next = next;
    try {
      packing = new GZIPOutputStream(packed, 8 << 10);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  @Override
  public boolean take(byte[] bytes, int from, int length) throws InterruptedException {
    boolean goesOn = true;
    int at = from;
    while (goesOn && at < from + length) {
      int some = Math.min(AT_ONCE, from + length - at);
      pack(bytes, at, some);
      at += some;
      goesOn = packed.size() < ENOUGH || passOn();
    }
    return goesOn;
  }

  private void pack(byte[] bytes, int from, int length) {
    try {
      packing.write(bytes, from, length);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  private boolean passOn() throws InterruptedException {
    byte[] some = packed.toByteArray();
    packed.reset();
    return next.take(some);
  }

  /** What is in the compressor stays there: to force it out would cost much of its effect. */
  @Override
  public boolean flush() throws InterruptedException {
    return passOn() && next.flush();
  }

  @Override
  public void finish() throws InterruptedException {
    try {
      packing.finish();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    if (passOn()) {
      next.finish();
    }
  }
}
