package io.benchmarkdeployer.testkit;

import io.benchmarkdeployer.core.model.CapturedLog;
import io.benchmarkdeployer.core.model.Deployment;
import io.benchmarkdeployer.core.model.DeploymentId;
import io.benchmarkdeployer.core.model.DeploymentState;
import io.benchmarkdeployer.core.model.LogSegment;
import io.benchmarkdeployer.core.model.ResourceRef;
import io.benchmarkdeployer.core.model.SessionId;
import io.benchmarkdeployer.core.model.TerminalSession;
import io.benchmarkdeployer.core.model.Uid;
import io.benchmarkdeployer.core.port.DeploymentPage;
import io.benchmarkdeployer.core.port.DeploymentQuery;
import io.benchmarkdeployer.core.port.DeploymentStore;
import io.benchmarkdeployer.core.port.LogEnd;
import io.benchmarkdeployer.core.port.LogStore;
import io.benchmarkdeployer.core.port.SessionStore;
import io.benchmarkdeployer.core.port.StatePort;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Any state, a real one too, whose writes fail on cue: {@code insert} and {@code replace} of
 * deployments, {@code insertSession}, {@code replaceSession}, {@code renewSessions} and {@code
 * forgetSessions}, {@code insertLog}, {@code replaceLog}, {@code renewLogs}, {@code fence}, {@code
 * append}, {@code drop} and {@code deleteLog} pass the points of {@link Faults}; reads go through.
 * It does not close what it wraps.
 */
public final class FaultyState implements StatePort {
  private final StatePort state;
  private final Faults faults;

  public FaultyState(StatePort state, Faults faults) {
    this.state = state;
    this.faults = faults;
  }

  @Override
  public DeploymentStore deployments() {
    return new FaultyDeployments(state.deployments());
  }

  @Override
  public SessionStore sessions() {
    return new FaultySessions(state.sessions());
  }

  @Override
  public LogStore logs() {
    return new FaultyLogs(state.logs());
  }

  @Override
  public void check() {
    state.check();
  }

  @Override
  public void close() {
    // Who made the state closes it: a wrapper comes and goes with each fault.
  }

  private final class FaultyDeployments implements DeploymentStore {
    private final DeploymentStore store;

    FaultyDeployments(DeploymentStore store) {
      this.store = store;
    }

    @Override
    public Insertion insert(Deployment deployment) {
      return faults.around("insert", () -> store.insert(deployment));
    }

    @Override
    public Optional<Deployment> replace(Deployment changed) {
      return faults.around("replace", () -> store.replace(changed));
    }

    @Override
    public Optional<Deployment> find(DeploymentId id) {
      return store.find(id);
    }

    @Override
    public Optional<Deployment> findByIdempotencyKey(String key) {
      return store.findByIdempotencyKey(key);
    }

    @Override
    public DeploymentPage list(DeploymentQuery query) {
      return store.list(query);
    }

    @Override
    public List<Deployment> findByResource(ResourceRef ref, boolean includeDeleted) {
      return store.findByResource(ref, includeDeleted);
    }

    @Override
    public List<Deployment> findByUid(Uid uid) {
      return store.findByUid(uid);
    }

    @Override
    public List<Deployment> findUnfinished() {
      return store.findUnfinished();
    }

    @Override
    public long count(Set<DeploymentState> states) {
      return store.count(states);
    }

    @Override
    public Changes changes(Optional<String> place, int most) {
      return store.changes(place, most);
    }
  }

  private final class FaultySessions implements SessionStore {
    private final SessionStore store;

    FaultySessions(SessionStore store) {
      this.store = store;
    }

    @Override
    public TerminalSession insert(TerminalSession session) {
      return faults.around("insertSession", () -> store.insert(session));
    }

    @Override
    public Optional<TerminalSession> replace(TerminalSession changed) {
      return faults.around("replaceSession", () -> store.replace(changed));
    }

    @Override
    public Optional<TerminalSession> find(SessionId id) {
      return store.find(id);
    }

    @Override
    public List<TerminalSession> open() {
      return store.open();
    }

    @Override
    public List<TerminalSession> list(Optional<String> job) {
      return store.list(job);
    }

    @Override
    public void renew(String holder, Instant until) {
      faults.around("renewSessions", () -> store.renew(holder, until));
    }

    @Override
    public void forgetEndedBefore(Instant time) {
      faults.around("forgetSessions", () -> store.forgetEndedBefore(time));
    }
  }

  private final class FaultyLogs implements LogStore {
    private final LogStore store;

    FaultyLogs(LogStore store) {
      this.store = store;
    }

    @Override
    public CapturedLog insert(CapturedLog log) {
      return faults.around("insertLog", () -> store.insert(log));
    }

    @Override
    public Optional<CapturedLog> replace(CapturedLog changed) {
      return faults.around("replaceLog", () -> store.replace(changed));
    }

    @Override
    public Optional<CapturedLog> find(Uid job) {
      return store.find(job);
    }

    @Override
    public Optional<CapturedLog> findNewest(String namespace, String job) {
      return store.findNewest(namespace, job);
    }

    @Override
    public List<CapturedLog> open() {
      return store.open();
    }

    @Override
    public List<CapturedLog> expired(Instant now) {
      return store.expired(now);
    }

    @Override
    public void renew(String holder, Instant until) {
      faults.around("renewLogs", () -> store.renew(holder, until));
    }

    @Override
    public LogEnd fence(Uid job, long fence) {
      return faults.around("fence", () -> store.fence(job, fence));
    }

    @Override
    public boolean append(Uid job, long fence, LogSegment segment) {
      return faults.around("append", () -> store.append(job, fence, segment));
    }

    @Override
    public List<LogSegment> read(Uid job, long after, long most) {
      return store.read(job, after, most);
    }

    @Override
    public List<LogSegment> readBack(Uid job, long before, long most) {
      return store.readBack(job, before, most);
    }

    @Override
    public void drop(Uid job, long from, long to) {
      faults.around("drop", () -> store.drop(job, from, to));
    }

    @Override
    public void delete(Uid job) {
      faults.around("deleteLog", () -> store.delete(job));
    }
  }
}
