package io.benchmarkdeployer.mongo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.client.model.IndexOptions;
import io.benchmarkdeployer.core.model.Caller;
import io.benchmarkdeployer.core.model.DeployedResource;
import io.benchmarkdeployer.core.model.DeployedResource.Action;
import io.benchmarkdeployer.core.model.DeployedResource.Outcome;
import io.benchmarkdeployer.core.model.Deployment;
import io.benchmarkdeployer.core.model.DeploymentId;
import io.benchmarkdeployer.core.model.Json;
import io.benchmarkdeployer.core.model.Kind;
import io.benchmarkdeployer.core.model.LiveObject;
import io.benchmarkdeployer.core.model.ResourceRef;
import io.benchmarkdeployer.core.model.Uid;
import io.benchmarkdeployer.core.model.WorkloadPhase;
import io.benchmarkdeployer.core.model.WorkloadStatus;
import io.benchmarkdeployer.core.port.DeploymentQuery;
import io.benchmarkdeployer.core.port.DeploymentStore;
import io.benchmarkdeployer.core.port.LimitException;
import io.benchmarkdeployer.core.port.UnavailableException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.bson.BsonDocument;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What only this store does, and what others find in its collection. */
final class MongoDeploymentsTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00.123456789Z");

  private WireServer server;
  private String url;
  private Collection collection;

  @BeforeEach
  void start() {
    server = new WireServer();
    url = server.freshUrl();
    collection = new Collection(url);
  }

  @AfterEach
  void stop() {
    collection.close();
    server.close();
  }

  @Test
  void theFieldsOfTheOldServiceStandAtTheTop() {
    try (var state = MongoState.open(url)) {
      state.deployments().insert(Deployments.pending("one"));
      BsonDocument document = collection.named("one");
      assertThat(text(document, "resource_name")).isEqualTo("test-job");
      assertThat(text(document, "resource_type")).isEqualTo("job");
      assertThat(text(document, "namespace")).isEqualTo("default");
      assertThat(text(document, "yaml_content")).isEqualTo("kind: Job\n");
      assertThat(document.getDateTime("created_at").getValue()).isEqualTo(NOON.toEpochMilli());
      assertThat(text(document, "status")).isEqualTo("pending");
      assertThat(document.isNull("deleted_at")).isTrue();
    }
  }

  @Test
  void theStatusAtTheTopIsTheOldServicesWord() {
    try (var state = MongoState.open(url)) {
      DeploymentStore store = state.deployments();
      store.insert(Deployments.pending("one"));
      DeployedResource running = Deployments.planned().applied(new Uid("u")).observed(running());
      change(store, one -> one.deployed(List.of(running)));
      assertThat(text(collection.named("one"), "status")).isEqualTo("running");
      change(store, one -> one.deleted(Caller.ANONYMOUS, NOON));
      assertThat(text(collection.named("one"), "status")).isEqualTo("deleted");
      assertThat(collection.named("one").getDateTime("deleted_at").getValue())
          .isEqualTo(NOON.toEpochMilli());
    }
  }

  @Test
  void theStatusAtTheTopOfWhatRunsNothingIsDeployedOrFailed() {
    try (var state = MongoState.open(url)) {
      DeploymentStore store = state.deployments();
      store.insert(Deployments.pending("one", "", configMap(0)));
      change(store, one -> one.deployed(List.of(configMap(0).ended(Outcome.CREATED, ""))));
      assertThat(text(collection.named("one"), "status")).isEqualTo("deployed");
      assertThat(text(collection.named("one"), "resource_type")).isEqualTo("configmap");
      store.insert(Deployments.pending("two", "", configMap(1)));
      store.update(new DeploymentId("two"), two -> two.failed(two.resources(), "no"));
      assertThat(text(collection.named("two"), "status")).isEqualTo("failed");
    }
  }

  @Test
  void deploymentsOutliveTheProcess() {
    try (var state = MongoState.open(url)) {
      state.deployments().insert(Deployments.pending("one"));
    }
    try (var state = MongoState.open(url)) {
      assertThat(state.deployments().find(new DeploymentId("one")))
          .contains(Deployments.pending("one").withVersion(1));
    }
  }

  /** A manifest as large as may be, each object changed: the rest of the record is small. */
  @Test
  void theLargestManifestWithAHundredChangedObjectsFits() {
    try (var state = MongoState.open(url)) {
      Deployment large =
          Deployments.pending("one", "가".repeat((1 << 20) / 3), changed(100, 100_000));
      state.deployments().insert(large);
      assertThat(state.deployments().find(large.id())).contains(large.withVersion(1));
    }
  }

  /** Together they are more than one answer of the database can hold. */
  @Test
  void aPageOfManyLargeManifestsIsListed() {
    String yaml = "x".repeat(1 << 20);
    try (var state = MongoState.open(url)) {
      for (int i = 0; i < 50; i++) {
        state.deployments().insert(Deployments.pending("large-" + i, yaml, Deployments.planned()));
      }
      assertThat(state.deployments().list(DeploymentQuery.active()).deployments()).hasSize(50);
    }
  }

  @Test
  void aRecordLargerThanTheDatabaseTakesIsRefusedBeforeAnything() {
    try (var state = MongoState.open(url)) {
      DeploymentStore store = state.deployments();
      Deployment large = Deployments.pending("large", "", changed(17, 1 << 20));
      assertThatThrownBy(() -> store.insert(large))
          .isInstanceOfSatisfying(
              LimitException.class,
              refused -> assertThat(refused.limit()).isEqualTo(LimitException.Limit.SIZE));
      store.insert(Deployments.pending("one"));
      Deployment grown = Deployments.pending("one", "", changed(17, 1 << 20)).withVersion(1);
      assertThatThrownBy(() -> store.replace(grown)).isInstanceOf(LimitException.class);
      assertThat(store.list(DeploymentQuery.active()).deployments())
          .containsExactly(Deployments.pending("one").withVersion(1));
    }
  }

  @Test
  void aDocumentOfANewerVersionIsLeftOutAndThePageGoesOn() {
    try (var state = MongoState.open(url)) {
      DeploymentStore store = state.deployments();
      IntStream.range(0, 3).forEach(i -> store.insert(Deployments.pending("one-" + i)));
      collection.set("one-1", "deployer.resources.0.outcome", "unheard_of");
      var first = store.list(DeploymentQuery.active().atMost(2));
      assertThat(first.deployments()).hasSize(1);
      var rest = DeploymentQuery.active().after(first.next().orElseThrow());
      assertThat(store.list(rest).deployments()).hasSize(1);
      assertThat(store.find(new DeploymentId("one-1"))).isEmpty();
    }
  }

  @Test
  void whatIsSearchedByIsIndexed() {
    try (var state = MongoState.open(url)) {
      state.check();
      assertThat(collection.indexedFields())
          .contains(
              "deployer.id",
              "deployer.idempotency_key",
              "deployer.state",
              "deployer.phase",
              "deployer.namespace",
              "deployer.keys",
              "deployer.uids",
              "deployer.unfinished");
    }
  }

  @Test
  void aUniqueIndexThatCantBeMadeStopsInsertsOnly() {
    twice("deployer", new Document("id", "same").append("state", "deployed"));
    try (var state = MongoState.open(url)) {
      state.check();
      assertThat(state.deployments().list(DeploymentQuery.active()).deployments()).isEmpty();
      assertThatThrownBy(() -> state.deployments().insert(Deployments.pending("one")))
          .isInstanceOf(UnavailableException.class)
          .hasMessageContaining("index");
    }
  }

  @Test
  void indexesOfTheOldServiceDoNotStandInTheWay() {
    collection.index(new Document("deployment_id", 1), new IndexOptions().unique(true));
    collection.index(new Document("status", 1), new IndexOptions());
    try (var state = MongoState.open(url)) {
      state.deployments().insert(Deployments.pending("one"));
      state.deployments().insert(Deployments.pending("two"));
      assertThat(collection.all()).hasSize(2);
    }
  }

  private void twice(String name, Document value) {
    collection.insert(new Document(name, value));
    collection.insert(new Document(name, value));
  }

  private static void change(DeploymentStore store, UnaryOperator<Deployment> change) {
    store.update(new DeploymentId("one"), change);
  }

  private static WorkloadStatus running() {
    return new WorkloadStatus(
        WorkloadPhase.RUNNING, 1, 0, 0, Optional.of(NOON), Optional.empty(), Optional.empty());
  }

  private static DeployedResource[] changed(int number, int size) {
    return IntStream.range(0, number)
        .mapToObj(i -> changed(i, Json.object("data", Json.text("x".repeat(size)))))
        .toArray(DeployedResource[]::new);
  }

  private static DeployedResource changed(int number, Json.Obj before) {
    ResourceRef ref = configMap(number).ref();
    return DeployedResource.planned(
        ref, Action.CONFIGURE, Optional.of(new LiveObject(ref, new Uid("uid-" + number), before)));
  }

  private static DeployedResource configMap(int number) {
    var ref =
        new ResourceRef(new Kind("v1", "ConfigMap"), Optional.of("default"), "settings-" + number);
    return DeployedResource.planned(ref, Action.CREATE, Optional.empty());
  }

  private static String text(BsonDocument document, String name) {
    return document.getString(name).getValue();
  }
}
