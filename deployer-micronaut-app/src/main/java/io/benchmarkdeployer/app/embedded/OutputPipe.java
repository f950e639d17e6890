package io.benchmarkdeployer.app.embedded;

import static java.lang.System.Logger.Level.WARNING;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * What a container prints into, both streams together. A named pipe and not the JDK's own: that one
 * is emptied into memory, without a bound, when the main process ends, and a reader of it can't be
 * woken where something else still holds it open.
 */
final class OutputPipe implements AutoCloseable {
  private static final int CHUNK = 16 << 10;

  /** The most that a pipe holds: what its writers may leave in it at their end. */
  private static final int CAPACITY = 1 << 20;

  private static final Duration SILENCE = Duration.ofSeconds(1);
  private static final long BUSY = Long.MAX_VALUE;
  private static final System.Logger LOG = System.getLogger(OutputPipe.class.getName());

  private final Path file;
  private final FileChannel keeper;
  private final FileChannel source;
  private volatile boolean writersEnded;
  private volatile long waitingSince = BUSY;
  private int late;

  private OutputPipe(Path file) throws IOException {
    this.file = file;
    // Open for both, it neither waits for the other side nor lets the reader see an end too early.
    this.keeper = FileChannel.open(file, READ, WRITE);
    this.source = FileChannel.open(file, READ);
  }

  /** Makes a new one at this place, where nothing is yet. */
  static OutputPipe at(Path file, SystemTools tools) throws IOException {
    tools.makePipe(file);
    return new OutputPipe(file);
  }

  /** What the container's process shall have as its output. */
  ProcessBuilder.Redirect target() {
    return ProcessBuilder.Redirect.to(file.toFile());
  }

  /** The process has it now: from here on it ends with its last writer. */
  void handedOver() {
    release(keeper);
  }

  /** Hands over all that is printed, until its end. */
  void copyTo(Consumer<byte[]> output) {
    try (source) {
      var chunk = ByteBuffer.allocate(CHUNK);
      for (int length = read(chunk); length >= 0 && !isTooLate(length); length = read(chunk)) {
        output.accept(bytes(chunk));
      }
    } catch (ClosedChannelException cut) {
      return;
    } catch (IOException broken) {
      LOG.log(WARNING, "A container's output broke", broken);
    }
  }

  /**
   * Waits until this reader has handed over everything, now that all known writers have ended. One
   * that got away, or may not be looked at, is not waited for.
   */
  void drain(Thread reader) throws InterruptedException {
    writersEnded = true;
    long begun = System.nanoTime();
    while (!reader.join(Duration.ofMillis(20))) {
      long since = waitingSince;
      if (since != BUSY && System.nanoTime() - Math.max(since, begun) > SILENCE.toNanos()) {
        close();
      }
    }
  }

  /** Cuts it off, and wakes its reader. */
  @Override
  public void close() {
    release(keeper);
    release(source);
  }

  private void release(FileChannel channel) {
    try (channel) {
      Files.deleteIfExists(file);
    } catch (IOException left) {
      LOG.log(WARNING, "A container's pipe could not be given back", left);
    }
  }

  private int read(ByteBuffer chunk) throws IOException {
    waitingSince = System.nanoTime();
    int length = source.read(chunk);
    waitingSince = BUSY;
    return length;
  }

  private boolean isTooLate(int length) {
    late += writersEnded ? length : 0;
    return late > CAPACITY + CHUNK;
  }

  private static byte[] bytes(ByteBuffer chunk) {
    byte[] bytes = new byte[chunk.flip().remaining()];
    chunk.get(bytes).clear();
    return bytes;
  }
}
