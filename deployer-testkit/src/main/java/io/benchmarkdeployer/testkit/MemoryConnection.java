package io.benchmarkdeployer.testkit;

import io.benchmarkdeployer.core.model.DesiredObject;
import io.benchmarkdeployer.core.model.Kind;
import io.benchmarkdeployer.core.model.LiveObject;
import io.benchmarkdeployer.core.model.Ownership;
import io.benchmarkdeployer.core.model.ResourceRef;
import io.benchmarkdeployer.core.model.Uid;
import io.benchmarkdeployer.core.port.ClusterDescription;
import io.benchmarkdeployer.core.port.ClusterPort;
import io.benchmarkdeployer.core.port.ClusterWatch;
import io.benchmarkdeployer.core.port.LimitException;
import io.benchmarkdeployer.core.port.LogRequest;
import io.benchmarkdeployer.core.port.LogStream;
import io.benchmarkdeployer.core.port.Selector;
import io.benchmarkdeployer.core.port.ServedKind;
import io.benchmarkdeployer.testkit.MemoryFaults.Call;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** One way to a cluster in memory, with the watches and logs that are open on it. */
final class MemoryConnection implements ClusterPort {
  /** Our own field manager, as the adapter for Kubernetes has it. */
  private static final String FIELD_MANAGER = Ownership.MANAGER;

  private static final String VERSION = "v1.24.0+memory";

  private final ServedKinds kinds;
  private final ObjectStore store;
  private final Api api;
  private final Logs logs;
  private final Loop loop;
  private final MemoryFaults faults;
  private final Consumer<MemoryConnection> onClose;
  private final List<MemoryWatch> watches = new CopyOnWriteArrayList<>();
  private final List<MemoryLogStream> streams = new CopyOnWriteArrayList<>();

  MemoryConnection(
      ServedKinds kinds,
      ObjectStore store,
      Api api,
      Logs logs,
      Loop loop,
      MemoryFaults faults,
      Consumer<MemoryConnection> onClose) {
    this.kinds = kinds;
    this.store = store;
    this.api = api;
    this.logs = logs;
    this.loop = loop;
    this.faults = faults;
    this.onClose = onClose;
  }

  /** Under the cluster's lock. */
  void changed(Optional<LiveObject> before, Optional<LiveObject> after) {
    watches.forEach(watch -> watch.changed(before, after));
  }

  void breakWatches() {
    watches.forEach(MemoryWatch::breakOff);
  }

  void breakLogs() {
    streams.forEach(MemoryLogStream::breakOff);
  }

  /** The watches and log streams that are open, each in words. */
  Stream<String> handles() {
    return Stream.concat(watches.stream(), streams.stream()).map(Object::toString);
  }

  @Override
  public ClusterDescription describe() {
    return faults.around(Call.DESCRIBE, () -> new ClusterDescription(VERSION, false));
  }

  @Override
  public Optional<ServedKind> served(Kind kind) {
    return faults.around(Call.SERVED, () -> kinds.find(kind));
  }

  @Override
  public Optional<LiveObject> find(ResourceRef ref) {
    return faults.around(Call.FIND, () -> loop.locked(() -> api.find(ref)));
  }

  @Override
  public List<LiveObject> list(Selector selector) {
    return faults.around(
        Call.LIST, () -> bounded(selector, loop.locked(() -> store.list(selector))));
  }

  private static List<LiveObject> bounded(Selector selector, List<LiveObject> objects) {
    if (objects.size() > selector.most()) {
      throw new LimitException(
          LimitException.Limit.COUNT,
          "More than %d objects of kind %s match"
              .formatted(selector.most(), selector.kind().name()));
    }
    return objects;
  }

  @Override
  public DryRun dryRun(DesiredObject desired, Optional<Uid> expected) {
    return faults.around(
        Call.DRY_RUN, () -> loop.locked(() -> api.dryRun(FIELD_MANAGER, desired, expected)));
  }

  @Override
  public LiveObject apply(DesiredObject desired, Optional<Uid> expected) {
    return faults.around(
        Call.APPLY, () -> loop.locked(() -> api.apply(FIELD_MANAGER, desired, expected)));
  }

  @Override
  public void restore(LiveObject before) {
    faults.around(Call.RESTORE, () -> loop.locked(() -> api.restore(FIELD_MANAGER, before)));
  }

  @Override
  public Deletion delete(ResourceRef ref, Uid uid) {
    return faults.around(Call.DELETE, () -> loop.locked(() -> api.delete(ref, uid)));
  }

  @Override
  public LogStream openLog(LogRequest request) {
    ContainerLog log = faults.around(Call.OPEN_LOG, () -> loop.locked(() -> logs.find(request)));
    var stream = new MemoryLogStream(request, log, faults, streams::remove);
    streams.add(stream);
    return stream;
  }

  @Override
  public ClusterWatch watch(Selector selector) {
    var watch = new MemoryWatch(selector, store, loop, faults, watches::remove);
    watches.add(watch);
    return watch;
  }

  @Override
  public void close() {
    watches.forEach(MemoryWatch::close);
    streams.forEach(MemoryLogStream::close);
    onClose.accept(this);
  }
}
