package io.benchmarkdeployer.mongo;

import static org.assertj.core.api.Assertions.assertThat;

import io.benchmarkdeployer.core.model.Caller;
import io.benchmarkdeployer.core.model.DeployedResource;
import io.benchmarkdeployer.core.model.DeployedResource.Outcome;
import io.benchmarkdeployer.core.model.Deployment;
import io.benchmarkdeployer.core.model.DeploymentId;
import io.benchmarkdeployer.core.model.DeploymentState;
import io.benchmarkdeployer.core.model.Kind;
import io.benchmarkdeployer.core.model.ResourceRef;
import io.benchmarkdeployer.core.model.WorkloadPhase;
import io.benchmarkdeployer.core.port.DeploymentQuery;
import io.benchmarkdeployer.core.port.DeploymentStore;
import java.time.Instant;
import java.util.Date;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.bson.BsonDocument;
import org.bson.Document;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the old Python service left in the collection. */
final class LegacyDocumentsTest {
  private static final DeploymentQuery EVERYTHING =
      DeploymentQuery.in(EnumSet.allOf(DeploymentState.class));
  private static final Instant NOON = Instant.parse("2024-05-01T12:00:00Z");
  private static final String JOB =
      """
      apiVersion: batch/v1
      kind: Job
      metadata:
        name: old-job   # a comment
      spec:
        template:
          spec:
            containers:
            - {name: main, image: busybox}
            restartPolicy: Never
      """;
  private static final String SECRET =
      """
      apiVersion: v1
      kind: Secret
      metadata:
        name: login
      stringData:
        password: hunter2-and-more
      """;

  private WireServer server;
  private Collection collection;
  private String url;
  private Optional<MongoState> state = Optional.empty();

  @BeforeEach
  void start() {
    server = new WireServer();
    url = server.freshUrl();
    collection = new Collection(url);
  }

  @AfterEach
  void stop() {
    state.ifPresent(MongoState::close);
    collection.close();
    server.close();
  }

  @Test
  void aDocumentIsListedAsTheDeploymentThatItStandsFor() {
    collection.insert(legacy("id-1"));
    Deployment one = only();
    assertThat(one.id()).isEqualTo(new DeploymentId("id-1"));
    assertThat(one.version()).isZero();
    assertThat(one.state()).isEqualTo(DeploymentState.DEPLOYED);
    assertThat(one.namespace()).isEqualTo("bench");
    assertThat(one.yaml()).isEqualTo(JOB);
    assertThat(one.createdAt()).isEqualTo(NOON);
    assertThat(one.primary().ref()).isEqualTo(ResourceRef.job("bench", "old-job"));
    assertThat(one.primary().outcome()).isEqualTo(Outcome.CREATED);
    assertThat(one.primary().uid()).isEmpty();
    assertThat(phase(one)).isEqualTo(WorkloadPhase.RUNNING);
  }

  @Test
  void aDocumentIsFoundInEveryWay() {
    collection.insert(legacy("id-1"));
    Deployment one = only();
    DeploymentStore store = store();
    assertThat(store.find(one.id())).contains(one);
    assertThat(store.findByResource(ResourceRef.job("bench", "old-job"), false))
        .containsExactly(one);
    assertThat(store.count(Set.of(DeploymentState.DEPLOYED))).isEqualTo(1);
    assertThat(store.findUnfinished()).isEmpty();
    assertThat(store.list(EVERYTHING.inPhases(Set.of(WorkloadPhase.RUNNING))).deployments())
        .containsExactly(one);
    assertThat(store.list(EVERYTHING.inNamespace("bench")).deployments()).containsExactly(one);
    assertThat(store.list(EVERYTHING.withoutManifests()).deployments()).contains(one.slim());
  }

  @Test
  void whatTheOldServiceWroteStaysAsItWas() {
    Document written = legacy("id-1").append("of_their_own", "kept").append("name", null);
    collection.insert(written);
    only();
    BsonDocument now = collection.named("id-1");
    now.remove("_id");
    assertThat(now.remove("deployer").isDocument()).isTrue();
    assertThat(now).isEqualTo(written.toBsonDocument());
  }

  @ParameterizedTest
  @CsvSource({
    "pending,DEPLOYED,PENDING",
    "running,DEPLOYED,RUNNING",
    "completed,DEPLOYED,COMPLETED",
    "failed,DEPLOYED,FAILED",
    "deleted,DELETED,DELETED",
    "deployed,DEPLOYED,UNKNOWN",
    "unknown,DEPLOYED,UNKNOWN",
    "something else,DEPLOYED,UNKNOWN"
  })
  void aStatusWordOfAJobIsItsPhase(String word, DeploymentState state, WorkloadPhase phase) {
    collection.insert(legacy("id-1").append("status", word));
    assertThat(only().state()).isEqualTo(state);
    assertThat(phase(only())).isEqualTo(phase);
  }

  @ParameterizedTest
  @CsvSource({"deployed,DEPLOYED", "failed,FAILED", "deleted,DELETED", "unknown,DEPLOYED"})
  void aStatusWordOfWhatDoesNotRunIsItsState(String word, DeploymentState state) {
    collection.insert(legacy("id-1").append("yaml_content", SECRET).append("status", word));
    assertThat(only().state()).isEqualTo(state);
    assertThat(only().status()).isEmpty();
  }

  @Test
  void aDocumentWithADateOfDeletionIsDeletedThen() {
    collection.insert(legacy("id-1").append("deleted_at", Date.from(NOON.plusSeconds(60))));
    assertThat(only().state()).isEqualTo(DeploymentState.DELETED);
    assertThat(only().deletedAt()).contains(NOON.plusSeconds(60));
    assertThat(only().holdsNothing()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "2024-05-01T12:00:00Z,2024-05-01T12:00:00Z",
    "2024-05-01T12:00:00.123456,2024-05-01T12:00:00.123456Z",
    "2024-05-01 12:00:00.123456,2024-05-01T12:00:00.123456Z",
    "2024-05-01T21:00:00+09:00,2024-05-01T12:00:00Z",
    "2024-05-01T12:00:00.5+00:00,2024-05-01T12:00:00.5Z"
  })
  void aTimeMayBeText(String text, Instant time) {
    collection.insert(legacy("id-1").append("created_at", text));
    assertThat(only().createdAt()).isEqualTo(time);
  }

  @Test
  void aMissingTimeIsThatOfTheDocument() {
    var made = new ObjectId(Date.from(NOON.plusSeconds(5)));
    collection.insert(legacy("id-1").append("_id", made).append("created_at", "yesterday"));
    assertThat(only().createdAt()).isEqualTo(NOON.plusSeconds(5));
  }

  @Test
  void allButTheIdAndTheManifestMayBeMissingOrNull() {
    collection.insert(
        new Document("deployment_id", "id-1")
            .append("yaml_content", JOB)
            .append("namespace", null)
            .append("status", null)
            .append("deleted_at", null)
            .append("created_at", null));
    assertThat(only().primary().ref()).isEqualTo(ResourceRef.job("default", "old-job"));
    assertThat(only().state()).isEqualTo(DeploymentState.DEPLOYED);
    assertThat(phase(only())).isEqualTo(WorkloadPhase.UNKNOWN);
  }

  @Test
  void everyObjectOfTheManifestIsAResource() {
    String yaml =
        "kind: Namespace\napiVersion: v1\nmetadata: {name: team}\n---\n" + SECRET + "---\n" + JOB;
    collection.insert(legacy("id-1").append("yaml_content", yaml));
    assertThat(only().resources())
        .extracting(DeployedResource::ref)
        .containsExactly(
            new ResourceRef(Kind.NAMESPACE, Optional.empty(), "team"),
            new ResourceRef(Kind.SECRET, Optional.of("bench"), "login"),
            ResourceRef.job("bench", "old-job"));
    assertThat(phase(only())).isEqualTo(WorkloadPhase.RUNNING);
  }

  @Test
  void theValuesOfASecretAreMaskedInAnswersAndGoneFromTheStoreWithTheFirstChange() {
    collection.insert(legacy("id-1").append("yaml_content", SECRET + "---\n" + JOB));
    Deployment one = only();
    assertThat(one.yaml()).contains("password").doesNotContain("hunter2");
    store().replace(one.deleted(Caller.ANONYMOUS, NOON));
    assertThat(collection.named("id-1").toJson()).doesNotContain("hunter2");
    assertThat(only().yaml()).isEqualTo(one.yaml());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "kind: Secret\nstringData: {password: hunter2",
        "kind: Job\napiVersion: batch/v1\nmetadata: {generateName: hunter2-}",
        "hunter2"
      })
  void aManifestThatCantBeReadIsReplacedByOneThatNamesTheObject(String yaml) {
    collection.insert(legacy("id-1").append("yaml_content", yaml));
    assertThat(only().primary().ref()).isEqualTo(ResourceRef.job("bench", "old-job"));
    assertThat(only().yaml()).contains("\"Job\"", "\"old-job\"").doesNotContain("hunter2");
    collection.insert(legacy("id-2").append("yaml_content", only().yaml()));
    state.ifPresent(MongoState::close);
    state = Optional.empty();
    assertThat(store().find(new DeploymentId("id-2")).orElseThrow().resources())
        .isEqualTo(store().find(new DeploymentId("id-1")).orElseThrow().resources());
  }

  @Test
  void aDocumentCanBeDeletedLikeAnyOther() {
    collection.insert(legacy("id-1").append("of_their_own", "kept"));
    Deployment one = only();
    Deployment deleted = one.deleted(new Caller("alice"), NOON.plusNanos(1));
    assertThat(store().replace(deleted)).contains(deleted.withVersion(1));
    assertThat(store().replace(deleted)).isEmpty();
    assertThat(only()).isEqualTo(deleted.withVersion(1));
    BsonDocument stored = collection.named("id-1");
    assertThat(stored.getString("status").getValue()).isEqualTo("deleted");
    assertThat(stored.getDateTime("deleted_at").getValue()).isEqualTo(NOON.toEpochMilli());
    assertThat(stored.getString("of_their_own").getValue()).isEqualTo("kept");
  }

  @Test
  void documentsThatCantBeUnderstoodAreLeftOutAndLeftAlone() {
    List<Document> bad =
        List.of(
            new Document(),
            legacy("not an id!"),
            new Document("deployment_id", 17).append("yaml_content", JOB),
            new Document("deployment_id", "id-2").append("yaml_content", "no manifest"),
            legacy("id-3").append("yaml_content", null).append("resource_name", "NOT/A NAME"),
            legacy("id-4").append("yaml_content", null).append("resource_type", "unknown"));
    bad.forEach(collection::insert);
    List<BsonDocument> before = collection.all();
    collection.insert(legacy("id-1"));
    assertThat(only().id()).isEqualTo(new DeploymentId("id-1"));
    assertThat(collection.all()).containsAll(before);
  }

  @Test
  void ofTwoDocumentsOfOneIdOneIsListed() {
    collection.insert(legacy("id-1"));
    collection.insert(legacy("id-1").append("created_at", Date.from(NOON.plusSeconds(1))));
    collection.insert(legacy("id-2"));
    assertThat(listed()).extracting(one -> one.id().value()).containsExactly("id-2", "id-1");
    assertThat(listed().getLast().createdAt()).isEqualTo(NOON);
  }

  @Test
  void manyDocumentsAreTakenInAmongThoseThatCantBe() {
    IntStream.range(0, 250)
        .forEach(
            i ->
                collection.insert(
                    i % 2 == 0 ? legacy("id-" + i) : new Document("deployment_id", "?" + i)));
    assertThat(listed()).hasSize(125);
  }

  @Test
  void severalServicesMayStartAtOnce() {
    IntStream.range(0, 50).forEach(i -> collection.insert(legacy("id-" + i)));
    try (var other = MongoState.open(url)) {
      assertThat(listed()).hasSize(50);
      assertThat(other.deployments().list(EVERYTHING).deployments()).isEqualTo(listed());
    }
  }

  private static Document legacy(String id) {
    return new Document("deployment_id", id)
        .append("resource_name", "old-job")
        .append("resource_type", "job")
        .append("namespace", "bench")
        .append("yaml_content", JOB)
        .append("created_at", Date.from(NOON))
        .append("status", "running");
  }

  private static WorkloadPhase phase(Deployment deployment) {
    return deployment.status().orElseThrow().phase();
  }

  private DeploymentStore store() {
    MongoState opened = state.orElseGet(() -> MongoState.open(url));
    state = Optional.of(opened);
    return opened.deployments();
  }

  private List<Deployment> listed() {
    return store().list(EVERYTHING).deployments();
  }

  private Deployment only() {
    List<Deployment> listed = listed();
    assertThat(listed).hasSize(1);
    return listed.getFirst();
  }
}
