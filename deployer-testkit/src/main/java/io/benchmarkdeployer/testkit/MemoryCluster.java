package io.benchmarkdeployer.testkit;

import static io.benchmarkdeployer.testkit.Values.object;

import io.benchmarkdeployer.core.model.DesiredObject;
import io.benchmarkdeployer.core.model.Json;
import io.benchmarkdeployer.core.model.Kind;
import io.benchmarkdeployer.core.model.LiveObject;
import io.benchmarkdeployer.core.model.ResourceRef;
import io.benchmarkdeployer.core.model.Uid;
import io.benchmarkdeployer.core.port.ClusterDescription;
import io.benchmarkdeployer.core.port.ClusterPort;
import io.benchmarkdeployer.core.port.ClusterWatch;
import io.benchmarkdeployer.core.port.ExecPort;
import io.benchmarkdeployer.core.port.LogRequest;
import io.benchmarkdeployer.core.port.LogStream;
import io.benchmarkdeployer.core.port.Selector;
import io.benchmarkdeployer.core.port.ServedKind;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/**
 * A cluster in memory: what Kubernetes does with jobs and the objects around them, with containers
 * that are played by scripts or run by any {@link ContainerRuntime}.
 *
 * <pre>{@code
 * var clock = new ManualClock(Instant.parse("2030-01-01T00:00:00Z"));
 * try (var cluster = MemoryCluster.builder().clock(clock).build()) {
 *   cluster.scripts().teachImage("busybox", ContainerScript.printing("hello").thenExiting(3));
 *   cluster.apply(job, Optional.empty());
 *   clock.advance(Duration.ofSeconds(1));
 * }
 * }</pre>
 *
 * <p>Nothing happens in it at the moment of a call but what the call itself does; all else takes a
 * few milliseconds of the clock. Any thread may call. What it does otherwise than a real cluster
 * stands in {@code docs/testkit.md}.
 */
public final class MemoryCluster implements ClusterPort {
  private final ServedKinds kinds = new ServedKinds();
  private final ObjectStore store = new ObjectStore();
  private final List<MemoryConnection> connections = new CopyOnWriteArrayList<>();
  private final List<MemoryExec> execs = new CopyOnWriteArrayList<>();
  private final Loop loop;
  private final ContainerRuntime containers;
  private final MemoryFaults faults;
  private final Api api;
  private final Containers pods;
  private final Logs logs;
  private final MemoryConnection own;
  private final MemoryExec ownExec;

  private MemoryCluster(Builder builder) {
    this.loop = new Loop(builder.clock);
    this.containers = builder.containers.orElseGet(() -> new ScriptedContainers(builder.clock));
    this.api = new Api(kinds, store, loop, builder.namespacesOnDemand);
    this.faults = new MemoryFaults(builder.callTimeout, this::breakConnections);
    var journal = new Journal(store, loop);
    var kubelet = new Kubelet(store, api, loop, journal, builder.clock, containers);
    this.pods = new Containers(store, kubelet);
    this.logs = new Logs(pods, kubelet);
    this.own = open();
    this.ownExec = openExec();
    store.listen(this::tellWatches);
    assemble(journal, kubelet);
    loop.run(() -> furnish(builder.node));
  }

  private MemoryConnection open() {
    var connection =
        new MemoryConnection(kinds, store, api, logs, loop, faults, connections::remove);
    connections.add(connection);
    return connection;
  }

  private MemoryExec openExec() {
    var exec = new MemoryExec(pods, loop, faults, execs::remove);
    execs.add(exec);
    return exec;
  }

  private void tellWatches(Optional<LiveObject> before, Optional<LiveObject> after) {
    connections.forEach(connection -> connection.changed(before, after));
  }

  private void assemble(Journal journal, Kubelet kubelet) {
    var pods = new ManagedPods(store, api, journal);
    var jobs = new JobController(store, api, loop, journal, pods);
    List<Controller> controllers =
        List.of(
            jobs,
            new DeploymentController(store, api, loop, journal),
            new AppController(store, api, pods),
            new NamespaceController(store, api, loop));
    store.listen(kubelet);
    store.listen(new Scheduler(store, api, loop, journal));
    store.listen(new Controllers(store, loop, controllers));
    store.listen(new Garbage(store, api, loop));
    store.listen(jobs);
  }

  private void furnish(String node) {
    Stream.of("default", "kube-system").forEach(api::createNamespace);
    var ref = new ResourceRef(Scheduler.NODE, Optional.empty(), node);
    Json.Obj ready = object("type", "Ready", "status", "True", "reason", "KubeletReady");
    LiveObject made =
        api.create(
            ref,
            object(
                "apiVersion", "v1",
                "kind", "Node",
                "metadata",
                    object("name", node, "labels", object("kubernetes.io/hostname", node))));
    api.put(made, made.content().with("status", object("conditions", Values.list(List.of(ready)))));
  }

  /** One with defaults: the system's clock and scripted containers. */
  public static MemoryCluster start() {
    return builder().build();
  }

  public static Builder builder() {
    return new Builder();
  }

  /** What goes wrong on cue. */
  public MemoryFaults faults() {
    return faults;
  }

  /**
   * Its scripted containers.
   *
   * @throws IllegalStateException where its containers are run by something else
   */
  public ScriptedContainers scripts() {
    if (containers instanceof ScriptedContainers scripts) {
      return scripts;
    }
    throw new IllegalStateException("the containers of this cluster are not scripted");
  }

  /** Serves another kind, as a custom resource definition makes a cluster do. */
  public MemoryCluster serve(ServedKind kind) {
    kinds.add(kind);
    return this;
  }

  /** Somebody else who works on the cluster, under this field manager. */
  public Outsider actingAs(String manager) {
    return new Outsider(manager, api, loop);
  }

  /**
   * Another connection to this cluster, as another process has it; to be closed by the caller, it
   * ends what was opened on it and nothing else.
   */
  public ClusterPort connect() {
    return open();
  }

  /** Its terminals. */
  public ExecPort exec() {
    return ownExec;
  }

  /**
   * Another way to its terminals, as another process has it; to be closed by the caller, it closes
   * what was opened on it and nothing else.
   */
  public ExecPort connectExec() {
    return openExec();
  }

  /** Every open terminal breaks, as with its connection; the shells go on. */
  public void breakTerminals() {
    execs.forEach(MemoryExec::breakTerminals);
  }

  /** Every watch breaks and lists again, as after a closed connection. */
  public void breakWatches() {
    connections.forEach(MemoryConnection::breakWatches);
  }

  /** The watches, log streams and terminals that are open, each in words; a leak guard asks. */
  public List<String> openHandles() {
    return Stream.concat(
            connections.stream().flatMap(MemoryConnection::handles),
            execs.stream().flatMap(MemoryExec::handles))
        .toList();
  }

  private void breakConnections() {
    breakWatches();
    connections.forEach(MemoryConnection::breakLogs);
    if (faults.line() == MemoryFaults.Line.CUT) {
      breakTerminals();
    }
  }

  @Override
  public ClusterDescription describe() {
    return own.describe();
  }

  @Override
  public Optional<ServedKind> served(Kind kind) {
    return own.served(kind);
  }

  @Override
  public Optional<LiveObject> find(ResourceRef ref) {
    return own.find(ref);
  }

  @Override
  public List<LiveObject> list(Selector selector) {
    return own.list(selector);
  }

  @Override
  public DryRun dryRun(DesiredObject desired, Optional<Uid> expected) {
    return own.dryRun(desired, expected);
  }

  @Override
  public LiveObject apply(DesiredObject desired, Optional<Uid> expected) {
    return own.apply(desired, expected);
  }

  @Override
  public void restore(LiveObject before) {
    own.restore(before);
  }

  @Override
  public Deletion delete(ResourceRef ref, Uid uid) {
    return own.delete(ref, uid);
  }

  @Override
  public LogStream openLog(LogRequest request) {
    return own.openLog(request);
  }

  @Override
  public ClusterWatch watch(Selector selector) {
    return own.watch(selector);
  }

  /** Ends the cluster: its connections, its containers, and its own thread. */
  @Override
  public void close() {
    loop.close();
    connections.forEach(MemoryConnection::close);
    execs.forEach(MemoryExec::close);
    containers.close();
  }

  /** How a cluster shall be; each setting has a default. */
  public static final class Builder {
    private MemoryClock clock = MemoryClock.system();
    private Optional<ContainerRuntime> containers = Optional.empty();
    private String node = "localhost";
    private Duration callTimeout = Duration.ofSeconds(1);
    private boolean namespacesOnDemand;

    private Builder() {}

    /** What all that takes time in it is scheduled by; the system's clock by default. */
    public Builder clock(MemoryClock other) {
      clock = other;
      return this;
    }

    /** What runs its containers, closed with it; {@link ScriptedContainers} by default. */
    public Builder containers(ContainerRuntime other) {
      containers = Optional.of(other);
      return this;
    }

    /** The name of its one node. */
    public Builder node(String name) {
      node = name;
      return this;
    }

    /** How long a call waits while the cluster hangs, in real time; a second by default. */
    public Builder callTimeout(Duration time) {
      callTimeout = time;
      return this;
    }

    /** An object in a namespace that does not exist makes it; by default it is refused. */
    public Builder namespacesOnDemand() {
      namespacesOnDemand = true;
      return this;
    }

    public MemoryCluster build() {
      return new MemoryCluster(this);
    }
  }
}
