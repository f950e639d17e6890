package io.benchmarkdeployer.testkit;

import io.benchmarkdeployer.core.port.LogLine;
import io.benchmarkdeployer.core.port.LogRequest;
import io.benchmarkdeployer.core.port.LogStream;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** Reads a container's log, some lines at a time, from where it stands. */
final class MemoryLogStream implements LogStream {
  private final LogRequest request;
  private final ContainerLog log;
  private final MemoryFaults faults;
  private final Consumer<MemoryLogStream> onClose;
  private final Queue<LogLine> lines = new ArrayDeque<>();
  private final AtomicBoolean closed = new AtomicBoolean();
  private final AtomicBoolean broken = new AtomicBoolean();
  private final long end;
  private long position;

  MemoryLogStream(
      LogRequest request,
      ContainerLog log,
      MemoryFaults faults,
      Consumer<MemoryLogStream> onClose) {
    this.request = request;
    this.log = log;
    this.faults = faults;
    this.onClose = onClose;
    this.end = request.follow() ? Long.MAX_VALUE : log.size();
    this.position = log.start(request.tail(), request.since());
  }

  @Override
  public Optional<LogLine> next() throws InterruptedException {
    while (!closed.get() && lines.isEmpty()) {
      if (broken.get()) {
        throw MemoryFaults.cut();
      }
      if (position >= end || isAtEnd()) {
        return Optional.empty();
      }
    }
    return closed.get() ? Optional.empty() : Optional.ofNullable(lines.poll());
  }

  /** Takes what there is, or waits for it a while. */
  private boolean isAtEnd() throws InterruptedException {
    ContainerLog.Read read = log.read(position);
    read.lines().stream().limit(end - position).forEach(lines::add);
    position = read.next();
    if (read.lines().isEmpty() && !read.ended()) {
      log.await(position, () -> closed.get() || broken.get());
    }
    return read.ended() && lines.isEmpty();
  }

  /** The connection breaks: what was not taken yet is lost to this reader. */
  void breakOff() {
    if (faults.line() == MemoryFaults.Line.CUT) {
      broken.set(true);
      log.wake();
    }
  }

  @Override
  public void close() {
    closed.set(true);
    onClose.accept(this);
    log.wake();
  }

  @Override
  public String toString() {
    return "log of %s/%s".formatted(request.pod(), request.container());
  }
}
