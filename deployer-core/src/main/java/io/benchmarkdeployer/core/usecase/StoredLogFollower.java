package io.benchmarkdeployer.core.usecase;

import io.benchmarkdeployer.core.model.CapturedLog;
import io.benchmarkdeployer.core.model.LogEntry;
import io.benchmarkdeployer.core.model.LogSegment;
import io.benchmarkdeployer.core.model.Uid;
import io.benchmarkdeployer.core.model.WorkloadStatus;
import io.benchmarkdeployer.core.port.LogStore;
import io.benchmarkdeployer.core.port.NotFoundException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Reads a log from the store up to where it ends there, then from the tail that this process has of
 * it; where another process captures it, it asks the store now and then.
 */
final class StoredLogFollower implements LogFollower {
  private static final long READ = 128 << 10;
  private static final int MOST_ENTRIES = 4_096;
  private static final Duration POLL = Duration.ofMillis(250);
  private static final Duration LOOK = Duration.ofSeconds(1);

  private final Uid job;
  private final LogQuery query;
  private final LogStore store;
  private final LiveLogs live;
  private final JobStatuses statuses;
  private final LogTail none = new LogTail(0);
  private final LogSieve sieve;
  private final Runnable onClose;

  private final AtomicReference<Optional<LogTail>> joined = new AtomicReference<>(Optional.empty());
  private Optional<Long> cursor = Optional.empty();
  private Optional<WorkloadStatus> told = Optional.empty();
  private Optional<CapturedLog> known = Optional.empty();
  private long looked = System.nanoTime() - LOOK.toNanos();
  private volatile boolean closed;

  StoredLogFollower(
      Uid job,
      LogQuery query,
      LogStore store,
      LiveLogs live,
      JobStatuses statuses,
      Runnable onClose) {
    this.job = job;
    this.query = query;
    this.store = store;
    this.live = live;
    this.statuses = statuses;
    this.sieve = query.filter().sieve();
    this.onClose = onClose;
  }

  @Override
  public Part next(Duration atMost) throws InterruptedException {
    long end = System.nanoTime() + atMost.toNanos();
    while (!closed) {
      Optional<Part> part = entries().or(this::status).or(this::end);
      if (part.isPresent()) {
        return part.get();
      }
      long left = end - System.nanoTime();
      if (left <= 0) {
        return new Part.Quiet();
      }
      await(Duration.ofNanos(left));
    }
    return new Part.Closed();
  }

  // What the log tells.

  private Optional<Part> entries() {
    Optional<LogTail> tail = join();
    if (cursor.isEmpty() && query.tail().isPresent()) {
      // Who is cut off before anything comes resumes from here.
      return Optional.of(new Part.Entries(new LogBatch(List.of(), cursor())));
    }
    long after = cursor();
    if (tail.filter(here -> here.end() <= after && !here.isOver()).isPresent()) {
      return Optional.empty();
    }
    return tail.flatMap(here -> here.after(after))
        .or(() -> fromStore(after))
        .map(found -> wanted(found, after));
  }

  /** The tail that this process has of it just now. */
  private Optional<LogTail> join() {
    Optional<LogTail> now = live.find(job);
    if (!now.equals(joined.get())) {
      leave();
      now.ifPresent(LogTail::join);
      joined.set(now);
      if (closed) {
        leave();
      }
    }
    return now;
  }

  private void leave() {
    joined.getAndSet(Optional.empty()).ifPresent(LogTail::leave);
  }

  private long cursor() {
    if (cursor.isEmpty()) {
      cursor = Optional.of(query.after().orElseGet(this::begin));
    }
    return cursor.get();
  }

  private Optional<LogBatch> fromStore(long after) {
    var entries = new ArrayList<LogEntry>();
    long last = after;
    for (LogSegment segment : store.read(job, after, READ)) {
      boolean isCut = segment.first() > last + 1;
      if (!entries.isEmpty() && (isCut || entries.size() >= MOST_ENTRIES)) {
        // What looks like a cut may be what was added while this was read: it is asked for anew.
        break;
      }
      if (isCut) {
        entries.add(cut(last + 1, segment));
      }
      segment.entries().stream().filter(entry -> entry.sequence() > after).forEach(entries::add);
      last = segment.last();
    }
    return entries.isEmpty() ? Optional.empty() : Optional.of(new LogBatch(entries, last));
  }

  private LogEntry cut(long first, LogSegment next) {
    long before =
        store.readBack(job, first, 1).stream().mapToLong(LogSegment::end).findFirst().orElse(0);
    return new LogEntry.Truncated(first, next.first() - 1, next.offset() - before);
  }

  /** As it is, where all of it is wanted: those who read alike share what they make of it. */
  private Part wanted(LogBatch found, long after) {
    cursor = Optional.of(found.last());
    boolean isWhole = found.entries().getFirst().sequence() > after;
    if (isWhole && query.filter().letsAllThrough() && query.since().isEmpty()) {
      return new Part.Entries(found);
    }
    List<LogEntry> some =
        found.entries().stream()
            .filter(entry -> entry.sequence() > after && isRecent(entry))
            .toList();
    return new Part.Entries(new LogBatch(sieve.pass(some), found.last()));
  }

  private boolean isRecent(LogEntry entry) {
    return !(entry instanceof LogEntry.Line line)
        || query.since().filter(since -> line.at().isBefore(since)).isEmpty();
  }

  // Where to begin.

  private long begin() {
    return query.tail().isPresent() ? beforeTail(query.tail().getAsInt()) : 0;
  }

  private long beforeTail(int lines) {
    LogSieve own = query.filter().withoutContext().sieve();
    long before = Long.MAX_VALUE;
    int left = lines;
    long begin = endOfStore();
    while (left > 0) {
      List<LogSegment> some = store.readBack(job, before, READ);
      if (some.isEmpty()) {
        return 0;
      }
      for (LogSegment segment : some) {
        List<LogEntry> matching = matching(own, segment, before);
        int taken = Math.min(left, matching.size());
        begin = taken == 0 ? begin : matching.get(matching.size() - taken).sequence() - 1;
        left -= taken;
      }
      before = some.getLast().first();
    }
    return begin;
  }

  private List<LogEntry> matching(LogSieve own, LogSegment segment, long before) {
    return own
        .pass(segment.entries().stream().filter(entry -> entry.sequence() < before).toList())
        .stream()
        .filter(entry -> entry instanceof LogEntry.Line && isRecent(entry))
        .toList();
  }

  private long endOfStore() {
    return store.readBack(job, Long.MAX_VALUE, 1).stream()
        .mapToLong(LogSegment::last)
        .findFirst()
        .orElse(0);
  }

  // What is told beside the log.

  private Optional<Part> status() {
    if (!query.follow() || isSealed() || !isTimeToLook()) {
      return Optional.empty();
    }
    look();
    Optional<WorkloadStatus> now = known.flatMap(statuses::of);
    boolean isNews = now.isPresent() && !now.equals(told);
    told = now.or(() -> told);
    return isNews && !isSealed() ? now.map(status -> new Part.Status(status)) : Optional.empty();
  }

  private boolean isSealed() {
    return known.filter(CapturedLog::isSealed).isPresent();
  }

  /** While this process captures it, it is not sealed. */
  private void look() {
    if (known.isEmpty() || joined.get().isEmpty()) {
      known = store.find(job);
    }
  }

  private boolean isTimeToLook() {
    Duration every = joined.get().isPresent() ? LOOK : Duration.ZERO;
    boolean isTime = System.nanoTime() - looked >= every.toNanos();
    if (isTime) {
      looked = System.nanoTime();
    }
    return isTime;
  }

  /** What came between the last read and the seal is read first. */
  private Optional<Part> end() {
    return query.follow() && !isSealed() ? Optional.empty() : entries().or(this::ended);
  }

  private Optional<Part> ended() {
    CapturedLog log =
        known
            .or(() -> store.find(job))
            .orElseThrow(() -> new NotFoundException("The job has no log yet"));
    return Optional.of(new Part.End(log, statuses.of(log)));
  }

  private void await(Duration atMost) throws InterruptedException {
    Optional<LogTail> tail = joined.get();
    Duration longest = tail.isPresent() ? LOOK : POLL;
    Duration pause = atMost.compareTo(longest) < 0 ? atMost : longest;
    tail.orElse(none).await(cursor(), pause, () -> closed);
  }

  @Override
  public void close() {
    closed = true;
    none.wake();
    joined.get().ifPresent(LogTail::wake);
    leave();
    onClose.run();
  }
}
