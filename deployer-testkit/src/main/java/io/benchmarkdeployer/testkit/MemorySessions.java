package io.benchmarkdeployer.testkit;

import io.benchmarkdeployer.core.model.Lease;
import io.benchmarkdeployer.core.model.SessionId;
import io.benchmarkdeployer.core.model.TerminalSession;
import io.benchmarkdeployer.core.port.ConflictException;
import io.benchmarkdeployer.core.port.SessionStore;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** The terminal sessions of a {@link MemoryState}, under its lock. */
final class MemorySessions implements SessionStore {
  private static final Comparator<TerminalSession> OLDEST_FIRST =
      Comparator.comparing(TerminalSession::createdAt)
          .thenComparing(session -> session.id().value());

  private final StateLock lock;
  private final Map<SessionId, TerminalSession> byId = new HashMap<>();

  MemorySessions(StateLock lock) {
    this.lock = lock;
  }

  /** Under the lock. */
  void clear() {
    byId.clear();
  }

  @Override
  public TerminalSession insert(TerminalSession session) {
    TerminalSession recorded = session.withVersion(1);
    return lock.locked(
        () -> {
          if (byId.containsKey(recorded.id())) {
            throw new ConflictException("there is a session of that id already");
          }
          return put(recorded);
        });
  }

  @Override
  public Optional<TerminalSession> replace(TerminalSession changed) {
    return lock.locked(
        () ->
            find(changed.id())
                .filter(old -> old.version() == changed.version())
                .map(old -> put(changed.withVersion(changed.version() + 1))));
  }

  private TerminalSession put(TerminalSession session) {
    byId.put(session.id(), session);
    return session;
  }

  @Override
  public Optional<TerminalSession> find(SessionId id) {
    return lock.locked(() -> Optional.ofNullable(byId.get(id)));
  }

  @Override
  public List<TerminalSession> open() {
    return sorted(OLDEST_FIRST, TerminalSession::isOpen);
  }

  @Override
  public List<TerminalSession> list(Optional<String> job) {
    return sorted(
        OLDEST_FIRST.reversed(),
        session -> job.isEmpty() || job.get().equals(session.job().name()));
  }

  private List<TerminalSession> sorted(
      Comparator<TerminalSession> order, Predicate<TerminalSession> which) {
    return lock.locked(
        () -> byId.values().stream().filter(which).sorted(order).limit(MOST).toList());
  }

  @Override
  public void renew(String holder, Instant until) {
    var lease = new Lease(holder, until);
    lock.locked(
        () -> {
          byId.replaceAll((id, session) -> renewed(session, lease));
          return true;
        });
  }

  /** An ended one keeps whatever it ended with. */
  private static TerminalSession renewed(TerminalSession session, Lease lease) {
    return session.isOpen() && session.isHeldBy(lease.holder()) ? session.claimed(lease) : session;
  }

  @Override
  public void forgetEndedBefore(Instant time) {
    lock.locked(() -> byId.values().removeIf(session -> isEndedBefore(time, session)));
  }

  private static boolean isEndedBefore(Instant time, TerminalSession session) {
    return session.end().filter(end -> end.at().isBefore(time)).isPresent();
  }
}
