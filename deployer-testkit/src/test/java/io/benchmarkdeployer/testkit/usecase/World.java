package io.benchmarkdeployer.testkit.usecase;

import io.benchmarkdeployer.core.Deployer;
import io.benchmarkdeployer.core.model.Caller;
import io.benchmarkdeployer.core.model.Deployment;
import io.benchmarkdeployer.core.model.DeploymentId;
import io.benchmarkdeployer.core.model.DeploymentState;
import io.benchmarkdeployer.core.model.Json;
import io.benchmarkdeployer.core.model.Kind;
import io.benchmarkdeployer.core.model.LiveObject;
import io.benchmarkdeployer.core.model.ResourceRef;
import io.benchmarkdeployer.core.port.DeploymentQuery;
import io.benchmarkdeployer.core.usecase.DeployRequest;
import io.benchmarkdeployer.core.usecase.Limits;
import io.benchmarkdeployer.testkit.Faults;
import io.benchmarkdeployer.testkit.FaultyCluster;
import io.benchmarkdeployer.testkit.FaultyState;
import io.benchmarkdeployer.testkit.ManualClock;
import io.benchmarkdeployer.testkit.MemoryCluster;
import io.benchmarkdeployer.testkit.MemoryState;
import io.benchmarkdeployer.testkit.Outsider;
import io.benchmarkdeployer.testkit.ScriptedContainers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A cluster and a state in memory, in one manual time, and a deployer on them that may fail. */
final class World implements AutoCloseable {
  static final Caller ANN = new Caller("ann");
  static final Kind CONFIG_MAP = new Kind("v1", "ConfigMap");
  static final Duration LEASE_AND_MORE = Duration.ofMinutes(1);
  private static final Limits LIMITS = Limits.DEFAULT.withDisappearance(Duration.ofMillis(300));

  final ManualClock clock = new ManualClock(Instant.parse("2026-03-01T12:00:00Z"));
  final MemoryCluster cluster =
      MemoryCluster.builder().clock(clock).callTimeout(Duration.ofMillis(200)).build();
  final ScriptedContainers containers = cluster.scripts();
  final MemoryState state = new MemoryState();
  final Faults faults = new Faults();
  final Deployer deployer = deployer(faults).build();

  /** Another process on the same cluster and state, which fails on this cue. */
  Deployer.Builder deployer(Faults cue) {
    return Deployer.on(new FaultyCluster(cluster, cue), new FaultyState(state, cue))
        .clock(clock)
        .limits(LIMITS);
  }

  Deployment deploy(String yaml) {
    return deployer.deploy().run(request(yaml));
  }

  /** A moment later than the one before. */
  DeployRequest request(String yaml) {
    clock.advance(Duration.ofMillis(10));
    return DeployRequest.of(yaml).by(ANN);
  }

  /** Does this where the deployer passes the point; it then goes on. */
  void at(String point, Runnable meanwhile) {
    faults.failAt(
        point,
        () -> {
          meanwhile.run();
          return null;
        });
  }

  /** Another process looks for what is unfinished, when all leases of now are over. */
  void reconcileLater() {
    clock.advance(LEASE_AND_MORE);
    deployer(new Faults()).build().reconcile().run();
  }

  Optional<LiveObject> configMap(String name) {
    return cluster.find(new ResourceRef(CONFIG_MAP, Optional.of("default"), name));
  }

  String valueOf(String configMap) {
    return configMap(configMap).orElseThrow().content().textAt("data", "value").orElse("");
  }

  Optional<LiveObject> job() {
    return job("test-job");
  }

  Optional<LiveObject> job(String name) {
    return cluster.find(ResourceRef.job("default", name));
  }

  /** Makes a ConfigMap that is not ours. */
  LiveObject foreign(String name) {
    var ref = new ResourceRef(CONFIG_MAP, Optional.of("default"), name);
    return create(ref, Json.object("data", Json.object("value", Json.text("theirs"))));
  }

  /** Somebody else does. */
  LiveObject create(ResourceRef ref, Json.Obj content) {
    Json.Obj whole =
        content
            .with("apiVersion", Json.text(ref.kind().apiVersion()))
            .with("kind", Json.text(ref.kind().name()))
            .withAt(Json.text(ref.name()), "metadata", "name")
            .withAt(Json.text(ref.namespace().orElseThrow()), "metadata", "namespace");
    return kubectl().create(ref, whole);
  }

  Outsider kubectl() {
    return cluster.actingAs("kubectl");
  }

  Deployment recorded(Deployment deployment) {
    return recorded(deployment.id());
  }

  Deployment recorded(DeploymentId id) {
    return state.deployments().find(id).orElseThrow();
  }

  /** All on record, the newest first. */
  List<Deployment> all() {
    return state
        .deployments()
        .list(DeploymentQuery.in(Set.of(DeploymentState.values())))
        .deployments();
  }

  Deployment newest() {
    return all().getFirst();
  }

  @Override
  public void close() {
    deployer.close();
    cluster.close();
    state.close();
  }
}
