package io.benchmarkdeployer.mongo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.mongodb.reactivestreams.client.MongoClient;
import com.mongodb.reactivestreams.client.MongoClients;
import io.benchmarkdeployer.core.model.Deployment;
import io.benchmarkdeployer.core.model.DeploymentId;
import io.benchmarkdeployer.core.model.Lease;
import io.benchmarkdeployer.core.model.SessionEnd;
import io.benchmarkdeployer.core.model.TerminalSession;
import io.benchmarkdeployer.core.port.ConflictException;
import io.benchmarkdeployer.core.port.DeploymentQuery;
import io.benchmarkdeployer.core.port.DeploymentStore;
import io.benchmarkdeployer.core.port.SessionStore;
import io.benchmarkdeployer.core.port.UnavailableException;
import io.benchmarkdeployer.core.port.UnavailableException.How;
import io.benchmarkdeployer.core.port.UnknownOutcomeException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class MongoFaultsTest {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final String HASTY = "faults?timeoutMS=1500&serverSelectionTimeoutMS=500";

  private static final TerminalSession SESSION = Sessions.created(1);

  private WireServer server;
  private Proxy proxy;

  @BeforeEach
  void start() throws IOException {
    server = new WireServer();
    proxy = new Proxy(server.port());
  }

  @AfterEach
  void stop() {
    proxy.close();
    server.close();
  }

  @Test
  void aDatabaseThatIsNotThereIsUnreachableAndServesOnceItIsThere() throws IOException {
    int port = freePort();
    try (var state = MongoState.open("mongodb://127.0.0.1:%d/%s".formatted(port, HASTY))) {
      DeploymentStore store = state.deployments();
      assertUnavailable(How.UNREACHABLE, state::check);
      assertUnavailable(How.UNREACHABLE, () -> store.insert(Deployments.pending("one")));
      assertUnavailable(How.UNREACHABLE, () -> store.list(DeploymentQuery.active()));
      try (var late = new Proxy(server.port(), port)) {
        assertThat(late.port()).isEqualTo(port);
        awaitHealth(state);
        store.insert(Deployments.pending("one"));
        assertThat(store.list(DeploymentQuery.active()).deployments()).hasSize(1);
      }
    }
  }

  @Test
  void aDatabaseThatIsNotThereLetsOpenReturnAndCloseToo() throws IOException {
    MongoState state = MongoState.open("mongodb://127.0.0.1:%d".formatted(freePort()));
    state.close();
    assertUnavailable(How.UNREACHABLE, state::check);
  }

  @Test
  void anInsertWhoseAnswerIsLostIsOfUnknownOutcomeAndOnRecord() {
    try (var state = healthy()) {
      DeploymentStore store = state.deployments();
      proxy.loseAnswers();
      assertThatThrownBy(() -> store.insert(Deployments.pending("one")))
          .isInstanceOf(UnknownOutcomeException.class)
          .hasMessageNotContaining("127.0.0.1");
      proxy.heal();
      awaitHealth(state);
      assertThat(store.find(new DeploymentId("one")))
          .contains(Deployments.pending("one").withVersion(1));
    }
  }

  @Test
  void aReplacementWhoseAnswerIsLostIsOfUnknownOutcomeAndOnRecord() {
    try (var state = healthy()) {
      DeploymentStore store = state.deployments();
      store.insert(Deployments.pending("one"));
      Deployment one = store.find(new DeploymentId("one")).orElseThrow();
      Deployment failed = one.failed(one.resources(), "refused");
      proxy.loseAnswers();
      assertThatThrownBy(() -> store.replace(failed)).isInstanceOf(UnknownOutcomeException.class);
      proxy.heal();
      awaitHealth(state);
      assertThat(store.find(one.id())).contains(failed.withVersion(2));
    }
  }

  @Test
  void anInsertedSessionWhoseAnswerIsLostIsOfUnknownOutcomeAndOnRecord() {
    try (var state = healthy()) {
      SessionStore store = state.sessions();
      assertAnswerLost(state, () -> store.insert(SESSION));
      assertThat(store.find(SESSION.id())).contains(SESSION.withVersion(1));
      assertThatThrownBy(() -> store.insert(SESSION)).isInstanceOf(ConflictException.class);
    }
  }

  @Test
  void aReplacedSessionWhoseAnswerIsLostIsOfUnknownOutcomeAndOnRecord() {
    try (var state = healthy()) {
      SessionStore store = state.sessions();
      TerminalSession attached = store.insert(SESSION).attached("sh");
      assertAnswerLost(state, () -> store.replace(attached));
      assertThat(store.find(SESSION.id())).contains(attached.withVersion(2));
      assertThat(store.replace(attached)).isEmpty();
    }
  }

  /** The change must not be done twice: who asked for it looks, and decides. */
  @Test
  void anUpdatedSessionWhoseAnswerIsLostIsOfUnknownOutcomeAndChangedOnce() {
    try (var state = healthy()) {
      SessionStore store = state.sessions();
      store.insert(SESSION);
      assertThatThrownBy(
              () ->
                  store.update(
                      SESSION.id(),
                      found -> {
                        proxy.loseAnswers();
                        return found.active(found.bytesIn() + 1, 0, Sessions.NOON);
                      }))
          .isInstanceOf(UnknownOutcomeException.class);
      recover(state);
      assertThat(store.find(SESSION.id()).orElseThrow().bytesIn()).isEqualTo(1);
    }
  }

  @Test
  void aRenewalWhoseAnswerIsLostIsOfUnknownOutcomeAndMayBeRepeated() {
    Instant until = Sessions.NOON.plusSeconds(60);
    try (var state = healthy()) {
      SessionStore store = state.sessions();
      store.insert(SESSION.claimed(new Lease("me", Sessions.NOON)));
      assertAnswerLost(state, () -> store.renew("me", until));
      TerminalSession renewed = SESSION.claimed(new Lease("me", until)).withVersion(1);
      assertThat(store.open()).containsExactly(renewed);
      store.renew("me", until);
      assertThat(store.open()).containsExactly(renewed);
    }
  }

  @Test
  void aSweepWhoseAnswerIsLostIsOfUnknownOutcomeAndMayBeRepeated() {
    Instant later = Sessions.NOON.plusSeconds(1);
    try (var state = healthy()) {
      SessionStore store = state.sessions();
      store.insert(SESSION.ended(SessionEnd.ofExit(0, Sessions.NOON)));
      assertAnswerLost(state, () -> store.forgetEndedBefore(later));
      assertThat(store.list(Optional.empty())).isEmpty();
      store.forgetEndedBefore(later);
    }
  }

  private void assertAnswerLost(MongoState state, ThrowingCallable write) {
    proxy.loseAnswers();
    assertThatThrownBy(write)
        .isInstanceOf(UnknownOutcomeException.class)
        .hasMessageNotContaining("127.0.0.1");
    recover(state);
  }

  private void recover(MongoState state) {
    proxy.heal();
    awaitHealth(state);
  }

  @Test
  void sessionsOfADatabaseThatHangsAreSilentToReadsAndOfUnknownOutcomeToWrites() {
    try (var state = healthy()) {
      SessionStore store = state.sessions();
      proxy.hang();
      assertUnavailable(How.SILENT, store::open);
      recover(state);
      proxy.hang();
      assertThatThrownBy(() -> store.renew("me", Sessions.NOON))
          .isInstanceOf(UnknownOutcomeException.class);
    }
  }

  @Test
  void sessionsOfADatabaseThatIsNotThereAreUnreachable() throws IOException {
    try (var state = MongoState.open("mongodb://127.0.0.1:%d/%s".formatted(freePort(), HASTY))) {
      assertUnavailable(How.UNREACHABLE, () -> state.sessions().insert(SESSION));
    }
  }

  /** As a renewal does when the service stops. */
  @Test
  void callsThatTheCloseMeetsAreUnavailableOrOfUnknownOutcome() throws Exception {
    for (int round = 0; round < 5; round++) {
      MongoState state = healthy();
      var began = new CountDownLatch(4);
      List<CompletableFuture<Throwable>> ends =
          IntStream.range(0, 4).mapToObj(i -> endOf(state, began)).toList();
      assertThat(began.await(20, TimeUnit.SECONDS)).isTrue();
      state.close();
      for (CompletableFuture<Throwable> end : ends) {
        assertThat(end.get(20, TimeUnit.SECONDS))
            .isInstanceOfAny(UnavailableException.class, UnknownOutcomeException.class);
      }
    }
  }

  /** The driver's own word for it is an IllegalStateException, at once and not as an answer. */
  @Test
  void aQuestionThatIsPutTogetherWhileTheStateClosesIsUnavailable() {
    var calls = new MongoCalls(SOON);
    MongoClient client = MongoClients.create(proxy.url("faults"));
    var collection = client.getDatabase("faults").getCollection("any");
    assertUnavailable(
        How.UNREACHABLE,
        () ->
            calls.write(
                () -> {
                  calls.close();
                  client.close();
                  return collection.insertOne(new Document());
                }));
  }

  /** What ends somebody who writes and reads for as long as that works. */
  private static CompletableFuture<Throwable> endOf(MongoState state, CountDownLatch began) {
    var end = new CompletableFuture<Throwable>();
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                while (true) {
                  state.sessions().renew("me", Sessions.NOON);
                  state.sessions().open();
                  began.countDown();
                }
              } catch (RuntimeException failed) {
                end.complete(failed);
              }
            });
    return end;
  }

  /**
   * The driver can't know that the connection it writes to is gone: not saying so would be a lie.
   */
  @Test
  void aConnectionThatWasCutBeforeARequestCostsThatRequestAtMost() {
    try (var state = healthy("faults")) {
      DeploymentStore store = state.deployments();
      proxy.cut();
      assertThat(recordedOrNot(store)).isEqualTo(store.find(new DeploymentId("one")).isPresent());
      awaitHealth(state);
      store.insert(Deployments.pending("two"));
    }
  }

  private static boolean recordedOrNot(DeploymentStore store) {
    try {
      store.insert(Deployments.pending("one"));
      return true;
    } catch (UnknownOutcomeException | UnavailableException failed) {
      return false;
    }
  }

  @Test
  void aReadSurvivesACutConnection() {
    try (var state = healthy("faults")) {
      proxy.cut();
      assertThat(state.deployments().find(new DeploymentId("one"))).isEmpty();
    }
  }

  @Test
  void aDatabaseThatHangsIsSilentToReadsAndOfUnknownOutcomeToWrites() {
    try (var state = healthy()) {
      DeploymentStore store = state.deployments();
      proxy.hang();
      assertUnavailable(How.SILENT, () -> store.find(new DeploymentId("one")));
      proxy.heal();
      awaitHealth(state);
      proxy.hang();
      assertThatThrownBy(() -> store.insert(Deployments.pending("one")))
          .isInstanceOf(UnknownOutcomeException.class);
      proxy.heal();
      awaitHealth(state);
      assertThat(store.list(DeploymentQuery.active()).deployments()).hasSizeLessThan(2);
    }
  }

  @Test
  void aWaitIsEndedByInterruption() throws Exception {
    try (var state = MongoState.open(proxy.url("faults?timeoutMS=60000"))) {
      awaitHealth(state);
      proxy.hang();
      var started = new CountDownLatch(1);
      var outcome = new CompletableFuture<Boolean>();
      Thread reader =
          Thread.ofVirtual()
              .start(
                  () -> {
                    started.countDown();
                    outcome.complete(isUnavailable(state));
                  });
      started.await();
      reader.interrupt();
      reader.join(SOON);
      assertThat(outcome).isCompletedWithValue(true);
    }
  }

  /** Whether the call failed so, with its thread still marked as interrupted. */
  private static boolean isUnavailable(MongoState state) {
    try {
      state.deployments().find(new DeploymentId("one"));
      return false;
    } catch (UnavailableException interrupted) {
      return Thread.currentThread().isInterrupted();
    }
  }

  private MongoState healthy() {
    return healthy(HASTY);
  }

  private MongoState healthy(String settings) {
    MongoState state = MongoState.open(proxy.url(settings));
    awaitHealth(state);
    return state;
  }

  private static void awaitHealth(MongoState state) {
    await().atMost(SOON).ignoreExceptions().untilAsserted(state::check);
  }

  private static void assertUnavailable(How how, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            UnavailableException.class, failed -> assertThat(failed.how()).isEqualTo(how))
        .hasMessageNotContaining("127.0.0.1");
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
