package io.benchmarkdeployer.app.embedded;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.NativeLong;
import com.sun.jna.Platform;
import com.sun.jna.Pointer;
import io.benchmarkdeployer.core.model.TerminalSize;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * What the system has, and pty4j has not: files that nobody's thread is held by. A read of pty4j
 * holds its thread while nothing is printed, and a write for as long as the program does not read.
 */
final class SystemCalls {
  /** Something can be read, or written, in the words of poll(2). */
  static final short READABLE = 1;

  static final short WRITABLE = 4;

  /** The bytes of one file in the table of {@link #poll}. */
  static final int ENTRY = 8;

  /** What came of a read or a write, in place of a number of bytes. */
  static final int NOT_NOW = 0;

  static final int NOBODY_THERE = -1;

  private static final int GET_FLAGS = 3;
  private static final int SET_FLAGS = 4;
  private static final int NON_BLOCKING = Platform.isMac() ? 0x4 : 0x800;
  private static final int TRY_AGAIN = Platform.isMac() ? 35 : 11;
  private static final int INTERRUPTED = 4;
  private static final int FOR_EVER = -1;
  private static final int HANG_UP = 1;
  private static final int SET_MASK = Platform.isMac() ? 3 : 2;
  private static final long SET_SIZE = Platform.isMac() ? 0x80087467L : 0x5414;

  /** At least the bytes of a sigset_t. */
  private static final int SIGNALS = 128;

  private static final C LIBRARY = Native.load("c", C.class);

  private SystemCalls() {}

  /** The functions of the C library, under its names. */
  interface C extends Library {
    int fcntl(int file, int command, Object... arguments);

    int pipe(int[] files);

    long read(int file, ByteBuffer into, long most);

    long write(int file, ByteBuffer from, long length);

    int poll(ByteBuffer table, long files, int timeout);

    int close(int file);

    int ioctl(int file, NativeLong request, Object... arguments);

    int killpg(int group, int signal);

    int pthread_sigmask(int how, ByteBuffer set, @Nullable Pointer before);
  }

  /** From now on a read or a write of it returns at once. */
  static void holdNobody(int file) throws IOException {
    int flags = LIBRARY.fcntl(file, GET_FLAGS);
    if (flags < 0 || LIBRARY.fcntl(file, SET_FLAGS, flags | NON_BLOCKING) < 0) {
      throw new IOException("the system refused, with error " + Native.getLastError());
    }
  }

  /** Both ends of a new pipe: the one to read from, the one to write to. */
  static int[] pipe() throws IOException {
    int[] ends = new int[2];
    if (LIBRARY.pipe(ends) < 0) {
      throw new IOException("no pipe could be made, with error " + Native.getLastError());
    }
    holdNobody(ends[0]);
    holdNobody(ends[1]);
    return ends;
  }

  /**
   * Reads into a direct buffer, from its position on.
   *
   * @return how much; or {@link #NOT_NOW}, or {@link #NOBODY_THERE} at its end
   */
  static int read(int file, ByteBuffer into) {
    ByteBuffer room = into.slice();
    int count = (int) LIBRARY.read(file, room, room.remaining());
    into.position(into.position() + Math.max(count, 0));
    return count == 0 ? NOBODY_THERE : orWhy(count);
  }

  /**
   * Writes from a direct buffer, from its position on.
   *
   * @return how much; or {@link #NOT_NOW}, or {@link #NOBODY_THERE}
   */
  static int write(int file, ByteBuffer from) {
    ByteBuffer rest = from.slice();
    int count = (int) LIBRARY.write(file, rest, rest.remaining());
    from.position(from.position() + Math.max(count, 0));
    return orWhy(count);
  }

  private static int orWhy(int count) {
    if (count >= 0) {
      return count;
    }
    int error = Native.getLastError();
    return error == TRY_AGAIN || error == INTERRUPTED ? NOT_NOW : NOBODY_THERE;
  }

  /** Waits until one of the files in this direct table has what is asked of it, or by chance. */
  static void poll(ByteBuffer table) {
    LIBRARY.poll(table, table.remaining() / ENTRY, FOR_EVER);
  }

  static void close(int file) {
    LIBRARY.close(file);
  }

  /** This thread, and what it forks, gets all signals; threads of a JVM don't get SIGQUIT. */
  static void unblockSignals() {
    LIBRARY.pthread_sigmask(SET_MASK, ByteBuffer.allocateDirect(SIGNALS), null);
  }

  /** SIGHUP to all of a process group. */
  static void hangUp(int group) {
    LIBRARY.killpg(group, HANG_UP);
  }

  /** Tells a terminal its size. */
  static void resize(int file, TerminalSize size) throws IOException {
    ByteBuffer window = ByteBuffer.allocateDirect(4 * Short.BYTES).order(ByteOrder.nativeOrder());
    window.putShort((short) size.rows()).putShort((short) size.columns()).rewind();
    if (LIBRARY.ioctl(file, new NativeLong(SET_SIZE), window) < 0) {
      throw new IOException("no size could be set, with error " + Native.getLastError());
    }
  }
}
