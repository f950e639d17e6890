package io.benchmarkdeployer.app.embedded;

import static java.lang.System.Logger.Level.WARNING;

import io.benchmarkdeployer.core.model.TerminalSize;
import io.benchmarkdeployer.core.port.Terminal;
import io.benchmarkdeployer.core.port.TerminalEnd;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * A shell in a pseudo terminal of this machine. Nothing is buffered here: what nobody reads, or no
 * program takes, stays in the system's few kilobytes, and holds its writer back.
 */
final class LocalTerminal implements Terminal, Readiness.Waiter {
  private static final byte END_OF_INPUT = 4;

  /** The least of what is no control character: those all leave a line, or begin one. */
  private static final byte SPACE = ' ';

  /** More than a terminal holds: so much may its shell have left in it at its end. */
  private static final int CAPACITY = 256 << 10;

  /** How soon it is seen that a program has come back to a terminal that all had closed. */
  private static final Duration GLANCE = Duration.ofMillis(100);

  private static final System.Logger LOG = System.getLogger(LocalTerminal.class.getName());

  private final PtyMaster master;
  private final PtyShell shell;
  private final Optional<ProcessHandle> process;
  private final Readiness readiness;

  /** Held by one who types, from the first byte to the last; who came first, types first. */
  private final ReentrantLock keyboard = new ReentrantLock(true);

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private byte lastTyped;
  private boolean inputEnded;
  private boolean closed;
  private int late;
  private OptionalInt code = OptionalInt.empty();
  private Optional<TerminalEnd> end = Optional.empty();

  private LocalTerminal(PtyMaster master, PtyShell shell, Readiness readiness) {
    this.master = master;
    this.shell = shell;
    this.process = ProcessHandle.of(shell.pid());
    this.readiness = readiness;
  }

  /**
   * Starts a shell in a new terminal.
   *
   * @param environment assignments
   */
  static LocalTerminal start(
      Path program, String[] environment, Path directory, TerminalSize size, Readiness readiness)
      throws IOException {
    readiness.begin();
    PtyMaster master = PtyMaster.open(size);
    try {
      PtyShell shell = master.start(program, environment, directory);
      var terminal = new LocalTerminal(master, shell, readiness);
      readiness.join(terminal);
      shell.tellEnd(terminal::ended);
      return terminal;
    } catch (IOException refused) {
      master.close();
      throw refused;
    }
  }

  /** The shell's process; empty where it was gone before anybody looked. */
  Optional<ProcessHandle> process() {
    return process;
  }

  /** As {@link PtyShell#hangUp}. */
  void hangUp() {
    shell.hangUp();
  }

  /** Its shell's code; empty where it has not ended so soon. */
  OptionalInt awaitCode(Duration most) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      for (long left = most.toNanos(); code.isEmpty() && left > 0; ) {
        left = changed.awaitNanos(left);
      }
      return code;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Optional<byte[]> read() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (end.isEmpty()) {
        byte[] printed = master.read();
        if (printed.length > 0 && !isTooLate(printed)) {
          return Optional.of(printed);
        }
        if (code.isPresent()) {
          end = Optional.of(new TerminalEnd.Exited(code.getAsInt()));
        } else {
          await(SystemCalls.READABLE);
        }
      }
      return Optional.empty();
    } finally {
      lock.unlock();
    }
  }

  /** What others than the shell go on printing has no end. */
  private boolean isTooLate(byte[] printed) {
    late += code.isPresent() ? printed.length : 0;
    return late > CAPACITY;
  }

  @Override
  public void write(byte[] input) throws InterruptedException {
    if (!isInputEnded()) {
      type(() -> input);
    }
  }

  private void type(Supplier<byte[]> what) throws InterruptedException {
    keyboard.lockInterruptibly();
    try {
      byte[] input = what.get();
      for (int typed = 0; typed < input.length; ) {
        typed += typeSome(input, typed);
      }
    } finally {
      keyboard.unlock();
    }
  }

  private int typeSome(byte[] input, int from) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (!isOver()) {
        int count = master.write(input, from);
        if (count > 0) {
          lastTyped = input[from + count - 1];
          return count;
        }
        await(SystemCalls.WRITABLE);
      }
      return input.length - from;
    } finally {
      lock.unlock();
    }
  }

  /** A terminal that nobody has open would be told ready for ever: it is looked at now and then. */
  @SuppressWarnings("WaitNotInLoop") // Whoever calls it looks again, in a loop.
  private void await(short what) throws InterruptedException {
    if (master.isDeserted()) {
      changed.awaitNanos(GLANCE.toNanos());
    } else {
      readiness.tell(this, what);
      changed.await();
    }
  }

  @Override
  public int file() {
    return master.file();
  }

  @Override
  public void look() {
    lock.lock();
    try {
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private boolean isOver() {
    return closed || code.isPresent();
  }

  private boolean isInputEnded() {
    lock.lock();
    try {
      return inputEnded;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void resize(TerminalSize size) {
    lock.lock();
    try {
      if (!isOver()) {
        master.resize(size);
      }
    } catch (IOException refused) {
      LOG.log(WARNING, "A terminal keeps its size", refused);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void endInput() {
    lock.lock();
    try {
      if (!inputEnded) {
        inputEnded = true;
        Thread.ofVirtual().name("terminal").start(this::typeEnd);
      }
    } finally {
      lock.unlock();
    }
  }

  private void typeEnd() {
    try {
      type(this::endOfInput);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  /** Within a line the first only hands over what there is of it. */
  private byte[] endOfInput() {
    boolean withinLine = lastTyped < 0 || lastTyped >= SPACE;
    return withinLine ? new byte[] {END_OF_INPUT, END_OF_INPUT} : new byte[] {END_OF_INPUT};
  }

  @Override
  public TerminalEnd end() {
    lock.lock();
    try {
      return end.orElseThrow(() -> new IllegalStateException("the terminal has not ended"));
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      if (!closed) {
        closed = true;
        end = end.or(() -> Optional.of(new TerminalEnd.Closed()));
        readiness.forget(this);
        master.close();
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  private void ended(int exitCode) {
    lock.lock();
    try {
      code = OptionalInt.of(exitCode);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
