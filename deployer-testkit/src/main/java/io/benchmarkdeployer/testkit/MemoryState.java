package io.benchmarkdeployer.testkit;

import io.benchmarkdeployer.core.model.Deployment;
import io.benchmarkdeployer.core.model.DeploymentId;
import io.benchmarkdeployer.core.model.DeploymentState;
import io.benchmarkdeployer.core.model.IdempotencyKey;
import io.benchmarkdeployer.core.model.Lease;
import io.benchmarkdeployer.core.model.ResourceRef;
import io.benchmarkdeployer.core.model.SessionId;
import io.benchmarkdeployer.core.model.TerminalSession;
import io.benchmarkdeployer.core.model.Uid;
import io.benchmarkdeployer.core.port.ConflictException;
import io.benchmarkdeployer.core.port.Cursor;
import io.benchmarkdeployer.core.port.DeploymentPage;
import io.benchmarkdeployer.core.port.DeploymentQuery;
import io.benchmarkdeployer.core.port.DeploymentStore;
import io.benchmarkdeployer.core.port.SessionStore;
import io.benchmarkdeployer.core.port.StatePort;
import io.benchmarkdeployer.core.port.UnavailableException;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * The state in this process's memory, with the compare-and-set of a real one. What is not faithful:
 * nothing survives the process, no write is ever lost or unknown (see {@link FaultyState} for
 * that), and searches look at every deployment.
 */
public final class MemoryState implements StatePort {
  private static final int MOST_HOLDERS = 100;
  private static final int MOST_UNFINISHED = 1_000;

  private final ReentrantLock lock = new ReentrantLock();
  private final Map<DeploymentId, Deployment> byId = new HashMap<>();
  private final NavigableMap<Cursor, Deployment> oldestFirst = new TreeMap<>();
  private final Map<String, DeploymentId> byKey = new HashMap<>();
  private final Map<SessionId, TerminalSession> sessions = new HashMap<>();
  private boolean closed;

  @Override
  public DeploymentStore deployments() {
    return new MemoryDeployments();
  }

  @Override
  public SessionStore sessions() {
    return new MemorySessions();
  }

  @Override
  public void check() {
    locked(() -> true);
  }

  /** Forgets everything. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      byId.clear();
      oldestFirst.clear();
      byKey.clear();
      sessions.clear();
    } finally {
      lock.unlock();
    }
  }

  private <T> T locked(Supplier<T> work) {
    lock.lock();
    try {
      if (closed) {
        throw new UnavailableException(
            UnavailableException.How.UNREACHABLE, "the state in memory was closed");
      }
      return work.get();
    } finally {
      lock.unlock();
    }
  }

  private final class MemoryDeployments implements DeploymentStore {

    @Override
    public Insertion insert(Deployment deployment) {
      return locked(() -> insertNow(deployment.withVersion(1)));
    }

    private Insertion insertNow(Deployment recorded) {
      if (byId.containsKey(recorded.id())) {
        throw new ConflictException("there is a deployment " + recorded.id() + " already");
      }
      Optional<Deployment> holder = holderOfKeyOf(recorded);
      if (holder.isPresent()) {
        return new Insertion.KeyTaken(holder.get());
      }
      put(recorded);
      return new Insertion.Inserted(recorded);
    }

    @Override
    public Optional<Deployment> replace(Deployment changed) {
      return locked(
          () ->
              find(changed.id())
                  .filter(old -> old.version() == changed.version())
                  .map(old -> replaceNow(old, changed)));
    }

    private Deployment replaceNow(Deployment old, Deployment changed) {
      if (holderOfKeyOf(changed).filter(holder -> !holder.id().equals(old.id())).isPresent()) {
        throw new ConflictException("another deployment holds the idempotency key already");
      }
      remove(old);
      Deployment next = changed.withVersion(changed.version() + 1);
      put(next);
      return next;
    }

    private Optional<Deployment> holderOfKeyOf(Deployment deployment) {
      return deployment
          .idempotencyKey()
          .map(IdempotencyKey::key)
          .flatMap(this::findByIdempotencyKey);
    }

    private void put(Deployment deployment) {
      byId.put(deployment.id(), deployment);
      oldestFirst.put(Cursor.of(deployment), deployment);
      deployment.idempotencyKey().ifPresent(key -> byKey.put(key.key(), deployment.id()));
    }

    private void remove(Deployment deployment) {
      byId.remove(deployment.id());
      oldestFirst.remove(Cursor.of(deployment));
      deployment.idempotencyKey().ifPresent(key -> byKey.remove(key.key()));
    }

    @Override
    public Optional<Deployment> find(DeploymentId id) {
      return locked(() -> Optional.ofNullable(byId.get(id)));
    }

    @Override
    public Optional<Deployment> findByIdempotencyKey(String key) {
      return locked(() -> Optional.ofNullable(byKey.get(key)).flatMap(this::find));
    }

    @Override
    public DeploymentPage list(DeploymentQuery query) {
      Optional<Cursor> after = query.after().map(Cursor::parse);
      return page(
          locked(
              () ->
                  some(
                      after
                          .map(cursor -> oldestFirst.headMap(cursor, false))
                          .orElse(oldestFirst)
                          .descendingMap()
                          .values(),
                      deployment -> matches(deployment, query),
                      query.most() + 1)),
          query.most());
    }

    private static DeploymentPage page(List<Deployment> oneMore, int most) {
      if (oneMore.size() <= most) {
        return new DeploymentPage(oneMore, Optional.empty());
      }
      List<Deployment> page = oneMore.subList(0, most);
      return new DeploymentPage(page, Optional.of(Cursor.of(page.getLast()).text()));
    }

    private static boolean matches(Deployment deployment, DeploymentQuery query) {
      return query.states().contains(deployment.state())
          && (query.phases().isEmpty() || query.phases().contains(deployment.phase()))
          && (query.namespace().isEmpty()
              || query.namespace().equals(deployment.primary().ref().namespace()));
    }

    @Override
    public List<Deployment> findByResource(ResourceRef ref, boolean includeDeleted) {
      return newest(
          deployment ->
              deployment.resource(ref).isPresent()
                  && (includeDeleted || deployment.state() != DeploymentState.DELETED));
    }

    @Override
    public List<Deployment> findByUid(Uid uid) {
      return newest(
          deployment -> deployment.resources().stream().anyMatch(resource -> resource.is(uid)));
    }

    private List<Deployment> newest(Predicate<Deployment> which) {
      return locked(() -> some(oldestFirst.descendingMap().values(), which, MOST_HOLDERS));
    }

    @Override
    public List<Deployment> findUnfinished() {
      return locked(() -> some(oldestFirst.values(), MemoryState::isUnfinished, MOST_UNFINISHED));
    }

    private static List<Deployment> some(
        Collection<Deployment> all, Predicate<Deployment> which, int most) {
      return all.stream().filter(which).limit(most).toList();
    }

    @Override
    public long count(Set<DeploymentState> states) {
      return locked(
          () -> byId.values().stream().filter(one -> states.contains(one.state())).count());
    }
  }

  private final class MemorySessions implements SessionStore {
    private static final Comparator<TerminalSession> OLDEST_FIRST =
        Comparator.comparing(TerminalSession::createdAt)
            .thenComparing(session -> session.id().value());

    @Override
    public TerminalSession insert(TerminalSession session) {
      TerminalSession recorded = session.withVersion(1);
      return locked(
          () -> {
            if (sessions.putIfAbsent(recorded.id(), recorded) != null) {
              throw new ConflictException("there is a session of that id already");
            }
            return recorded;
          });
    }

    @Override
    public Optional<TerminalSession> replace(TerminalSession changed) {
      return locked(
          () ->
              find(changed.id())
                  .filter(old -> old.version() == changed.version())
                  .map(old -> put(changed.withVersion(changed.version() + 1))));
    }

    private TerminalSession put(TerminalSession session) {
      sessions.put(session.id(), session);
      return session;
    }

    @Override
    public Optional<TerminalSession> find(SessionId id) {
      return locked(() -> Optional.ofNullable(sessions.get(id)));
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
      return locked(
          () -> sessions.values().stream().filter(which).sorted(order).limit(MOST).toList());
    }

    @Override
    public void renew(String holder, Instant until) {
      var lease = new Lease(holder, until);
      locked(
          () -> {
            sessions.replaceAll(
                (id, session) -> session.isHeldBy(holder) ? session.claimed(lease) : session);
            return true;
          });
    }

    @Override
    public void forgetEndedBefore(Instant time) {
      locked(
          () ->
              sessions
                  .values()
                  .removeIf(
                      session -> session.end().filter(end -> end.at().isBefore(time)).isPresent()));
    }
  }

  private static boolean isUnfinished(Deployment deployment) {
    return switch (deployment.state()) {
      case PENDING, DELETING -> true;
      case DEPLOYED, FAILED, DELETED -> deployment.lease().isPresent();
    };
  }
}
