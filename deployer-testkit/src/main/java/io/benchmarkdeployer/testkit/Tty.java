package io.benchmarkdeployer.testkit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.benchmarkdeployer.core.model.TerminalSize;
import io.benchmarkdeployer.core.port.Terminal;
import io.benchmarkdeployer.core.port.TerminalEnd;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A terminal as Linux has it, between who sits at it ({@link Terminal}) and the one thread that
 * runs in it: echo, lines, Ctrl-C, and a bounded buffer each way. Empty, it costs next to nothing.
 */
final class Tty implements Terminal {
  private static final int ROOM_FOR_OUTPUT = 256 << 10;
  private static final int ROOM_FOR_INPUT = 64 << 10;
  private static final int LARGEST_READ = 64 << 10;

  /** What is typed beyond it before the line ends is lost, as Linux has it. */
  private static final int LONGEST_LINE = 4_095;

  private static final byte[] END_OF_INPUT = {};
  private static final int CTRL_C = 3;
  private static final int CTRL_D = 4;
  private static final int CTRL_U = 21;
  private static final int BACKSPACE = 8;
  private static final int DELETE = 127;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition printed = lock.newCondition();
  private final Condition read = lock.newCondition();
  private final Condition typed = lock.newCondition();
  private final Condition taken = lock.newCondition();

  private final Deque<byte[]> output = new ArrayDeque<>(2);
  private final Deque<byte[]> input = new ArrayDeque<>(2);

  /** The line that has not ended yet, a char for a byte. */
  private final StringBuilder line = new StringBuilder(0);

  private final StringBuilder echoed = new StringBuilder(0);
  private int outputBytes;
  private int inputBytes;
  private boolean inputEnded;
  private boolean raw;
  private boolean echo = true;
  private boolean interrupted;
  private boolean left;
  private int killedBy;
  private TerminalSize size;
  private Optional<TerminalEnd> end = Optional.empty();

  Tty(TerminalSize size) {
    this.size = size;
  }

  // The side of who sits at it.

  @Override
  public Optional<byte[]> read() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (output.isEmpty() && end.isEmpty()) {
        printed.await();
      }
      return Optional.ofNullable(output.poll()).map(this::withMore);
    } finally {
      lock.unlock();
    }
  }

  /** A copy, for what is printed may be printed again, and with it what follows, if it is small. */
  private byte[] withMore(byte[] first) {
    int size = first.length;
    int more = 0;
    for (byte[] next : output) {
      if (size + next.length > LARGEST_READ) {
        break;
      }
      size += next.length;
      more++;
    }
    byte[] all = Arrays.copyOf(first, size);
    for (int at = first.length; more > 0; more--) {
      byte[] next = output.remove();
      System.arraycopy(next, 0, all, at, next.length);
      at += next.length;
    }
    outputBytes -= size;
    read.signal();
    return all;
  }

  @Override
  public void write(byte[] keys) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      int at = 0;
      while (at < keys.length && hasRoom(keys[at])) {
        at = raw ? takeRaw(keys, at) : takeKey(keys, at);
      }
    } finally {
      showEcho();
      lock.unlock();
    }
  }

  /** Waits for it; false where nothing is taken any more. */
  private boolean hasRoom(byte key) throws InterruptedException {
    boolean urgent = key == CTRL_C && !raw;
    while (inputBytes >= ROOM_FOR_INPUT && takesInput() && !urgent) {
      showEcho();
      taken.await();
    }
    return takesInput();
  }

  private boolean takesInput() {
    return end.isEmpty() && !inputEnded;
  }

  private int takeRaw(byte[] keys, int from) {
    int to = Math.min(keys.length, from + ROOM_FOR_INPUT - inputBytes);
    byte[] part = Arrays.copyOfRange(keys, from, to);
    echo(new String(part, ISO_8859_1));
    put(part);
    return to;
  }

  private int takeKey(byte[] keys, int at) {
    int key = keys[at] & 0xff;
    switch (key) {
      case CTRL_C -> interrupt();
      case CTRL_D -> endLine();
      case CTRL_U -> eraseAll();
      case BACKSPACE, DELETE -> erase();
      case '\r', '\n' -> {
        line.append('\n');
        echo("\r\n");
        endLine();
      }
      default -> add((char) key);
    }
    return at + 1;
  }

  private void add(char key) {
    if (line.length() < LONGEST_LINE) {
      line.append(key);
      echo(key < ' ' && key != '\t' ? "^" + (char) (key + '@') : String.valueOf(key));
    }
  }

  private void interrupt() {
    interrupted = true;
    line.setLength(0);
    input.clear();
    inputBytes = 0;
    echo("^C");
    typed.signalAll();
    read.signalAll();
    taken.signalAll();
  }

  private void eraseAll() {
    while (!line.isEmpty()) {
      erase();
    }
  }

  /** The last character, with all of its bytes. */
  private void erase() {
    if (!line.isEmpty()) {
      int last = line.length() - 1;
      while (last > 0 && (line.charAt(last) & 0xc0) == 0x80) {
        last--;
      }
      line.setLength(last);
      echo("\b \b");
    }
  }

  /** What there is of the line can be read; where there is none, that is the end of input. */
  private void endLine() {
    put(line.isEmpty() ? END_OF_INPUT : line.toString().getBytes(ISO_8859_1));
    line.setLength(0);
  }

  private void put(byte[] keys) {
    input.add(keys);
    inputBytes += keys.length;
    typed.signal();
  }

  private void echo(String keys) {
    if (echo) {
      echoed.append(keys);
    }
  }

  /** What finds no room is lost, as in Linux: nobody waits for an echo. */
  private void showEcho() {
    if (!echoed.isEmpty() && outputBytes < ROOM_FOR_OUTPUT && end.isEmpty()) {
      show(echoed.toString().getBytes(ISO_8859_1));
    }
    echoed.setLength(0);
  }

  private void show(byte[] text) {
    if (text.length == 0) {
      return;
    }
    for (int from = 0; from < text.length; from += LARGEST_READ) {
      int to = Math.min(text.length, from + LARGEST_READ);
      output.add(to - from == text.length ? text : Arrays.copyOfRange(text, from, to));
    }
    outputBytes += text.length;
    printed.signal();
  }

  @Override
  public void resize(TerminalSize other) {
    locked(() -> size = other);
  }

  @Override
  public void endInput() {
    locked(
        () -> {
          if (takesInput()) {
            if (!line.isEmpty()) {
              endLine();
            }
            inputEnded = true;
            typed.signalAll();
            taken.signalAll();
          }
        });
  }

  @Override
  public TerminalEnd end() {
    lock.lock();
    try {
      return end.orElseThrow(() -> new IllegalStateException("the terminal has not ended yet"));
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    locked(
        () -> {
          left = true;
          output.clear();
          outputBytes = 0;
          end(new TerminalEnd.Closed());
        });
  }

  private void end(TerminalEnd how) {
    end = end.or(() -> Optional.of(how));
    input.clear();
    inputBytes = 0;
    printed.signalAll();
    taken.signalAll();
  }

  // The side of what runs in it.

  /**
   * Prints this, to the byte; waits for room. Once nobody sits there any more, it waits for the
   * shell's end. The array is not changed afterwards.
   */
  void print(byte[] text) throws ShellSignal, InterruptedException {
    lock.lockInterruptibly();
    try {
      awaitReader();
      show(text);
    } finally {
      lock.unlock();
    }
  }

  private void awaitReader() throws ShellSignal, InterruptedException {
    heed();
    while (left || outputBytes >= ROOM_FOR_OUTPUT) {
      read.await();
      heed();
    }
  }

  /** Some of what was typed, not more than this; waits for it. Empty at the end of input. */
  byte[] take(int most) throws ShellSignal, InterruptedException {
    lock.lockInterruptibly();
    try {
      heed();
      while (input.isEmpty() && !inputEnded) {
        typed.await();
        heed();
      }
      return input.isEmpty() ? END_OF_INPUT : head(input.remove(), most);
    } finally {
      lock.unlock();
    }
  }

  private byte[] head(byte[] keys, int most) {
    byte[] head = keys.length <= most ? keys : Arrays.copyOf(keys, most);
    if (head.length < keys.length) {
      input.addFirst(Arrays.copyOfRange(keys, head.length, keys.length));
    }
    inputBytes -= head.length;
    taken.signal();
    return head;
  }

  /** Does nothing for so long, in real time. */
  void sleep(Duration time) throws ShellSignal, InterruptedException {
    lock.lockInterruptibly();
    try {
      heed();
      for (long left = time.toNanos(); left > 0; heed()) {
        left = typed.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }

  private void heed() throws ShellSignal {
    if (killedBy != 0) {
      throw new ShellSignal(killedBy);
    }
    if (interrupted) {
      interrupted = false;
      throw new ShellSignal(ShellSignal.INTERRUPT);
    }
  }

  /** Whether bytes come as they are typed and go as they are printed. */
  boolean isRaw() {
    lock.lock();
    try {
      return raw;
    } finally {
      lock.unlock();
    }
  }

  void setRaw(boolean on) {
    locked(
        () -> {
          raw = on;
          if (!line.isEmpty()) {
            endLine();
          }
        });
  }

  void setEcho(boolean on) {
    locked(() -> echo = on);
  }

  TerminalSize size() {
    lock.lock();
    try {
      return size;
    } finally {
      lock.unlock();
    }
  }

  /** What runs in it gets this signal, once it prints, reads or waits. */
  void kill(int signal) {
    locked(
        () -> {
          killedBy = signal;
          typed.signalAll();
          read.signalAll();
        });
  }

  /** Nothing runs in it any more; what was printed can still be read. */
  void exited(int code) {
    locked(() -> end(new TerminalEnd.Exited(code)));
  }

  private void locked(Runnable work) {
    lock.lock();
    try {
      work.run();
    } finally {
      lock.unlock();
    }
  }
}
