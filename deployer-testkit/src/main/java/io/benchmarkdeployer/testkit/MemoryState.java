package io.benchmarkdeployer.testkit;

import io.benchmarkdeployer.core.model.Deployment;
import io.benchmarkdeployer.core.model.DeploymentId;
import io.benchmarkdeployer.core.model.DeploymentState;
import io.benchmarkdeployer.core.model.IdempotencyKey;
import io.benchmarkdeployer.core.model.ResourceRef;
import io.benchmarkdeployer.core.model.Uid;
import io.benchmarkdeployer.core.port.ConflictException;
import io.benchmarkdeployer.core.port.Cursor;
import io.benchmarkdeployer.core.port.DeploymentPage;
import io.benchmarkdeployer.core.port.DeploymentQuery;
import io.benchmarkdeployer.core.port.DeploymentStore;
import io.benchmarkdeployer.core.port.LogStore;
import io.benchmarkdeployer.core.port.SessionStore;
import io.benchmarkdeployer.core.port.StatePort;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * The state in this process's memory, with the compare-and-set of a real one. What is not faithful:
 * nothing survives the process, no write is ever lost or unknown (see {@link FaultyState} for
 * that), and searches look at every record.
 */
public final class MemoryState implements StatePort {
  private static final int MOST_HOLDERS = 100;
  private static final int MOST_UNFINISHED = 1_000;

  private final StateLock lock = new StateLock();
  private final Map<DeploymentId, Deployment> byId = new HashMap<>();
  private final NavigableMap<Cursor, Deployment> oldestFirst = new TreeMap<>();
  private final Map<String, DeploymentId> byKey = new HashMap<>();
  private final NavigableMap<Long, DeploymentId> changes = new TreeMap<>();
  private final Map<DeploymentId, Long> latestChange = new HashMap<>();
  private final MemorySessions sessions = new MemorySessions(lock);
  private final MemoryLogs logs = new MemoryLogs(lock);
  private long countOfChanges;

  @Override
  public DeploymentStore deployments() {
    return new MemoryDeployments();
  }

  @Override
  public SessionStore sessions() {
    return sessions;
  }

  @Override
  public LogStore logs() {
    return logs;
  }

  @Override
  public void check() {
    lock.locked(() -> true);
  }

  /** Forgets everything. */
  @Override
  public void close() {
    lock.close(
        () -> {
          byId.clear();
          oldestFirst.clear();
          byKey.clear();
          changes.clear();
          latestChange.clear();
          sessions.clear();
          logs.clear();
        });
  }

  private final class MemoryDeployments implements DeploymentStore {

    @Override
    public Insertion insert(Deployment deployment) {
      return lock.locked(() -> insertNow(deployment.withVersion(1)));
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
      return lock.locked(
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
      note(deployment.id());
    }

    private void note(DeploymentId id) {
      countOfChanges++;
      Optional.ofNullable(latestChange.put(id, countOfChanges)).ifPresent(changes::remove);
      changes.put(countOfChanges, id);
    }

    private void remove(Deployment deployment) {
      byId.remove(deployment.id());
      oldestFirst.remove(Cursor.of(deployment));
      deployment.idempotencyKey().ifPresent(key -> byKey.remove(key.key()));
    }

    @Override
    public Optional<Deployment> find(DeploymentId id) {
      return lock.locked(() -> Optional.ofNullable(byId.get(id)));
    }

    @Override
    public Optional<Deployment> findByIdempotencyKey(String key) {
      return lock.locked(() -> Optional.ofNullable(byKey.get(key)).flatMap(this::find));
    }

    @Override
    public DeploymentPage list(DeploymentQuery query) {
      Optional<Cursor> after = query.after().map(Cursor::parse);
      return page(
          lock.locked(
              () ->
                  some(
                      after
                          .map(cursor -> oldestFirst.headMap(cursor, false))
                          .orElse(oldestFirst)
                          .descendingMap()
                          .values(),
                      deployment -> matches(deployment, query),
                      query.most() + 1)),
          query);
    }

    private static DeploymentPage page(List<Deployment> oneMore, DeploymentQuery query) {
      if (oneMore.size() <= query.most()) {
        return new DeploymentPage(asked(oneMore, query), Optional.empty());
      }
      List<Deployment> page = oneMore.subList(0, query.most());
      return new DeploymentPage(asked(page, query), Optional.of(Cursor.of(page.getLast()).text()));
    }

    private static List<Deployment> asked(List<Deployment> page, DeploymentQuery query) {
      return query.manifests() ? page : page.stream().map(Deployment::slim).toList();
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
      return lock.locked(() -> some(oldestFirst.descendingMap().values(), which, MOST_HOLDERS));
    }

    @Override
    public List<Deployment> findUnfinished() {
      return lock.locked(
          () -> some(oldestFirst.values(), MemoryState::isUnfinished, MOST_UNFINISHED));
    }

    private static List<Deployment> some(
        Collection<Deployment> all, Predicate<Deployment> which, int most) {
      return all.stream().filter(which).limit(most).toList();
    }

    @Override
    public Changes changes(Optional<String> place, int most) {
      return lock.locked(
          () -> {
            long from = place.map(Long::parseLong).orElse(countOfChanges);
            Collection<DeploymentId> changed = changes.tailMap(from, false).values();
            return new Changes(
                changed.stream().limit(most).map(this::change).toList(),
                String.valueOf(countOfChanges),
                changed.size() <= most);
          });
    }

    private Change change(DeploymentId id) {
      return new Change(id, Objects.requireNonNull(byId.get(id)).version());
    }

    @Override
    public long count(Set<DeploymentState> states) {
      return lock.locked(
          () -> byId.values().stream().filter(one -> states.contains(one.state())).count());
    }
  }

  private static boolean isUnfinished(Deployment deployment) {
    return switch (deployment.state()) {
      case PENDING, DELETING -> true;
      case DEPLOYED, FAILED, DELETED -> deployment.lease().isPresent();
    };
  }
}
