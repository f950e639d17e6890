package io.benchmarkdeployer.core.port;

import io.benchmarkdeployer.core.model.CapturedLog;
import io.benchmarkdeployer.core.model.LogSegment;
import io.benchmarkdeployer.core.model.Uid;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The logs of jobs: a record of each, and its entries in segments. Each write is atomic and, once
 * it returned, survives the process and is seen by every later read. A write whose answer never
 * came is an {@link UnknownOutcomeException}: read, and see. What is read equals what was written,
 * instants of records to the millisecond, those of entries to the nanosecond.
 */
public interface LogStore {

  /** The most that {@link #open} and {@link #expired} answer. */
  int MOST = 10_000;

  /**
   * Records a new log, with version 1, whatever its own says.
   *
   * @throws ConflictException where the job has one already
   */
  CapturedLog insert(CapturedLog log);

  /**
   * Replaces the record if it still is of this log's version.
   *
   * @return the log with its next version; empty where somebody else was faster or it is no longer
   *     there, and then nothing was changed
   */
  Optional<CapturedLog> replace(CapturedLog changed);

  /** The log of the job of this UID. */
  Optional<CapturedLog> find(Uid job);

  /** Of the jobs of this name, the log of the one that was begun last ({@code createdAt}). */
  Optional<CapturedLog> findNewest(String namespace, String job);

  /** All that are not sealed, oldest first ({@code createdAt}, then job), {@link #MOST} at most. */
  List<CapturedLog> open();

  /**
   * Those that are sealed, not pinned, and to be kept until an earlier time than this; {@link
   * #MOST} at most.
   */
  List<CapturedLog> expired(Instant now);

  /**
   * Makes the leases of all logs that this process captures last until then; their versions stay.
   * Repeating it is harmless.
   */
  void renew(String holder, Instant until);

  /**
   * Lets only appends with this fence through from now on: on return none with a lower one will
   * ever be added, also none that is on its way. Repeating it is harmless, and the way to find out
   * what became of an append whose outcome is unknown.
   *
   * @return where the log ends
   * @throws ConflictException where a higher fence was set already
   */
  LogEnd fence(Uid job, long fence);

  /**
   * Adds a segment at the end, if this fence is the one that was set last and the segment begins
   * where the log ends, in number and in offset.
   *
   * @return whether it was added; if not, nothing was changed
   */
  boolean append(Uid job, long fence, LogSegment segment);

  /**
   * What follows, oldest first.
   *
   * @param after the number of an entry; the first segment may begin before the next one, and where
   *     entries were dropped it begins later
   * @param most how many bytes ({@link LogSegment#size}) to read: those segments that are within
   *     it, at least one
   * @return empty at the end, or where there is no such log
   */
  List<LogSegment> read(Uid job, long after, long most);

  /**
   * What comes before, newest first.
   *
   * @param before the number of an entry; the first segment may end after the one before it
   * @param most as for {@link #read}
   */
  List<LogSegment> readBack(Uid job, long before, long most);

  /**
   * Drops entries from the middle: all that lie between these offsets, so far as the implementation
   * keeps them apart from others; what it keeps together with something outside of them stays.
   * Repeating it is harmless. It drops at least three quarters of what is between them once that is
   * more than 4 MiB.
   */
  void drop(Uid job, long from, long to);

  /** Forgets the record and every entry; repeating it is harmless. */
  void delete(Uid job);

  /**
   * Reads, changes and replaces, again after each lost race, 20 times at most.
   *
   * @param change may return what it was given: then nothing is written
   * @return the log as it is then on record; empty where there is none
   * @throws ConflictException where others were faster each time
   */
  default Optional<CapturedLog> update(Uid job, UnaryOperator<CapturedLog> change) {
    for (int tries = 0; tries < 20; tries++) {
      Optional<CapturedLog> found = find(job);
      if (found.isEmpty()) {
        return found;
      }
      CapturedLog changed = change.apply(found.get());
      Optional<CapturedLog> stored = changed.equals(found.get()) ? found : replace(changed);
      if (stored.isPresent()) {
        return stored;
      }
    }
    throw new ConflictException("the log of " + job + " is being changed by many at once");
  }
}
