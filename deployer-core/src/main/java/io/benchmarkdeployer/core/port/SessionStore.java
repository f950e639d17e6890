package io.benchmarkdeployer.core.port;

import io.benchmarkdeployer.core.model.SessionId;
import io.benchmarkdeployer.core.model.TerminalSession;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The terminal sessions on record: open ones, and those that ended not long ago. Each write is
 * atomic and, once it returned, survives the process and is seen by every later read. A write whose
 * answer never came is an {@link UnknownOutcomeException}: read, and see. What is read equals what
 * was written, instants to the millisecond.
 */
public interface SessionStore {

  /** The most that {@link #open} and {@link #list} answer. */
  int MOST = 10_000;

  /**
   * Records a new session, with version 1, whatever its own says.
   *
   * @throws ConflictException where one of that id exists
   */
  TerminalSession insert(TerminalSession session);

  /**
   * Replaces the record if it still is of this session's version.
   *
   * @return the session with its next version; empty where somebody else was faster or it is no
   *     longer there, and then nothing was changed
   */
  Optional<TerminalSession> replace(TerminalSession changed);

  Optional<TerminalSession> find(SessionId id);

  /** All that have not ended, oldest first ({@code createdAt}, then id), {@link #MOST} at most. */
  List<TerminalSession> open();

  /**
   * Open and ended ones, newest first ({@code createdAt}, then id, both descending), {@link #MOST}
   * at most.
   *
   * @param job only those of jobs of this name, in whatever namespace
   */
  List<TerminalSession> list(Optional<String> job);

  /**
   * Makes the leases of all open sessions that this process holds last until then; their versions
   * stay. Repeating it is harmless.
   */
  void renew(String holder, Instant until);

  /** Forgets the sessions that ended before this time; repeating it is harmless. */
  void forgetEndedBefore(Instant time);

  /**
   * Reads, changes and replaces, again after each lost race, 20 times at most.
   *
   * @param change may return what it was given: then nothing is written
   * @return the session as it is then on record; empty where there is none of that id
   * @throws ConflictException where others were faster each time
   */
  default Optional<TerminalSession> update(SessionId id, UnaryOperator<TerminalSession> change) {
    for (int tries = 0; tries < 20; tries++) {
      Optional<TerminalSession> found = find(id);
      if (found.isEmpty()) {
        return found;
      }
      TerminalSession changed = change.apply(found.get());
      Optional<TerminalSession> stored = changed.equals(found.get()) ? found : replace(changed);
      if (stored.isPresent()) {
        return stored;
      }
    }
    throw new ConflictException("session " + id + " is being changed by many at once; try again");
  }
}
