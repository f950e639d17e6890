package io.benchmarkdeployer.k8s;

import static io.benchmarkdeployer.k8s.StubApiServer.status;
import static io.benchmarkdeployer.k8s.StubApiServer.text;
import static io.benchmarkdeployer.k8s.StubApiServer.thenBroken;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.benchmarkdeployer.core.port.ConflictException;
import io.benchmarkdeployer.core.port.LogLine;
import io.benchmarkdeployer.core.port.LogRequest;
import io.benchmarkdeployer.core.port.LogStream;
import io.benchmarkdeployer.core.port.NotFoundException;
import io.benchmarkdeployer.core.port.UnavailableException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A log through all that can happen to it. */
class KubernetesLogTest {
  private static final String PATH = "GET /api/v1/namespaces/here/pods/pod/log";
  private static final LogRequest REQUEST = LogRequest.of("here", "pod", "test");
  private static final String LINE = "2026-01-02T03:04:05.000000006Z hello\n";

  private StubApiServer stub;
  private KubernetesCluster cluster;

  @BeforeEach
  void open() throws IOException {
    stub = new StubApiServer();
    cluster = stub.cluster(Duration.ofMillis(500));
  }

  @AfterEach
  void close() {
    cluster.close();
    stub.close();
  }

  @Test
  void asksForWhatIsWanted() {
    stub.on(PATH, text(200, ""));
    Instant time = Instant.parse("2026-01-02T03:04:05.678Z");

    cluster.openLog(REQUEST.ofPrevious().withTail(7).withSince(time)).close();

    assertThat(stub.asked.getLast().target())
        .contains("container=test", "timestamps=true", "previous=true", "follow=false")
        .contains("tailLines=7", "sinceTime=2026-01-02T03:04:05Z");
  }

  @Test
  void aLogThatIsReadToItsEndEnds() throws InterruptedException {
    stub.on(PATH, text(200, LINE + LINE));

    try (LogStream log = cluster.openLog(REQUEST)) {
      assertThat(log.next().orElseThrow().text()).isEqualTo("hello");
      assertThat(log.next()).map(LogLine::text).contains("hello");
      assertThat(log.next()).isEmpty();
      assertThat(log.next()).isEmpty();
    }
  }

  @Test
  void aConnectionThatBreaksIsNoEnd() throws InterruptedException {
    stub.on(PATH, thenBroken(LINE + "2026-01-02T03:04:05Z half"));

    try (LogStream log = cluster.openLog(REQUEST.followed())) {
      assertThat(log.next()).map(LogLine::text).contains("hello");
      assertThatThrownBy(log::next).isInstanceOf(UnavailableException.class);
    }
  }

  @Test
  void aLogThatStopsInTheMiddleIsNoEndUnlessItIsFollowed() throws Exception {
    stub.on(PATH, stub.thenSilence(LINE));

    try (LogStream log = cluster.openLog(REQUEST)) {
      log.next();
      assertThatThrownBy(log::next).isInstanceOf(UnavailableException.class);
    }
    LogStream followed = cluster.openLog(REQUEST.followed());
    followed.next();
    CompletableFuture<Optional<LogLine>> waiting = inBackground(followed);
    assertThatThrownBy(() -> waiting.get(1, TimeUnit.SECONDS)).isInstanceOf(TimeoutException.class);
    followed.close();
    assertThat(waiting.get(5, TimeUnit.SECONDS)).isEmpty();
  }

  @Test
  void aLogThatDoesNotBeginIsSilence() {
    stub.on(PATH, stub.silence());

    assertThatThrownBy(() -> cluster.openLog(REQUEST.followed()))
        .isInstanceOfSatisfying(
            UnavailableException.class,
            silent -> assertThat(silent.how()).isEqualTo(UnavailableException.How.SILENT));
  }

  private static CompletableFuture<Optional<LogLine>> inBackground(LogStream log) {
    var result = new CompletableFuture<Optional<LogLine>>();
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                result.complete(log.next());
              } catch (InterruptedException | RuntimeException failed) {
                result.completeExceptionally(failed);
              }
            });
    return result;
  }

  @Test
  void theClustersEndIsTheLogsEnd() throws Exception {
    stub.on(PATH, stub.thenSilence(LINE));
    LogStream log = cluster.openLog(REQUEST.followed());
    log.next();
    CompletableFuture<Optional<LogLine>> waiting = inBackground(log);

    cluster.close();

    assertThat(waiting.get(5, TimeUnit.SECONDS)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "container nope is not valid for pod x",
        "previous terminated container c in pod p not found",
        "unable to retrieve container logs for containerd://x"
      })
  void aLogThatThereIsNotIsNotFound(String words) {
    stub.on(PATH, status(400, "BadRequest", words), text(200, words));

    assertThatThrownBy(() -> cluster.openLog(REQUEST)).isInstanceOf(NotFoundException.class);
    assertThatThrownBy(() -> cluster.openLog(REQUEST)).isInstanceOf(NotFoundException.class);
  }

  @Test
  void aContainerThatHasNotStartedIsAConflict() {
    stub.on(PATH, status(400, "BadRequest", "container c in pod p is waiting to start: x"));

    assertThatThrownBy(() -> cluster.openLog(REQUEST)).isInstanceOf(ConflictException.class);
  }

  @Test
  void theKubeletsOwnWordsInTheMidstAreNoLine() throws InterruptedException {
    stub.on(PATH, text(200, LINE + "rpc error: code = Unknown\n"));

    try (LogStream log = cluster.openLog(REQUEST.followed())) {
      assertThat(log.next()).isPresent();
      assertThatThrownBy(log::next)
          .isInstanceOf(UnavailableException.class)
          .hasMessageContaining("rpc error");
    }
  }

  @Test
  void aNameThatIsNoneNeverReachesAUrl() {
    assertThatThrownBy(() -> cluster.openLog(LogRequest.of("here", "../../secrets", "c")))
        .isInstanceOf(NotFoundException.class);
    assertThatThrownBy(() -> cluster.openLog(LogRequest.of("here", "pod", "c&follow=true")))
        .isInstanceOf(NotFoundException.class);
    assertThat(stub.asked).isEmpty();
  }

  @Test
  void aHundredLogsAreReadAtOnce() throws InterruptedException {
    stub.on(PATH, stub.thenSilence(LINE));

    for (int i = 0; i < 100; i++) {
      assertThat(cluster.openLog(REQUEST.followed()).next()).isPresent();
    }
  }
}
