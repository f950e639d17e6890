package io.benchmarkdeployer.mongo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.benchmarkdeployer.core.model.Kind;
import io.benchmarkdeployer.core.model.LogCapture;
import io.benchmarkdeployer.core.model.LogSegment;
import io.benchmarkdeployer.core.model.ResourceRef;
import io.benchmarkdeployer.core.model.SecretVersion;
import io.benchmarkdeployer.core.model.Uid;
import io.benchmarkdeployer.core.model.WorkloadPhase;
import io.benchmarkdeployer.core.port.ConflictException;
import io.benchmarkdeployer.core.port.DeployerException;
import io.benchmarkdeployer.core.port.LimitException;
import io.benchmarkdeployer.core.port.LogEnd;
import io.benchmarkdeployer.core.port.LogStore;
import io.benchmarkdeployer.core.port.UnavailableException;
import io.benchmarkdeployer.core.port.UnknownOutcomeException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.bson.BsonDocument;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What only this store does, and what stands in its collections. */
final class MongoLogsTest {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final int KIB = 1 << 10;

  private WireServer server;
  private String url;
  private Collection records;
  private Collection chunks;
  private MongoState state;
  private LogStore store;

  @BeforeEach
  void start() {
    server = new WireServer();
    url = server.freshUrl();
    records = new Collection(url, "job_logs");
    chunks = new Collection(url, "job_log_chunks");
    state = MongoState.open(url);
    store = state.logs();
  }

  @AfterEach
  void stop() {
    state.close();
    chunks.close();
    records.close();
    server.close();
  }

  @Test
  void logsOutliveTheProcessAndAreSeenByOthers() {
    store.insert(Logs.begun());
    LogEnd end = Logs.fill(store, 20, 100 * KIB);
    try (var other = MongoState.open(url)) {
      assertThat(other.logs().find(Logs.JOB)).contains(Logs.begun().withVersion(1));
      assertThat(Logs.numbers(other.logs())).hasSize(20);
      assertThat(other.logs().append(Logs.JOB, 1, Logs.line(end, 10))).isTrue();
      assertThat(store.append(Logs.JOB, 1, Logs.line(end, 20))).isFalse();
      assertThat(store.fence(Logs.JOB, 1)).isEqualTo(Logs.endOf(Logs.line(end, 10)));
    }
  }

  /** The forms are for ever: other versions of the service read and write them meanwhile. */
  @Test
  void aRecordIsWrittenInThisForm() {
    store.insert(
        Logs.begun()
            .with(LogCapture.begun(Logs.SOURCE).gapped("rotated").ended(OptionalInt.of(3)))
            .masking(Set.of(secret("login", "17"), secret("a-key", "4")))
            .sealed(WorkloadPhase.FAILED, Logs.NOON, Logs.NOON.plusSeconds(5)));
    assertThat(records.all())
        .containsExactly(
            BsonDocument.parse(
                """
                {
                  "_id": "job-uid",
                  "version": {"$numberLong": "1"},
                  "place": "31557015939585600123000000_job-uid",
                  "expires": "31557015939585605123000000",
                  "job": {
                    "api_version": "batch/v1", "kind": "Job", "namespace": "default",
                    "name": "test-job"
                  },
                  "deployment": "a-deployment",
                  "fence": {"$numberLong": "1"},
                  "captures": [{
                    "pod": "test-job-x7k2p", "pod_uid": "pod-uid", "container": "main",
                    "attempt": 0, "state": "gapped", "why": "rotated", "exit_code": 3
                  }],
                  "secrets": [{
                    "api_version": "v1", "kind": "Secret", "namespace": "default",
                    "name": "a-key", "uid": "uid-of-a-key", "version": "4"
                  }, {
                    "api_version": "v1", "kind": "Secret", "namespace": "default",
                    "name": "login", "uid": "uid-of-login", "version": "17"
                  }],
                  "created_at": "2026-03-01T12:00:00.123Z",
                  "sealed_at": "2026-03-01T12:00:00.123Z",
                  "outcome": "failed",
                  "keep_until": "2026-03-01T12:00:05.123Z",
                  "pinned": false
                }
                """));
  }

  private static SecretVersion secret(String name, String version) {
    return new SecretVersion(
        new ResourceRef(Kind.SECRET, Optional.of("default"), name),
        new Uid("uid-of-" + name),
        version);
  }

  /** As services wrote it that did not note the Secrets. */
  @Test
  void aRecordWithoutSecretsIsOneOfWhichTheyAreNotKnown() {
    store.insert(Logs.begun());
    assertThat(records.all().getFirst()).doesNotContainKey("secrets");
    assertThat(store.find(Logs.JOB).orElseThrow().secrets()).isEmpty();
  }

  @Test
  void anOpenRecordHasItsPlaceAndItsLeaseAndDoesNotExpire() {
    store.insert(Logs.begun());
    BsonDocument document = records.all().getFirst();
    assertThat(document).doesNotContainKeys("expires", "sealed_at", "outcome", "keep_until");
    assertThat(document.getString("open")).isEqualTo(document.getString("place"));
    assertThat(document.getDocument("lease"))
        .isEqualTo(
            BsonDocument.parse("{\"holder\": \"me\", \"until\": \"2026-03-01T12:01:00.123Z\"}"));
  }

  @Test
  void aChunkIsWrittenInThisForm() {
    Logs.fill(store, 2, 10);
    BsonDocument document = chunks.all().getFirst();
    assertThat(document.remove("turn").isObjectId()).isTrue();
    assertThat(document.remove("bytes").isInt64()).isTrue();
    document.getArray("parts").forEach(part -> part.asDocument().remove("packed"));
    assertThat(document)
        .isEqualTo(
            BsonDocument.parse(
                """
                {
                  "_id": {"job": "job-uid", "number": {"$numberLong": "0"}},
                  "fence": {"$numberLong": "1"},
                  "first": {"$numberLong": "1"},
                  "next": {"$numberLong": "3"},
                  "offset": {"$numberLong": "0"},
                  "end": {"$numberLong": "20"},
                  "count": {"$numberLong": "2"},
                  "wall": true,
                  "parts": [
                    {
                      "first": {"$numberLong": "1"}, "last": {"$numberLong": "1"},
                      "offset": {"$numberLong": "0"}, "size": {"$numberLong": "10"}
                    },
                    {
                      "first": {"$numberLong": "2"}, "last": {"$numberLong": "2"},
                      "offset": {"$numberLong": "10"}, "size": {"$numberLong": "10"}
                    }
                  ]
                }
                """));
  }

  @Test
  void whatIsAskedForIsIndexed() {
    state.check();
    assertThat(records.indexedFields()).contains("_id", "job.name", "place", "open", "expires");
    assertThat(chunks.indexedFields()).contains("_id", "_id.job", "next", "first", "offset");
  }

  @ParameterizedTest
  @CsvSource({"1200, 10, 3", "100, 65536, 13", "3, 3000000, 3"})
  void aChunkIsClosedWhenItHasEnough(int lines, int size, int expected) {
    Logs.fill(store, lines, size);
    List<BsonDocument> all = chunks.all();
    assertThat(all).hasSize(expected);
    assertThat(all.stream().filter(chunk -> chunk.containsKey("turn"))).hasSize(1);
    assertThat(Logs.numbers(store)).hasSize(lines);
  }

  @Test
  void aFenceThatIsRepeatedPilesUpNoChunks() {
    Logs.fill(store, 1, 10);
    for (int i = 1; i < 20; i++) {
      store.fence(Logs.JOB, 1 + i / 2);
    }
    assertThat(chunks.all()).hasSize(2);
  }

  @Test
  void aFenceThatWasCutOffInTheMiddleIsSetByTheNext() {
    LogEnd end = Logs.fill(store, 3, 10);
    chunks.change("$unset", new Document("turn", ""));
    assertThat(store.fence(Logs.JOB, 2)).isEqualTo(end);
    assertThat(store.append(Logs.JOB, 1, Logs.line(end, 10))).isFalse();
    assertThat(store.append(Logs.JOB, 2, Logs.line(end, 10))).isTrue();
    assertThat(Logs.numbers(store)).containsExactly(1L, 2L, 3L, 4L);
  }

  @Test
  void anAppendThatWasCutOffInTheMiddleIsDoneByTheNext() {
    LogEnd end = Logs.fill(store, 3, 10);
    chunks.change("$unset", new Document("turn", ""));
    assertThat(store.append(Logs.JOB, 1, Logs.line(end, 10))).isTrue();
    assertThat(chunks.all()).hasSize(2);
    assertThat(Logs.numbers(store)).containsExactly(1L, 2L, 3L, 4L);
  }

  /** Of an append that is on its way to a chunk while another process sets its fence. */
  @ParameterizedTest
  @CsvSource({
    "0, update, 10",
    "3, update, 10",
    "8, update, 10",
    "8, update, 65536",
    "8, insert, 65536"
  })
  void noAppendThatIsOnItsWayIsDoneAfterANewerFence(int lines, String command, int size)
      throws Exception {
    LogEnd end = late(lines, command, size, 2);
    assertThat(store.append(Logs.JOB, 2, Logs.line(end, 20))).isTrue();
    assertThat(store.fence(Logs.JOB, 3)).isEqualTo(Logs.endOf(Logs.line(end, 20)));
  }

  /** Who does not know whether its own append was done sets its own fence again. */
  @ParameterizedTest
  @CsvSource({"0, update, 10", "3, update, 10", "8, update, 65536", "8, insert, 65536"})
  void noAppendOfUnknownOutcomeIsDoneAfterTheSameFence(int lines, String command, int size)
      throws Exception {
    try (var proxy = new Proxy(server.port());
        var slow = MongoState.open(proxy.url(database() + "?timeoutMS=700"))) {
      LogEnd before = Logs.fill(store, lines, 65536);
      await().atMost(SOON).ignoreExceptions().untilAsserted(slow::check);
      proxy.hangAt(command);
      assertThatThrownBy(() -> slow.logs().append(Logs.JOB, 1, Logs.line(before, size)))
          .isInstanceOf(UnknownOutcomeException.class);
      assertThat(store.fence(Logs.JOB, 1)).isEqualTo(before);
      proxy.release();
      await().atMost(SOON).until(proxy::isIdle);
      assertThat(Logs.numbers(store)).isEqualTo(LongStream.rangeClosed(1, lines).boxed().toList());
      assertThat(store.append(Logs.JOB, 1, Logs.line(before, 20))).isTrue();
    }
  }

  /** And never is: when all that followed the fence has been dropped long since. */
  @Test
  void noAppendThatIsOnItsWayIsDoneAfterADrop() throws Exception {
    LogEnd end =
        late(
            8,
            "insert",
            65536,
            2,
            () -> {
              LogEnd last = Logs.endOf(Logs.line(new LogEnd(8, 8 * 65536), 20));
              assertThat(store.append(Logs.JOB, 2, Logs.line(new LogEnd(8, 8 * 65536), 20)))
                  .isTrue();
              assertThat(store.append(Logs.JOB, 2, Logs.line(last, 600 * KIB))).isTrue();
              store.drop(Logs.JOB, 0, Long.MAX_VALUE);
            });
    assertThat(end).isEqualTo(new LogEnd(8, 8 * 65536));
    assertThat(Logs.numbers(store)).containsExactly(10L);
  }

  private String database() {
    return url.substring(url.lastIndexOf('/') + 1);
  }

  private LogEnd late(int lines, String command, int size, long fence) throws Exception {
    LogEnd end = late(lines, command, size, fence, () -> {});
    assertThat(Logs.numbers(store)).isEqualTo(LongStream.rangeClosed(1, lines).boxed().toList());
    return end;
  }

  /** What this fence told while a line was on its way, which arrived after all that followed. */
  private LogEnd late(int lines, String command, int size, long fence, Runnable meanwhile)
      throws Exception {
    try (var proxy = new Proxy(server.port());
        var slow = MongoState.open(proxy.url(database()))) {
      LogEnd before = Logs.fill(slow.logs(), lines, 65536);
      proxy.hangAt(command);
      var append = new CompletableFuture<Boolean>();
      Thread.ofVirtual()
          .start(() -> append.complete(isAppended(slow.logs(), Logs.line(before, size))));
      await().atMost(SOON).until(proxy::isHanging);
      LogEnd end = store.fence(Logs.JOB, fence);
      assertThat(end).isEqualTo(before);
      meanwhile.run();
      proxy.release();
      assertThat(append.get(20, TimeUnit.SECONDS)).isFalse();
      return end;
    }
  }

  private static boolean isAppended(LogStore slow, LogSegment segment) {
    try {
      return slow.append(Logs.JOB, 1, segment);
    } catch (UnknownOutcomeException | UnavailableException unknown) {
      return false;
    }
  }

  @Test
  void aDropLeavesOfAWallItsNumberOnly() {
    LogEnd end = Logs.fill(store, 100, 64 * KIB);
    store.fence(Logs.JOB, 2);
    assertThat(store.append(Logs.JOB, 2, Logs.line(end, 10))).isTrue();
    store.drop(Logs.JOB, 0, Long.MAX_VALUE);
    assertThat(chunks.all()).hasSize(2);
    assertThat(chunks.all().getFirst().getArray("parts")).isEmpty();
    assertThat(Logs.numbers(store)).containsExactly(101L);
  }

  @Test
  void aSegmentThatTheDatabaseCantTakeIsOverALimit() {
    store.fence(Logs.JOB, 1);
    var large = new LogSegment(1, 1, 0, 100, new byte[16 << 20]);
    assertThatThrownBy(() -> store.append(Logs.JOB, 1, large))
        .isInstanceOf(LimitException.class)
        .hasMessageContaining("a segment of a log is larger than the database takes");
    var largest = new LogSegment(1, 1, 0, 100, new byte[(16 << 20) - (64 << 10)]);
    assertThat(store.append(Logs.JOB, 1, largest)).isTrue();
    assertThat(store.read(Logs.JOB, 0, 1).getFirst().packed()).hasSize((16 << 20) - (64 << 10));
    assertThat(store.append(Logs.JOB, 1, Logs.line(new LogEnd(1, 100), 10))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"created_at", "version", "captures", "outcome", "fence"})
  void aRecordOfANewerVersionIsLeftOutAndLeftAlone(String field) {
    store.insert(Logs.begun().sealed(WorkloadPhase.FAILED, Logs.NOON, Logs.NOON));
    records.setAll(field, "unheard_of");
    assertThat(store.find(Logs.JOB)).isEmpty();
    assertThat(store.expired(Logs.NOON.plusSeconds(1))).isEmpty();
    assertThatThrownBy(() -> store.insert(Logs.begun())).isInstanceOf(ConflictException.class);
    assertThat(records.all()).hasSize(1);
  }

  @Test
  void entriesOfANewerVersionAreReadOverAndNothingIsAddedToThem() {
    LogEnd end = Logs.fill(store, 24, 64 * KIB);
    chunks.setAll("parts", List.of(1, 2), new Document("_id.number", 1L));
    assertThat(Logs.numbers(store)).hasSize(16).contains(8L, 17L).doesNotContain(9L);
    assertThat(store.readBack(Logs.JOB, 24, Long.MAX_VALUE)).hasSize(15);
    chunks.setAll("fence", "unheard_of");
    assertThatThrownBy(() -> store.fence(Logs.JOB, 2)).isInstanceOf(UnavailableException.class);
    try (var other = MongoState.open(url)) {
      assertThatThrownBy(() -> other.logs().append(Logs.JOB, 1, Logs.line(end, 10)))
          .isInstanceOf(DeployerException.class);
    }
    assertThat(chunks.all()).hasSize(3);
  }
}
