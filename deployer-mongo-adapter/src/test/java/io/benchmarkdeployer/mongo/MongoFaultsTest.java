package io.benchmarkdeployer.mongo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.benchmarkdeployer.core.model.Deployment;
import io.benchmarkdeployer.core.model.DeploymentId;
import io.benchmarkdeployer.core.port.DeploymentQuery;
import io.benchmarkdeployer.core.port.DeploymentStore;
import io.benchmarkdeployer.core.port.UnavailableException;
import io.benchmarkdeployer.core.port.UnavailableException.How;
import io.benchmarkdeployer.core.port.UnknownOutcomeException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class MongoFaultsTest {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final String HASTY = "faults?timeoutMS=1500&serverSelectionTimeoutMS=500";

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
