package io.benchmarkdeployer.testkit;

import io.benchmarkdeployer.core.model.CapturedLog;
import io.benchmarkdeployer.core.model.Lease;
import io.benchmarkdeployer.core.model.LogSegment;
import io.benchmarkdeployer.core.model.Uid;
import io.benchmarkdeployer.core.port.ConflictException;
import io.benchmarkdeployer.core.port.LogEnd;
import io.benchmarkdeployer.core.port.LogStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The logs of a {@link MemoryState}, under its lock; the entries stay packed. */
final class MemoryLogs implements LogStore {
  private static final Comparator<CapturedLog> OLDEST_FIRST =
      Comparator.comparing(CapturedLog::createdAt).thenComparing(log -> log.job().value());

  private final StateLock lock;
  private final Map<Uid, CapturedLog> byJob = new HashMap<>();
  private final Map<Uid, Content> contents = new HashMap<>();

  MemoryLogs(StateLock lock) {
    this.lock = lock;
  }

  /** The segments of one log, by the number of their last entry. */
  private static final class Content {
    private final NavigableMap<Long, LogSegment> segments = new TreeMap<>();
    private LogEnd end = LogEnd.NONE;
    private OptionalLong fence = OptionalLong.empty();

    boolean append(long by, LogSegment segment) {
      if (!fence.equals(OptionalLong.of(by))
          || segment.first() != end.sequence() + 1
          || segment.offset() != end.offset()) {
        return false;
      }
      segments.put(segment.last(), segment);
      end = new LogEnd(segment.last(), segment.end());
      return true;
    }

    LogEnd fence(long other) {
      if (fence.orElse(other) > other) {
        throw new ConflictException("another process captures this log");
      }
      fence = OptionalLong.of(other);
      return end;
    }
  }

  /** Under the lock. */
  void clear() {
    byJob.clear();
    contents.clear();
  }

  @Override
  public CapturedLog insert(CapturedLog log) {
    CapturedLog recorded = log.withVersion(1);
    return lock.locked(
        () -> {
          if (byJob.containsKey(recorded.job())) {
            throw new ConflictException("the job has a log already");
          }
          return put(recorded);
        });
  }

  @Override
  public Optional<CapturedLog> replace(CapturedLog changed) {
    return lock.locked(
        () ->
            find(changed.job())
                .filter(old -> old.version() == changed.version())
                .map(old -> put(changed.withVersion(changed.version() + 1))));
  }

  private CapturedLog put(CapturedLog log) {
    byJob.put(log.job(), log);
    return log;
  }

  @Override
  public Optional<CapturedLog> find(Uid job) {
    return lock.locked(() -> Optional.ofNullable(byJob.get(job)));
  }

  @Override
  public Optional<CapturedLog> findNewest(String namespace, String job) {
    return lock.locked(
        () ->
            byJob.values().stream()
                .filter(log -> log.ref().name().equals(job))
                .filter(log -> log.ref().namespace().equals(Optional.of(namespace)))
                .max(OLDEST_FIRST));
  }

  @Override
  public List<CapturedLog> open() {
    return some(log -> !log.isSealed());
  }

  @Override
  public List<CapturedLog> expired(Instant now) {
    return some(
        log -> log.isSealed() && !log.pinned() && log.keepUntil().filter(now::isAfter).isPresent());
  }

  private List<CapturedLog> some(Predicate<CapturedLog> which) {
    return lock.locked(
        () -> byJob.values().stream().filter(which).sorted(OLDEST_FIRST).limit(MOST).toList());
  }

  @Override
  public void renew(String holder, Instant until) {
    var lease = new Lease(holder, until);
    lock.locked(
        () -> {
          byJob.replaceAll((job, log) -> isHeldBy(log, holder) ? log.leased(lease) : log);
          return true;
        });
  }

  /** A sealed one keeps whatever it ended with. */
  private static boolean isHeldBy(CapturedLog log, String holder) {
    return !log.isSealed()
        && log.lease().filter(lease -> lease.holder().equals(holder)).isPresent();
  }

  @Override
  public LogEnd fence(Uid job, long fence) {
    return lock.locked(() -> contents.computeIfAbsent(job, any -> new Content()).fence(fence));
  }

  @Override
  public boolean append(Uid job, long fence, LogSegment segment) {
    return lock.locked(
        () ->
            Optional.ofNullable(contents.get(job))
                .filter(content -> content.append(fence, segment))
                .isPresent());
  }

  @Override
  public List<LogSegment> read(Uid job, long after, long most) {
    return lock.locked(() -> within(segments(job).tailMap(after, false).values().iterator(), most));
  }

  /** The last one may reach over the place: it is known by its first entry. */
  @Override
  public List<LogSegment> readBack(Uid job, long before, long most) {
    return lock.locked(
        () -> {
          NavigableMap<Long, LogSegment> all = segments(job);
          Stream<LogSegment> over =
              Stream.ofNullable(all.ceilingEntry(before))
                  .map(Map.Entry::getValue)
                  .filter(segment -> segment.first() < before);
          Stream<LogSegment> others = all.headMap(before, false).descendingMap().values().stream();
          return within(Stream.concat(over, others).iterator(), most);
        });
  }

  private NavigableMap<Long, LogSegment> segments(Uid job) {
    Content content = contents.get(job);
    return content == null ? new TreeMap<>() : content.segments;
  }

  private static List<LogSegment> within(Iterator<LogSegment> all, long most) {
    var some = new ArrayList<LogSegment>();
    long left = Math.max(0, most);
    while (all.hasNext()) {
      LogSegment segment = all.next();
      left -= segment.size();
      if (!some.isEmpty() && left < 0) {
        return some;
      }
      some.add(segment);
    }
    return some;
  }

  @Override
  public void drop(Uid job, long from, long to) {
    lock.locked(
        () ->
            segments(job)
                .values()
                .removeIf(segment -> segment.offset() >= from && segment.end() <= to));
  }

  @Override
  public void delete(Uid job) {
    lock.locked(
        () -> {
          byJob.remove(job);
          contents.remove(job);
          return true;
        });
  }
}
