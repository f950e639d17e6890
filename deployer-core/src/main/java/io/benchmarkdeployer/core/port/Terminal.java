package io.benchmarkdeployer.core.port;

import io.benchmarkdeployer.core.model.TerminalSize;
import java.util.Optional;

/**
 * A shell with a terminal of its own in a container. One thread reads, another may write at the
 * same time; {@link #resize} and {@link #close} may come from any, and {@code close} unblocks both.
 * Bytes are bytes: characters may be split anywhere.
 */
public interface Terminal extends AutoCloseable {

  /**
   * Some of what was printed, both streams together, 1 byte to 64 KiB; waits for it. Who does not
   * read slows the programs that print, and nobody else.
   *
   * @return the taker's own array; empty at the end, when all that was printed has been read, or
   *     once the terminal was closed
   */
  Optional<byte[]> read() throws InterruptedException;

  /**
   * Types this, whole and in order, whatever its length; waits while the other side does not take
   * it, holding back a bounded part. Where the shell has ended or the terminal was closed it does
   * nothing. The array may be used again on return.
   */
  void write(byte[] input) throws InterruptedException;

  /** Tells the programs the terminal's size. Returns at once; the last one told counts. */
  void resize(TerminalSize size);

  /**
   * No more will be typed: a program that reads gets its end of file, so a shell at its prompt
   * ends. Nothing can be written afterwards. Returns at once; idempotent.
   */
  void endInput();

  /**
   * How it ended; to be asked once {@link #read} was empty.
   *
   * @throws IllegalStateException where it has not ended yet
   */
  TerminalEnd end();

  /**
   * Lets go of the terminal, what was not read is lost. Returns at once; idempotent. The shell may
   * live on: {@link ExecPort#end} ends it.
   */
  @Override
  void close();
}
