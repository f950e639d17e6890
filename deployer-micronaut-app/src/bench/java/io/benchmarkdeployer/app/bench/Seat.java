package io.benchmarkdeployer.app.bench;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Somebody's place at a shell, by whatever way. One thread at a time. */
interface Seat extends AutoCloseable {
  /** Types this. */
  void type(byte[] keys) throws IOException, InterruptedException;

  /**
   * What comes next, as it comes over this way: at least a byte, good until the next call.
   *
   * @throws EOFException where nothing more comes
   */
  ByteBuffer take() throws IOException, InterruptedException;

  @Override
  void close();

  /** Types this and the Enter key. */
  default void enter(String line) throws IOException, InterruptedException {
    type((line + "\r").getBytes(StandardCharsets.UTF_8));
  }

  /** Waits until this is printed. */
  default void until(String text) throws IOException, InterruptedException {
    var seen = new StringBuilder();
    while (seen.indexOf(text) < 0) {
      seen.append(StandardCharsets.ISO_8859_1.decode(take()));
    }
  }

  /** Has a program run that gives back each key as it is typed. */
  default Seat echoing() throws IOException, InterruptedException {
    enter("stty raw -echo; echo RE''ADY; cat");
    until("READY");
    return this;
  }

  /** How long a key takes to come back, in nanoseconds. The key is a digit: no frame has one. */
  default long echo(byte key) throws IOException, InterruptedException {
    long start = System.nanoTime();
    type(new byte[] {key});
    while (!holds(take(), key)) {}
    return System.nanoTime() - start;
  }

  private static boolean holds(ByteBuffer some, byte key) {
    boolean holds = false;
    while (some.hasRemaining()) {
      holds |= some.get() == key;
    }
    return holds;
  }

  /** Takes all that comes in this time; how many bytes in a second. */
  default double rate(double seconds) throws IOException, InterruptedException {
    long start = System.nanoTime();
    long end = start + (long) (seconds * 1e9);
    long bytes = 0;
    while (System.nanoTime() < end) {
      bytes += take().remaining();
    }
    return bytes * 1e9 / (System.nanoTime() - start);
  }
}
