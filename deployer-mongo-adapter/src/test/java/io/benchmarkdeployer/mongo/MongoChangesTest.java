package io.benchmarkdeployer.mongo;

import static org.assertj.core.api.Assertions.assertThat;

import io.benchmarkdeployer.core.model.Deployment;
import io.benchmarkdeployer.core.model.DeploymentId;
import io.benchmarkdeployer.core.port.DeploymentStore.Change;
import io.benchmarkdeployer.core.port.DeploymentStore.Insertion;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What two processes with clocks of their own, and the old service, change in one database. */
class MongoChangesTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  private WireServer server;
  private String url;
  private Instant now = NOON;
  private Duration theirLag = Duration.ZERO;
  private MongoState ours;
  private MongoState theirs;

  @BeforeEach
  void open() {
    server = new WireServer();
    url = server.freshUrl();
    ours = MongoState.open(MongoTarget.of(url), () -> now);
    theirs = MongoState.open(MongoTarget.of(url), () -> now.minus(theirLag));
  }

  @AfterEach
  void close() {
    ours.close();
    theirs.close();
    server.close();
  }

  @Test
  void whatAnotherProcessWritesWithAClockThatLagsBehindIsTold() {
    theirLag = Duration.ofSeconds(5);
    String place = place(Optional.empty());

    insert(theirs, "one");

    assertThat(since(place)).containsExactly(change("one", 1));
  }

  @Test
  void whatAnotherProcessWritesWithAClockThatIsAheadIsNotMissed() {
    theirLag = Duration.ofSeconds(-5);
    String place = place(Optional.empty());

    insert(theirs, "one");
    assertThat(since(place)).containsExactly(change("one", 1));
    now = now.plusSeconds(10);
    assertThat(since(place(Optional.of(place)))).containsExactly(change("one", 1));
  }

  @Test
  void whatIsLongPastIsToldNoMore() {
    insert(ours, "one");
    now = now.plusSeconds(60);
    String place = place(Optional.of(place(Optional.empty())));

    insert(ours, "two");

    assertThat(since(place)).containsExactly(change("two", 1));
  }

  @Test
  void aPlaceOfLongAgoStillLeadsToAllSince() {
    String place = place(Optional.empty());
    Deployment one = insert(theirs, "one");
    now = now.plus(Duration.ofDays(1));
    insert(ours, "two");
    assertThat(ours.deployments().replace(one)).isPresent();

    assertThat(since(place)).containsExactlyInAnyOrder(change("one", 2), change("two", 1));
  }

  @Test
  void aDocumentOfTheOldServiceIsAChangeOnceItChanges() {
    String place = place(Optional.empty());
    try (var collection = new Collection(url)) {
      collection.insert(
          new Document("deployment_id", "old")
              .append("resource_name", "old-job")
              .append("resource_type", "job")
              .append("namespace", "default")
              .append("yaml_content", "kind: Job\n")
              .append("created_at", Date.from(NOON))
              .append("status", "running"));
    }
    try (var later = MongoState.open(MongoTarget.of(url), () -> now)) {
      Deployment old = later.deployments().find(new DeploymentId("old")).orElseThrow();
      assertThat(since(place)).isEmpty();

      assertThat(later.deployments().replace(old)).isPresent();

      assertThat(since(place)).containsExactly(change("old", old.version() + 1));
    }
  }

  private String place(Optional<String> before) {
    return ours.deployments().changes(before, 10).next();
  }

  private List<Change> since(String place) {
    return ours.deployments().changes(Optional.of(place), 10).changes();
  }

  private static Deployment insert(MongoState state, String id) {
    return ((Insertion.Inserted) state.deployments().insert(Deployments.pending(id))).deployment();
  }

  private static Change change(String id, long version) {
    return new Change(new DeploymentId(id), version);
  }
}
