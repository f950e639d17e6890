package io.benchmarkdeployer.app.bench;

import io.benchmarkdeployer.core.model.TerminalMarker;
import io.benchmarkdeployer.core.model.TerminalSize;
import io.benchmarkdeployer.core.port.ClusterPort;
import io.benchmarkdeployer.core.port.ConflictException;
import io.benchmarkdeployer.core.port.ExecPort.Opening;
import io.benchmarkdeployer.core.port.LogLine;
import io.benchmarkdeployer.core.port.LogStream;
import io.benchmarkdeployer.testkit.ContainerRuntime;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * Containers that print lines when they are told to: those with the command {@code print LINES
 * RATE}, so many in a second; with rate 0 no faster than somebody reads them, as through a pipe.
 * One prints at a time. All others are another runtime's.
 */
public final class PrintingContainers implements ContainerRuntime {
  /** The program's name. */
  public static final String PRINT = "print";

  /** So many at once, as a program's own buffer has it. */
  private static final int AT_ONCE = 64;

  /** So many may wait for the reader: less than the cluster in memory keeps. */
  private static final long MOST_UNREAD = 64 << 10;

  private static final long TICK = TimeUnit.MILLISECONDS.toNanos(1);

  private final ContainerRuntime others;
  private final Semaphore told = new Semaphore(0);
  private final AtomicLong read = new AtomicLong();

  public PrintingContainers(ContainerRuntime others) {
    this.others = others;
  }

  /** The next one, or the one that waits, prints now. */
  public void go() {
    told.release();
  }

  /** The cluster, so that it is seen how much of its logs is read: by one reader at a time. */
  public ClusterPort watched(ClusterPort cluster) {
    return new ReplacedLogs(cluster, request -> new Watched(cluster.openLog(request), read));
  }

  private record Watched(LogStream stream, AtomicLong read) implements LogStream {
    @Override
    public Optional<LogLine> next() throws InterruptedException {
      Optional<LogLine> line = stream.next();
      read.setRelease(read.getPlain() + 1);
      return line;
    }

    @Override
    public void close() {
      stream.close();
    }
  }

  @Override
  public Running start(Start container, Consumer<byte[]> output) throws StartFailure {
    List<String> command = container.command();
    if (command.isEmpty() || !command.getFirst().equals(PRINT)) {
      return others.start(container, output);
    }
    var printer =
        new Printer(Long.parseLong(command.get(1)), Long.parseLong(command.get(2)), output);
    Thread.ofPlatform().daemon().name("printer").start(printer::print);
    return printer;
  }

  @Override
  public void podGone(String pod) {
    others.podGone(pod);
  }

  @Override
  public void close() {
    others.close();
  }

  private final class Printer implements Running {
    private final CompletableFuture<Exit> exit = new CompletableFuture<>();
    private final Consumer<byte[]> output;
    private final long lines;
    private final long rate;
    private volatile boolean stopped;

    Printer(long lines, long rate, Consumer<byte[]> output) {
      this.output = output;
      this.lines = lines;
      this.rate = rate;
    }

    void print() {
      told.acquireUninterruptibly();
      long begun = System.nanoTime();
      long before = read.get();
      long printed = 0;
      while (printed < lines && !stopped) {
        long due =
            rate == 0 ? printed + AT_ONCE : rate * (System.nanoTime() - begun) / 1_000_000_000;
        if (printed < due && printed - (read.get() - before) < MOST_UNREAD) {
          int some = (int) Math.min(Math.min(due, lines) - printed, AT_ONCE);
          output.accept(PrintedLine.some(PrintedLine.FIRST + printed, some));
          printed += some;
        } else {
          LockSupport.parkNanos(TICK);
        }
      }
      exit.complete(Exit.of(0));
    }

    @Override
    public Opening openTerminal(String shell, TerminalMarker marker, TerminalSize size) {
      throw new ConflictException("this container has no shells");
    }

    @Override
    public void endTerminals(Set<TerminalMarker> markers) {}

    @Override
    public CompletableFuture<Exit> exit() {
      return exit;
    }

    @Override
    public void stop(Duration grace) {
      stopped = true;
    }
  }
}
