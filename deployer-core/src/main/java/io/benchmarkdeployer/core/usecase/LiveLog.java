package io.benchmarkdeployer.core.usecase;

import io.benchmarkdeployer.core.model.LogEntry;
import io.benchmarkdeployer.core.model.LogSegment;
import io.benchmarkdeployer.core.model.LogSource;
import io.benchmarkdeployer.core.model.Uid;
import io.benchmarkdeployer.core.port.ConflictException;
import io.benchmarkdeployer.core.port.LogEnd;
import io.benchmarkdeployer.core.port.LogStore;
import io.benchmarkdeployer.core.port.UnavailableException;
import io.benchmarkdeployer.core.port.UnknownOutcomeException;
import java.lang.System.Logger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A job's log while this process captures it. What its containers print is put into one order,
 * written down, and only then shown: what somebody has seen is still there after a crash, under the
 * same number. Several threads add, one writes.
 */
final class LiveLog {
  private static final Logger LOG = System.getLogger(LiveLog.class.getName());

  /** What waits to be written: beyond it the containers' streams wait, and the cluster keeps it. */
  private static final long MOST_WAITING = 1 << 20;

  /** Whoever reads from the store has a segment in memory, and what is made of it. */
  private static final long SEGMENT = 128 << 10;

  /** An entry costs that much memory beside its bytes: there are lines without any. */
  private static final int COST = 64;

  /** What comes soon after something was written waits for more: each write costs. */
  private static final Duration GATHERING = Duration.ofMillis(2);

  /** So much longer for each who follows: each batch costs each of them a wake-up. */
  private static final Duration GATHERING_FOR_EACH = Duration.ofNanos(25_000);

  private static final Duration LONGEST_GATHERING = Duration.ofMillis(50);
  private static final Duration PAUSE = Duration.ofMillis(250);

  private final LogStore store;
  private final Uid job;
  private final long fence;
  private final long limit;
  private final LogTail tail;
  private final Outage outage =
      new Outage(LOG, "A job's log can't be written for now", "Jobs' logs are written again");

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition room = lock.newCondition();
  private final Condition more = lock.newCondition();
  private final Condition much = lock.newCondition();
  private List<LogEntry> waiting = new ArrayList<>();
  private long waitingSize;
  private long next;
  private boolean finished;
  private boolean closed;

  // The writing thread's own.
  private LogEnd end;
  private long lastWrite = System.nanoTime() - LONGEST_GATHERING.toNanos();
  private long droppedAt;

  /**
   * Goes on at this end of a log whose fence this process has set.
   *
   * @param limit how many bytes of it are kept
   */
  LiveLog(LogStore store, Uid job, long fence, LogEnd end, long limit) {
    this.store = store;
    this.job = job;
    this.fence = fence;
    this.end = end;
    this.limit = limit;
    this.next = end.sequence() + 1;
    this.tail = new LogTail(end.sequence());
    this.droppedAt = Math.max(limit, end.offset() - limit / 16);
  }

  LogTail tail() {
    return tail;
  }

  /** Adds a line; waits while too much waits to be written. Does nothing once it was closed. */
  void add(LogSource source, Instant at, byte[] bytes, boolean ended) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      awaitRoom();
      add(new LogEntry.Line(next, source, at, bytes, ended));
    } finally {
      lock.unlock();
    }
  }

  /** Notes that lines of this source may be missing here. */
  void addGap(LogSource source, Instant at, String why) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      awaitRoom();
      add(new LogEntry.Gap(next, source, at, why));
    } finally {
      lock.unlock();
    }
  }

  private void awaitRoom() throws InterruptedException {
    while (waitingSize >= MOST_WAITING && !closed) {
      room.await();
    }
  }

  private void add(LogEntry entry) {
    if (closed) {
      return;
    }
    next++;
    waiting.add(entry);
    waitingSize += entry.size() + COST;
    if (waiting.size() == 1) {
      more.signal();
    }
    if (waitingSize >= SEGMENT) {
      much.signal();
    }
  }

  /** Nothing more will be added: {@link #write} ends when all is written. */
  void finish() {
    change(() -> finished = true);
  }

  /** Drops what waits; {@link #write} ends. */
  void close() {
    change(() -> closed = true);
  }

  private void change(Runnable change) {
    lock.lock();
    try {
      change.run();
      room.signalAll();
      more.signalAll();
      much.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Writes what is added, up to its end. The store may be away for a while: it is tried again.
   *
   * @throws ConflictException where another process captures the log now
   */
  void write() throws InterruptedException {
    List<LogEntry> some = take();
    while (!some.isEmpty()) {
      for (int from = 0; from < some.size(); ) {
        int to = segmentEnd(some, from);
        write(some.subList(from, to));
        from = to;
      }
      some = take();
    }
  }

  private static int segmentEnd(List<LogEntry> entries, int from) {
    long size = 0;
    int to = from;
    while (to < entries.size() && size < SEGMENT && to - from < LogSegment.MOST_ENTRIES) {
      size += entries.get(to).size() + COST;
      to++;
    }
    return to;
  }

  /** All that waits; empty at the end. */
  private List<LogEntry> take() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (waiting.isEmpty() && !finished && !closed) {
        more.await();
      }
      gather();
      List<LogEntry> taken = closed ? List.of() : waiting;
      waiting = new ArrayList<>();
      waitingSize = 0;
      room.signalAll();
      return taken;
    } finally {
      lock.unlock();
    }
  }

  private void gather() throws InterruptedException {
    long left = gathering().toNanos() - (System.nanoTime() - lastWrite);
    while (left > 0 && waitingSize < SEGMENT && !finished && !closed) {
      left = much.awaitNanos(left);
    }
  }

  private Duration gathering() {
    Duration all = GATHERING.plus(GATHERING_FOR_EACH.multipliedBy(tail.followers()));
    return all.compareTo(LONGEST_GATHERING) < 0 ? all : LONGEST_GATHERING;
  }

  private void write(List<LogEntry> entries) throws InterruptedException {
    LogSegment segment = LogSegment.pack(end.offset(), entries);
    while (!isWritten(segment)) {
      Thread.sleep(PAUSE);
      checkOpen();
    }
    end = new LogEnd(segment.last(), segment.end());
    lastWrite = System.nanoTime();
    dropMiddle();
    tail.add(new LogBatch(List.copyOf(entries), segment.last()));
  }

  private void checkOpen() throws InterruptedException {
    lock.lock();
    try {
      if (closed) {
        throw new InterruptedException("it was closed");
      }
    } finally {
      lock.unlock();
    }
  }

  /** Where the answer to an append never came, the fence tells whether it happened. */
  private boolean isWritten(LogSegment segment) {
    try {
      boolean written = store.append(job, fence, segment) || isThere(segment);
      outage.worked();
      return written;
    } catch (UnknownOutcomeException | UnavailableException later) {
      outage.failed(later);
      return false;
    }
  }

  private boolean isThere(LogSegment segment) {
    LogEnd found = store.fence(job, fence);
    if (!found.equals(end) && found.sequence() != segment.last()) {
      throw new ConflictException("another process captures the log of " + job);
    }
    return found.sequence() == segment.last();
  }

  /** Of a log that grew over its limit the first and the last half are kept. */
  private void dropMiddle() {
    if (end.offset() - droppedAt < limit / 16) {
      return;
    }
    try {
      store.drop(job, limit / 2, end.offset() - limit / 2);
      droppedAt = end.offset();
    } catch (UnknownOutcomeException | UnavailableException later) {
      outage.failed(later);
    }
  }
}
