package io.benchmarkdeployer.mongo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.benchmarkdeployer.core.model.Lease;
import io.benchmarkdeployer.core.model.SessionEnd;
import io.benchmarkdeployer.core.model.SessionEnd.Reason;
import io.benchmarkdeployer.core.model.SessionTicket;
import io.benchmarkdeployer.core.model.TerminalSession;
import io.benchmarkdeployer.core.port.ConflictException;
import io.benchmarkdeployer.core.port.DeploymentQuery;
import io.benchmarkdeployer.core.port.SessionStore;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bson.BsonDocument;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What only this store does, and what stands in its collection. */
final class MongoSessionsTest {
  private static final Instant LATER = Sessions.NOON.plusSeconds(60);

  private WireServer server;
  private String url;
  private Collection collection;

  @BeforeEach
  void start() {
    server = new WireServer();
    url = server.freshUrl();
    collection = new Collection(url, "terminal_sessions");
  }

  @AfterEach
  void stop() {
    collection.close();
    server.close();
  }

  @Test
  void sessionsOutliveTheProcess() {
    try (var state = MongoState.open(url)) {
      state.sessions().insert(Sessions.created(1));
    }
    try (var state = MongoState.open(url)) {
      assertThat(state.sessions().open()).containsExactly(Sessions.created(1).withVersion(1));
    }
  }

  @Test
  void oneProcessSeesWhatAnotherWrote() {
    try (var one = MongoState.open(url);
        var other = MongoState.open(url)) {
      TerminalSession session = one.sessions().insert(Sessions.created(1));
      TerminalSession claimed = session.claimed(new Lease("other", LATER));
      assertThat(other.sessions().replace(claimed)).contains(claimed.withVersion(2));
      assertThat(one.sessions().find(session.id())).contains(claimed.withVersion(2));
      assertThat(one.sessions().replace(session.claimed(new Lease("one", LATER)))).isEmpty();
    }
  }

  @Test
  void timesAreKeptToTheNanosecond() {
    Instant exact = Sessions.NOON.plusNanos(456_789);
    TerminalSession session =
        Sessions.created(1).active(1, 2, exact).ended(SessionEnd.ofExit(0, exact));
    try (var state = MongoState.open(url)) {
      SessionStore store = state.sessions();
      store.insert(session);
      assertThat(store.find(session.id())).contains(session.withVersion(1));
      store.forgetEndedBefore(exact);
      assertThat(store.find(session.id())).isPresent();
      store.forgetEndedBefore(exact.plusNanos(1));
      assertThat(store.find(session.id())).isEmpty();
    }
  }

  /** The form is for ever: other versions of the service read and write it at the same time. */
  @Test
  void aDocumentIsWrittenInThisForm() {
    var session =
        Sessions.created(1)
            .claimed(new Lease("me", LATER))
            .attached("/bin/bash")
            .asked(SessionEnd.of(Reason.POD_GONE, "gone", LATER))
            .withTicket(Optional.of(new SessionTicket("0f0f", LATER)));
    try (var state = MongoState.open(url)) {
      state.sessions().insert(session);
    }
    assertThat(collection.all()).containsExactly(BsonDocument.parse(FORM));
  }

  private static final String FORM =
      """
      {
        "_id": "00000000000000000000000000000001",
        "version": {"$numberLong": "1"},
        "place": "31557015939585600124000000_00000000000000000000000000000001",
        "open": "31557015939585600124000000_00000000000000000000000000000001",
        "owner": "alice",
        "job": {
          "api_version": "batch/v1", "kind": "Job", "namespace": "default", "name": "test-job"
        },
        "job_uid": "job-uid",
        "container": {
          "namespace": "default", "pod": "test-job-x7k2p", "pod_uid": "pod-uid", "container": "main"
        },
        "asked_shell": "bash",
        "shell": "/bin/bash",
        "marker": "0123456789abcdef0123456789abcdef",
        "read_only_guests": true,
        "state": "attached",
        "created_at": "2026-03-01T12:00:00.124Z",
        "last_activity": "2026-03-01T12:00:00.123Z",
        "lease": {"holder": "me", "until": "2026-03-01T12:01:00.123Z"},
        "bytes_in": {"$numberLong": "0"},
        "bytes_out": {"$numberLong": "0"},
        "asked": {"reason": "pod_gone", "message": "gone", "at": "2026-03-01T12:01:00.123Z"},
        "ticket": {"digest": "0f0f", "until": "2026-03-01T12:01:00.123Z"}
      }
      """;

  @Test
  void anEndIsWrittenInThisForm() {
    try (var state = MongoState.open(url)) {
      state.sessions().insert(Sessions.created(1).ended(SessionEnd.ofExit(3, Sessions.NOON)));
    }
    BsonDocument document = collection.all().getFirst();
    assertThat(document).doesNotContainKeys("open", "lease", "asked", "ticket");
    assertThat(document.getString("ended").getValue()).isEqualTo("31557015939585600123000000");
    assertThat(document.getDocument("end"))
        .isEqualTo(
            BsonDocument.parse(
                """
                {
                  "reason": "exit", "exit_code": 3, "message": "The shell ended with code 3",
                  "at": "2026-03-01T12:00:00.123Z"
                }
                """));
  }

  @Test
  void whatIsAskedForIsIndexed() {
    try (var state = MongoState.open(url)) {
      state.check();
      assertThat(collection.indexedFields()).contains("_id", "place", "job.name", "open", "ended");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"state", "end.reason", "marker", "created_at", "version"})
  void aSessionOfANewerVersionIsLeftOutAndLeftAlone(String field) {
    try (var state = MongoState.open(url)) {
      SessionStore store = state.sessions();
      store.insert(Sessions.created(1).ended(SessionEnd.ofExit(0, Sessions.NOON)));
      collection.setAll(field, "unheard_of");
      store.insert(Sessions.created(2));
      assertThat(store.find(Sessions.created(1).id())).isEmpty();
      assertThat(store.update(Sessions.created(1).id(), same -> same)).isEmpty();
      assertThat(store.list(Optional.empty())).containsExactly(Sessions.created(2).withVersion(1));
      assertThatThrownBy(() -> store.insert(Sessions.created(1)))
          .isInstanceOf(ConflictException.class);
      assertThat(collection.all()).hasSize(2);
    }
  }

  @Test
  void whatIsNoSessionIsLeftOutAndLeftAlone() {
    collection.insert(new Document("place", 7).append("open", true).append("ended", 3));
    collection.insert(new Document("_id", 1).append("open", "z").append("ended", new Document()));
    try (var state = MongoState.open(url)) {
      SessionStore store = state.sessions();
      assertThat(store.open()).isEmpty();
      assertThat(store.list(Optional.empty())).isEmpty();
      store.renew("me", LATER);
      store.forgetEndedBefore(Instant.MAX);
      assertThat(collection.all()).hasSize(2);
    }
  }

  @Test
  void anIndexThatCantBeMadeStopsNothing() {
    List.of("place", "open", "ended")
        .forEach(field -> collection.insert(new Document(Map.of(field, List.of(1, 2)))));
    try (var state = MongoState.open(url)) {
      state.sessions().insert(Sessions.created(1));
      assertThat(state.sessions().open()).hasSize(1);
      assertThat(state.deployments().list(DeploymentQuery.active()).deployments()).isEmpty();
    }
  }
}
