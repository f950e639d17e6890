package io.benchmarkdeployer.app.embedded;

import com.pty4j.unix.Pty;
import io.benchmarkdeployer.core.model.TerminalSize;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import kotlin.Pair;

/**
 * The end of a pseudo terminal where a person sits. Nothing here waits. Not for several threads at
 * once.
 */
final class PtyMaster implements AutoCloseable {
  /** The most that is read at once. */
  static final int MOST = 64 << 10;

  private static final byte[] NOTHING = {};

  private static final int CLOSED = -1;

  private final String terminal;
  private final ByteBuffer printed = ByteBuffer.allocateDirect(MOST);
  private final ByteBuffer typed = ByteBuffer.allocateDirect(MOST);
  private volatile int file;
  private boolean deserted;

  private PtyMaster(int file, String terminal) {
    this.file = file;
    this.terminal = terminal;
  }

  /** Makes one of this size. */
  static PtyMaster open(TerminalSize size) throws IOException {
    Pair<Integer, String> ends = Pty.ptyMasterOpen();
    if (ends.getFirst() < 0) {
      throw new IOException("there are no more terminals");
    }
    var master = new PtyMaster(ends.getFirst(), ends.getSecond());
    try {
      SystemCalls.holdNobody(master.file);
      master.resize(size);
      return master;
    } catch (IOException refused) {
      master.close();
      throw refused;
    }
  }

  /**
   * Starts a program in it.
   *
   * @param environment assignments
   */
  PtyShell start(Path program, String[] environment, Path directory) throws IOException {
    return PtyShell.start(program, environment, directory, terminal, file);
  }

  /** The system's number of it; below 0 where it is closed. */
  int file() {
    return file;
  }

  /** All that is printed and not read yet, up to the most; empty where that is nothing. */
  byte[] read() {
    int count = SystemCalls.read(file, printed.clear());
    while (count > 0 && printed.hasRemaining()) {
      count = SystemCalls.read(file, printed);
    }
    deserted = count == SystemCalls.NOBODY_THERE;
    return taken();
  }

  private byte[] taken() {
    if (printed.flip().remaining() == 0) {
      return NOTHING;
    }
    byte[] bytes = new byte[printed.remaining()];
    printed.get(bytes);
    return bytes;
  }

  /** Types as much of it as is taken now; how much that is. */
  int write(byte[] input, int from) {
    typed.clear().put(input, from, Math.min(input.length - from, MOST)).flip();
    int count = SystemCalls.write(file, typed);
    deserted = count == SystemCalls.NOBODY_THERE;
    return Math.max(count, 0);
  }

  /**
   * Whether no program has the terminal open, as far as the last call has seen; one may come back.
   */
  boolean isDeserted() {
    return deserted;
  }

  void resize(TerminalSize size) throws IOException {
    SystemCalls.resize(file, size);
  }

  /** Hangs up. Idempotent. */
  @Override
  public void close() {
    if (file != CLOSED) {
      SystemCalls.close(file);
      file = CLOSED;
    }
  }
}
