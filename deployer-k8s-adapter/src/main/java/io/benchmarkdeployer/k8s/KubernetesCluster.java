package io.benchmarkdeployer.k8s;

import io.benchmarkdeployer.core.model.DesiredObject;
import io.benchmarkdeployer.core.model.DnsName;
import io.benchmarkdeployer.core.model.Json;
import io.benchmarkdeployer.core.model.Kind;
import io.benchmarkdeployer.core.model.LiveObject;
import io.benchmarkdeployer.core.model.Ownership;
import io.benchmarkdeployer.core.model.ResourceRef;
import io.benchmarkdeployer.core.model.Uid;
import io.benchmarkdeployer.core.port.ClusterDescription;
import io.benchmarkdeployer.core.port.ClusterPort;
import io.benchmarkdeployer.core.port.ClusterWatch;
import io.benchmarkdeployer.core.port.ConflictException;
import io.benchmarkdeployer.core.port.DeployerException;
import io.benchmarkdeployer.core.port.LogRequest;
import io.benchmarkdeployer.core.port.LogStream;
import io.benchmarkdeployer.core.port.NotFoundException;
import io.benchmarkdeployer.core.port.RejectedException;
import io.benchmarkdeployer.core.port.Selector;
import io.benchmarkdeployer.core.port.ServedKind;
import io.benchmarkdeployer.core.port.UnavailableException;
import io.benchmarkdeployer.core.port.UnknownOutcomeException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import okhttp3.HttpUrl;

/**
 * A Kubernetes cluster, from 1.20 on. What is applied is owned by the field manager {@value
 * Ownership#MANAGER}; a Secret's {@code stringData} is sent as the {@code data} that it becomes, a
 * Service's port with the protocol that it gets by default.
 */
public final class KubernetesCluster implements ClusterPort {
  private static final int CREATED = 201;

  private final ApiServer server;
  private final Discovery discovery;
  private final ObjectList objects;
  private final Duration watchSilence;
  private final OpenStreams open = new OpenStreams();

  private KubernetesCluster(KubernetesConnection connection) {
    this.server = new ApiServer(connection);
    this.discovery = new Discovery(server);
    this.objects = new ObjectList(server, discovery);
    this.watchSilence = connection.watchSilence();
  }

  /**
   * Makes ready to speak to a cluster; nothing is asked of it yet.
   *
   * @throws IllegalArgumentException where the credentials can't be read
   */
  public static KubernetesCluster open(KubernetesConnection connection) {
    return new KubernetesCluster(connection);
  }

  @Override
  public ClusterDescription describe() {
    ApiAnswer answer = server.read(server.url().addPathSegment("version").build());
    if (!answer.isSuccess()) {
      throw new Refusal(answer, "The cluster's version", ClusterWords.OPEN).ofRead();
    }
    String version =
        answer.body().textAt("gitVersion").orElseThrow(KubernetesCluster::notKubernetes);
    return new ClusterDescription(version, true);
  }

  static UnavailableException notKubernetes() {
    return new UnavailableException(
        UnavailableException.How.UNREACHABLE,
        "What answers at the cluster's address is not a Kubernetes API");
  }

  @Override
  public Optional<ServedKind> served(Kind kind) {
    return discovery.find(kind);
  }

  @Override
  public Optional<LiveObject> find(ResourceRef ref) {
    return discovery
        .find(ref.kind())
        .filter(served -> served.namespaced() == ref.namespace().isPresent())
        .flatMap(served -> find(ref, served));
  }

  private Optional<LiveObject> find(ResourceRef ref, ServedKind served) {
    ApiAnswer answer = server.read(url(ref, served).build());
    if (answer.isSuccess()) {
      return Optional.of(
          LiveObjects.of(ref.kind(), answer.body()).orElseThrow(KubernetesCluster::notKubernetes));
    }
    if (isAbsent(answer, ref.kind())) {
      return Optional.empty();
    }
    throw refusal(ref, answer).ofRead();
  }

  /**
   * Whether it says "not found" of the object, or the cluster forgot the kind.
   *
   * @throws UnavailableException where somebody on the way says it, who knows neither
   */
  private boolean isAbsent(ApiAnswer answer, Kind kind) {
    boolean notFound = answer.code() == 404;
    if (notFound && !namesSomething(answer) && discovery.isStillServed(kind)) {
      throw notKubernetes();
    }
    return notFound;
  }

  private static boolean namesSomething(ApiAnswer answer) {
    return answer.body().textAt("details", "name").isPresent();
  }

  private HttpUrl.Builder url(ResourceRef ref, ServedKind served) {
    return Paths.objects(server.url(), served, ref.namespace()).addPathSegment(ref.name());
  }

  @Override
  public List<LiveObject> list(Selector selector) {
    return objects.all(selector).objects();
  }

  @Override
  public DryRun dryRun(DesiredObject desired, Optional<Uid> expected) {
    return expected.isPresent()
        ? dryRunOf(desired, expected.get())
        : new DryRun(dryRunAsNew(desired), true);
  }

  private DryRun dryRunOf(DesiredObject desired, Uid expected) {
    LiveObject live =
        find(desired.ref())
            .filter(found -> found.uid().equals(expected))
            .orElseThrow(() -> gone(desired.ref()));
    LiveObject would = applied(desired, Optional.of(expected), true);
    return new DryRun(would, LiveObjects.differ(live, would));
  }

  /** Where the name is taken, under another of the same length: by the same rules. */
  private LiveObject dryRunAsNew(DesiredObject desired) {
    if (find(desired.ref()).isEmpty()) {
      return applied(desired, Optional.empty(), true);
    }
    LiveObject would = applied(StandIn.of(desired), Optional.empty(), true);
    Json.Obj named = would.content().withAt(Json.text(desired.ref().name()), "metadata", "name");
    return new LiveObject(desired.ref(), would.uid(), named);
  }

  @Override
  public LiveObject apply(DesiredObject desired, Optional<Uid> expected) {
    return applied(desired, expected, false);
  }

  private LiveObject applied(DesiredObject desired, Optional<Uid> expected, boolean dryRun) {
    ResourceRef ref = desired.ref();
    Json.Obj configuration = ApplyConfiguration.of(desired, expected);
    ApiAnswer answer = dryRun ? tried(ref, configuration) : written(desired, configuration);
    if (!answer.isSuccess()) {
      throw refused(ref, answer, expected, dryRun);
    }
    LiveObject live = LiveObjects.of(ref.kind(), answer.body()).orElseThrow(() -> unclear(ref));
    if (expected.filter(uid -> !uid.equals(live.uid())).isPresent()) {
      throw gone(ref);
    }
    return live;
  }

  private ApiAnswer written(DesiredObject desired, Json.Obj configuration) {
    ApiAnswer answer = patched(desired.ref(), Ownership.MANAGER, configuration);
    return ClusterWords.areOfNothingThere(answer.message()) ? madeInSteps(desired) : answer;
  }

  /**
   * Services before 1.23 can't be made in one step. So a manager whose name nobody else has makes
   * it: where somebody was faster, it changes nothing of theirs, and gives up what it added. Then
   * ours takes the fields over.
   */
  private ApiAnswer madeInSteps(DesiredObject desired) {
    ResourceRef ref = desired.ref();
    String maker = Ownership.MANAGER + "-" + UUID.randomUUID();
    ApiAnswer made = patched(ref, maker, ApplyConfiguration.equivalent(desired));
    if (!made.isSuccess()) {
      return made;
    }
    Uid uid =
        LiveObjects.of(ref.kind(), made.body())
            .map(LiveObject::uid)
            .orElseThrow(() -> unclear(ref));
    boolean isOurs = made.code() == CREATED;
    if (isOurs) {
      patched(ref, Ownership.MANAGER, ApplyConfiguration.of(desired, Optional.of(uid)));
    }
    ApiAnswer left = patched(ref, maker, ApplyConfiguration.nothing(ref, uid));
    if (!isOurs) {
      throw taken(ref);
    }
    return left;
  }

  private ApiAnswer patched(ResourceRef ref, String manager, Json.Obj configuration) {
    return server.patch(applyUrl(ref, manager).build(), configuration);
  }

  private ApiAnswer tried(ResourceRef ref, Json.Obj configuration) {
    return server.tryPatch(
        applyUrl(ref, Ownership.MANAGER).addQueryParameter("dryRun", "All").build(), configuration);
  }

  private HttpUrl.Builder applyUrl(ResourceRef ref, String manager) {
    return url(ref, writable(ref))
        .addQueryParameter("fieldManager", manager)
        .addQueryParameter("force", "false");
  }

  /** The kind, where an object of it can be where the reference says. */
  private ServedKind writable(ResourceRef ref) {
    ServedKind served = discovery.find(ref.kind()).orElseThrow(() -> noKind(ref));
    if (served.namespaced() != ref.namespace().isPresent()) {
      throw rejected(ref, served.namespaced() ? "needs a namespace" : "is in no namespace");
    }
    return served;
  }

  private static RejectedException noKind(ResourceRef ref) {
    return rejected(ref, "the cluster has no kind " + ref.kind());
  }

  private static RejectedException rejected(ResourceRef ref, String why) {
    return new RejectedException(RejectedException.By.CLUSTER, ref + ": " + why);
  }

  private DeployerException refused(
      ResourceRef ref, ApiAnswer answer, Optional<Uid> expected, boolean dryRun) {
    Refusal refusal = refusal(ref, answer);
    if (refusal.isOfIdentity()) {
      return expected.isPresent() ? gone(ref) : taken(ref);
    }
    if (answer.code() == 404 && !namesSomething(answer) && !discovery.isStillServed(ref.kind())) {
      return noKind(ref);
    }
    return dryRun ? refusal.ofTrial() : refusal.ofWrite();
  }

  private static Refusal refusal(ResourceRef ref, ApiAnswer answer) {
    return new Refusal(answer, ref.toString(), ClusterWords.about(ref.kind()));
  }

  private static ConflictException gone(ResourceRef ref) {
    return new ConflictException(
        ref + " is no longer the object that it was: it was deleted, or made anew, meanwhile");
  }

  private static ConflictException taken(ResourceRef ref) {
    return new ConflictException(ref + " exists already and was left as it is");
  }

  private static UnknownOutcomeException unclear(ResourceRef ref) {
    return new UnknownOutcomeException(
        ref + ": the cluster's answer can't be understood: look it up");
  }

  @Override
  public void restore(LiveObject before) {
    ResourceRef ref = before.ref();
    ApiAnswer answer = patched(ref, Ownership.MANAGER, ApplyConfiguration.restoring(before));
    if (!answer.isSuccess()) {
      throw refused(ref, answer, Optional.of(before.uid()), false);
    }
  }

  @Override
  public Deletion delete(ResourceRef ref, Uid uid) {
    return discovery
        .find(ref.kind())
        .filter(served -> served.namespaced() == ref.namespace().isPresent())
        .map(served -> delete(ref, served, uid))
        .orElse(Deletion.ABSENT);
  }

  private Deletion delete(ResourceRef ref, ServedKind served, Uid uid) {
    ApiAnswer answer = server.delete(url(ref, served).build(), deleteOptions(uid));
    if (answer.isSuccess()) {
      return Deletion.ACCEPTED;
    }
    if (isAbsent(answer, ref.kind())) {
      return Deletion.ABSENT;
    }
    if (answer.code() == 409) {
      return afterConflict(ref, uid, answer);
    }
    throw refusal(ref, answer).ofWrite();
  }

  private static Json.Obj deleteOptions(Uid uid) {
    return Json.object("apiVersion", Json.text("v1"))
        .with("kind", Json.text("DeleteOptions"))
        .with("propagationPolicy", Json.text("Background"))
        .withAt(Json.text(uid.value()), "preconditions", "uid");
  }

  /** Another UID, or an end that is under way: a namespace that is being emptied says so too. */
  private Deletion afterConflict(ResourceRef ref, Uid uid, ApiAnswer answer) {
    Optional<LiveObject> live = find(ref);
    if (live.isEmpty()) {
      return Deletion.ABSENT;
    }
    if (!live.get().uid().equals(uid)) {
      return Deletion.ANOTHER;
    }
    if (live.get().terminating()) {
      return Deletion.ACCEPTED;
    }
    throw refusal(ref, answer).ofWrite();
  }

  @Override
  public LogStream openLog(LogRequest request) {
    boolean named =
        DnsName.problemOfNamespace(request.namespace()).isEmpty()
            && DnsName.problemOfName(request.pod()).isEmpty()
            && DnsName.problemOfNamespace(request.container()).isEmpty();
    if (!named) {
      throw new NotFoundException("There is no pod or container of such a name");
    }
    return KubernetesLog.open(server, request, open);
  }

  @Override
  public ClusterWatch watch(Selector selector) {
    return new KubernetesWatch(server, objects, selector, watchSilence, open);
  }

  @Override
  public void close() {
    open.closeAll();
    server.close();
  }
}
