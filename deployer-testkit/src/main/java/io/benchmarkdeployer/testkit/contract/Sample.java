package io.benchmarkdeployer.testkit.contract;

import io.benchmarkdeployer.core.model.Caller;
import io.benchmarkdeployer.core.model.Cause;
import io.benchmarkdeployer.core.model.DeployedResource;
import io.benchmarkdeployer.core.model.DeployedResource.Action;
import io.benchmarkdeployer.core.model.DeployedResource.Outcome;
import io.benchmarkdeployer.core.model.Deployment;
import io.benchmarkdeployer.core.model.DeploymentId;
import io.benchmarkdeployer.core.model.DeploymentState;
import io.benchmarkdeployer.core.model.IdempotencyKey;
import io.benchmarkdeployer.core.model.Json;
import io.benchmarkdeployer.core.model.Kind;
import io.benchmarkdeployer.core.model.Lease;
import io.benchmarkdeployer.core.model.ResourceRef;
import io.benchmarkdeployer.core.model.Uid;
import io.benchmarkdeployer.core.model.WorkloadPhase;
import io.benchmarkdeployer.core.model.WorkloadStatus;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A deployment to put on record, named by what matters in a test; the rest of it is nothing
 * special.
 */
record Sample(
    DeploymentId id,
    DeploymentState state,
    String yaml,
    Instant createdAt,
    List<DeployedResource> resources,
    Optional<Lease> lease,
    Optional<IdempotencyKey> key) {
  static final Instant NOON = Instant.parse("2026-03-01T12:00:00.123456789Z");
  static final Lease LEASE = new Lease("a process", NOON.plusNanos(30_000_000_001L));

  static Sample of(String id) {
    return new Sample(
        new DeploymentId(id),
        DeploymentState.DEPLOYED,
        "kind: Job\n",
        NOON,
        List.of(job("default", "test-job")),
        Optional.empty(),
        Optional.empty());
  }

  Sample in(DeploymentState other) {
    return new Sample(id, other, yaml, createdAt, resources, lease, key);
  }

  Sample saying(String text) {
    return new Sample(id, state, text, createdAt, resources, lease, key);
  }

  Sample at(Instant time) {
    return new Sample(id, state, yaml, time, resources, lease, key);
  }

  Sample with(DeployedResource... some) {
    return new Sample(id, state, yaml, createdAt, List.of(some), lease, key);
  }

  Sample leased() {
    return new Sample(id, state, yaml, createdAt, resources, Optional.of(LEASE), key);
  }

  Sample under(String name) {
    var named = Optional.of(new IdempotencyKey(name, "salt:" + id));
    return new Sample(id, state, yaml, createdAt, resources, lease, named);
  }

  Deployment deployment() {
    return new Deployment(
        id,
        0,
        state,
        Optional.empty(),
        "default",
        yaml,
        resources,
        createdAt,
        Caller.ANONYMOUS,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        lease,
        key);
  }

  static DeployedResource job(String namespace, String name) {
    return resource(ResourceRef.job(namespace, name));
  }

  static DeployedResource configMap(String namespace, String name) {
    return resource(new ResourceRef(new Kind("v1", "ConfigMap"), Optional.of(namespace), name));
  }

  /** One that was created and of which nothing else is known. */
  static DeployedResource resource(ResourceRef ref) {
    return DeployedResource.planned(ref, Action.CREATE, Optional.empty())
        .ended(Outcome.CREATED, "");
  }

  static DeployedResource inPhase(WorkloadPhase phase) {
    return job("default", "test-job").observed(status(phase));
  }

  static WorkloadStatus status(WorkloadPhase phase) {
    return new WorkloadStatus(
        phase, 1, 0, 0, Optional.of(NOON), Optional.empty(), Optional.empty());
  }

  /** A deployment with something in every field. */
  static Deployment full(String id) {
    return new Deployment(
        new DeploymentId(id),
        7,
        DeploymentState.DELETING,
        Optional.of("이름표 🚀"),
        "asked-for",
        "# 안녕하세요\nkind: Job\r\n\ttab \u0000 \uD83D\uDE80\n",
        List.of(fullResource(), configMap("default", "settings"), clusterScoped()),
        NOON,
        new Caller("김철수"),
        Optional.of(NOON.plusNanos(1)),
        Optional.of(new Caller("someone.else$")),
        Optional.of("it failed: \"이유\"\nand so on"),
        Optional.of(LEASE),
        Optional.of(new IdempotencyKey("alice:a.b$c", "salt:0123")));
  }

  private static DeployedResource clusterScoped() {
    return resource(new ResourceRef(Kind.NAMESPACE, Optional.empty(), "team"));
  }

  private static DeployedResource fullResource() {
    return new DeployedResource(
        ResourceRef.job("bench", "test-job"),
        Action.CONFIGURE,
        Outcome.LEFT_BEHIND,
        Optional.of(new Uid("0b3c-uid/with $ and .")),
        Optional.of("the cluster said: 안 돼요 🙅"),
        Optional.of(tree()),
        Optional.of(fullStatus()));
  }

  private static WorkloadStatus fullStatus() {
    return new WorkloadStatus(
        WorkloadPhase.FAILED,
        Integer.MAX_VALUE,
        2,
        3,
        Optional.of(NOON.minusNanos(999_999_999)),
        Optional.of(NOON.plusSeconds(60)),
        Optional.of(
            new Cause(
                Cause.Type.EXIT_CODE,
                "exit code 137 — 메모리",
                Optional.of("test-job-x7k2p"),
                Optional.of("main"),
                Optional.of(-1))));
  }

  /** JSON with all that a database may trip over. */
  static Json.Obj tree() {
    return Json.object("metadata", Json.object("name", Json.text("settings")))
        .with("", Json.text("empty key"))
        .with("app.kubernetes.io/managed-by", Json.text("dots"))
        .with("$set", Json.object("$oid", Json.text("not an operator")))
        .with("a\u0000b", Json.text("null character \u0000 in both"))
        .with("한국어 🚀", Json.text("키"))
        .with("null", Json.Null.NULL)
        .with("yes", new Json.Bool(true))
        .with("no", new Json.Bool(false))
        .with("nothing", Json.Obj.EMPTY)
        .with("none", new Json.Arr(List.of()))
        .with("numbers", numbers())
        .with("deep", deep(60));
  }

  private static Json numbers() {
    return new Json.Arr(
        List.of(
            Json.number(0),
            Json.number(Long.MIN_VALUE),
            number("1e300"),
            number("-1E-400"),
            number("123456789012345678901234567890.123456789012345678901234567890")));
  }

  private static Json number(String text) {
    return new Json.Num(new BigDecimal(text));
  }

  private static Json deep(int levels) {
    Json value = Json.text("bottom");
    for (int i = 0; i < levels; i++) {
      value = i % 2 == 0 ? Json.object("deeper", value) : new Json.Arr(List.of(value));
    }
    return value;
  }
}
