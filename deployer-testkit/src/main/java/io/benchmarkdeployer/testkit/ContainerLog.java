package io.benchmarkdeployer.testkit;

import io.benchmarkdeployer.core.port.LogLine;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * What one life of a container printed, to the byte, as far as there is room: the oldest lines go,
 * as at a rotation. Any thread may call.
 */
final class ContainerLog {
  private static final long MOST_BYTES = 64L << 20;
  private static final int LONGEST_LINE = 1 << 20;
  private static final int COST_OF_LINE = 96;
  private static final int LINES_IN_CHUNK = 256;
  private static final int BYTES_IN_CHUNK = 1 << 20;

  private final InstantSource clock;
  private final LogSpace space;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Deque<Chunk> chunks = new ArrayDeque<>();
  private final ByteArrayOutputStream begun = new ByteArrayOutputStream();
  private long lines;
  private long bytes;
  private long taken;
  private boolean ended;

  /** Some lines in a row; the first has this number among all that were ever printed. */
  private static final class Chunk {
    private final long first;
    private final LogLine[] lines = new LogLine[LINES_IN_CHUNK];
    private int count;
    private long bytes;

    Chunk(long first) {
      this.first = first;
    }

    boolean isFull() {
      return count == LINES_IN_CHUNK || bytes >= BYTES_IN_CHUNK;
    }

    long end() {
      return first + count;
    }

    void add(LogLine line) {
      lines[count++] = line;
      bytes += cost(line);
    }

    List<LogLine> from(long position) {
      int start = (int) Math.max(0, position - first);
      return List.of(Arrays.copyOfRange(lines, start, count));
    }
  }

  private ContainerLog(InstantSource clock, LogSpace space) {
    this.clock = clock;
    this.space = space;
  }

  /** An empty one, which shares this room with others. */
  static ContainerLog in(LogSpace space, InstantSource clock) {
    var log = new ContainerLog(clock, space);
    space.add(log);
    return log;
  }

  private static long cost(LogLine line) {
    return line.bytes().length + (long) COST_OF_LINE;
  }

  void append(byte[] output) {
    space.grew(appended(output));
  }

  /** How many bytes of memory that took. */
  private long appended(byte[] output) {
    lock.lock();
    try {
      long before = taken;
      int start = 0;
      for (int i = 0; i < output.length; i++) {
        if (output[i] == '\n') {
          begin(output, start, i);
          start = i + 1;
          cut(true);
        }
      }
      begin(output, start, output.length);
      changed.signalAll();
      return taken - before;
    } finally {
      lock.unlock();
    }
  }

  private void begin(byte[] output, int from, int end) {
    int start = from;
    while (end - start + begun.size() >= LONGEST_LINE) {
      int piece = LONGEST_LINE - begun.size();
      begun.write(output, start, piece);
      start += piece;
      cut(false);
    }
    begun.write(output, start, end - start);
  }

  private void cut(boolean lineEnded) {
    var line = new LogLine(Optional.of(clock.instant()), begun.toByteArray(), lineEnded);
    begun.reset();
    if (chunks.isEmpty() || chunks.getLast().isFull()) {
      chunks.add(new Chunk(lines));
    }
    chunks.getLast().add(line);
    lines++;
    bytes += cost(line);
    taken += cost(line);
    while (bytes > MOST_BYTES && chunks.size() > 1) {
      bytes -= chunks.remove().bytes;
    }
  }

  /** The container has ended: what it printed last is a line, too. */
  void end() {
    lock.lock();
    try {
      if (!ended && begun.size() > 0) {
        cut(false);
      }
      ended = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** How many bytes of memory its lines take. */
  long bytes() {
    lock.lock();
    try {
      return bytes;
    } finally {
      lock.unlock();
    }
  }

  /** Loses its oldest lines, some hundreds; how many bytes that gave. */
  long dropOldest() {
    lock.lock();
    try {
      long given = chunks.isEmpty() ? 0 : chunks.remove().bytes;
      bytes -= given;
      return given;
    } finally {
      lock.unlock();
    }
  }

  /** How many lines there were so far. */
  long size() {
    lock.lock();
    try {
      return lines;
    } finally {
      lock.unlock();
    }
  }

  /** The number of the first line that a reader of the tail since a time gets. */
  long start(OptionalInt tail, Optional<Instant> since) {
    lock.lock();
    try {
      long start = tail.isPresent() ? Math.max(0, lines - tail.getAsInt()) : 0;
      if (since.isEmpty()) {
        return start;
      }
      Instant second = since.get().truncatedTo(ChronoUnit.SECONDS);
      return firstSince(start, second);
    } finally {
      lock.unlock();
    }
  }

  private long firstSince(long start, Instant time) {
    for (Chunk chunk : chunks) {
      for (long i = Math.max(start, chunk.first); i < chunk.end(); i++) {
        Instant at = chunk.lines[(int) (i - chunk.first)].at().orElseThrow();
        if (!at.isBefore(time)) {
          return i;
        }
      }
    }
    return lines;
  }

  /** Some lines from this number on. */
  record Read(List<LogLine> lines, long next, boolean ended) {}

  /** What there is from this number on, some of it; lines that are gone are left out. */
  Read read(long position) {
    lock.lock();
    try {
      for (Chunk chunk : chunks) {
        if (position < chunk.end()) {
          return new Read(chunk.from(position), chunk.end(), false);
        }
      }
      return new Read(List.of(), position, ended);
    } finally {
      lock.unlock();
    }
  }

  /** Waits for more lines than these, for the end, or until it is not wanted any more. */
  void await(long position, BooleanSupplier unwanted) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (lines <= position && !ended && !unwanted.getAsBoolean()) {
        changed.await();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Those who wait look whether they still want to. */
  void wake() {
    lock.lock();
    try {
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
