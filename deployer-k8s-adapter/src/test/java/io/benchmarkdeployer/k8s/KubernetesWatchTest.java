package io.benchmarkdeployer.k8s;

import static io.benchmarkdeployer.k8s.StubApiServer.json;
import static io.benchmarkdeployer.k8s.StubApiServer.status;
import static io.benchmarkdeployer.k8s.StubApiServer.text;
import static io.benchmarkdeployer.k8s.StubApiServer.thenBroken;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.benchmarkdeployer.core.model.Kind;
import io.benchmarkdeployer.core.model.LiveObject;
import io.benchmarkdeployer.core.port.ClusterWatch;
import io.benchmarkdeployer.core.port.ClusterWatch.Change;
import io.benchmarkdeployer.core.port.Selector;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A watch through all that can happen to it. */
class KubernetesWatchTest {
  private static final String PATH = "GET /api/v1/configmaps";
  private static final Kind CONFIG_MAP = new Kind("v1", "ConfigMap");
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private StubApiServer stub;
  private KubernetesCluster cluster;
  private ClusterWatch watch;

  @BeforeEach
  void open() throws IOException {
    stub = new StubApiServer();
    cluster = KubernetesCluster.open(stub.connection().withWatchSilence(Duration.ofSeconds(1)));
    watch = cluster.watch(Selector.of(CONFIG_MAP));
  }

  @AfterEach
  void close() {
    cluster.close();
    stub.close();
  }

  private static String object(String name, int version) {
    return "{'metadata':{'name':'%s','namespace':'here','uid':'uid-%s','resourceVersion':'%d'}}"
        .formatted(name, name, version);
  }

  private static StubApiServer.Answer list(int version, String... objects) {
    return json(
        200,
        "{'metadata':{'resourceVersion':'%d'},'items':[%s]}"
            .formatted(version, String.join(",", objects)));
  }

  private static String event(String type, String object) {
    return ("{'type':'" + type + "','object':" + object + "}\n").replace('\'', '"');
  }

  private Change next() throws InterruptedException {
    return watch.next(PATIENCE).orElseThrow();
  }

  private static List<String> names(Change listed) {
    return ((Change.Listed) listed).objects().stream().map(one -> one.ref().name()).toList();
  }

  private static String name(LiveObject object) {
    return object.ref().name();
  }

  @Test
  void connectsWhenItIsFirstAsked() throws InterruptedException {
    Thread.sleep(100);
    assertThat(stub.asked).isEmpty();
  }

  @Test
  void listsAndThenTellsWhatHappens() throws InterruptedException {
    stub.on(
        PATH,
        list(5, object("one", 4)),
        stub.thenSilence(
            event("ADDED", object("two", 6))
                + event("BOOKMARK", object("", 7))
                + event("MODIFIED", object("one", 8))
                + event("DELETED", object("two", 9))));

    assertThat(names(next())).containsExactly("one");
    assertThat(name(((Change.Changed) next()).object())).isEqualTo("two");
    assertThat(name(((Change.Changed) next()).object())).isEqualTo("one");
    assertThat(name(((Change.Gone) next()).object())).isEqualTo("two");
    assertThat(stub.asked.getLast().target())
        .contains("resourceVersion=5", "allowWatchBookmarks=true", "timeoutSeconds=1");
  }

  @Test
  void isTakenUpWhereTheClusterEndedIt() throws InterruptedException {
    stub.on(
        PATH,
        list(5),
        text(200, event("ADDED", object("one", 6)) + event("BOOKMARK", object("", 17))),
        stub.thenSilence(event("ADDED", object("two", 18))));

    next();
    next();
    assertThat(name(((Change.Changed) next()).object())).isEqualTo("two");
    assertThat(stub.asked.getLast().target()).contains("resourceVersion=17");
  }

  @Test
  void listsAgainWhereItsMomentIsForgotten() throws InterruptedException {
    stub.on(
        PATH,
        list(5, object("one", 4)),
        status(410, "Expired", "too old resource version"),
        list(9, object("two", 8)),
        text(200, event("ERROR", "{'kind':'Status','code':410,'message':'too old'}")),
        list(12, object("three", 11)),
        stub.thenSilence(""));

    assertThat(names(next())).containsExactly("one");
    assertThat(names(next())).containsExactly("two");
    assertThat(names(next())).containsExactly("three");
  }

  @Test
  void aBreakIsToldOnceAndThenItListsAgain() throws InterruptedException {
    stub.on(
        PATH,
        list(5),
        thenBroken(event("ADDED", object("one", 6))),
        status(503, "ServiceUnavailable", "not now"),
        status(503, "ServiceUnavailable", "not now"),
        status(503, "ServiceUnavailable", "not now"),
        status(503, "ServiceUnavailable", "not now"),
        status(503, "ServiceUnavailable", "not now"),
        list(9, object("one", 6)),
        stub.thenSilence(""));

    next();
    next();
    assertThat(next()).isInstanceOf(Change.Silent.class);
    assertThat(names(next())).containsExactly("one");
  }

  @Test
  void aConnectionThatHangsIsToldAsSilence() throws InterruptedException {
    stub.on(PATH, list(5), stub.thenSilence(""), list(5), stub.thenSilence(""));

    next();
    assertThat(next()).isInstanceOf(Change.Silent.class);
    assertThat(next()).isInstanceOf(Change.Listed.class);
  }

  @Test
  void whatWeMayNotListIsToldWithTheReasonAndTriedAgain() throws InterruptedException {
    stub.on(PATH, status(403, "Forbidden", "you may not list"), list(5), stub.thenSilence(""));

    assertThat(((Change.Silent) next()).why()).contains("you may not list");
    assertThat(next()).isInstanceOf(Change.Listed.class);
  }

  @Test
  void aKindThatIsNotServedIsToldWithTheReason() throws InterruptedException {
    try (ClusterWatch other = cluster.watch(Selector.of(new Kind("no.such/v1", "Thing")))) {
      Change told = other.next(PATIENCE).orElseThrow();
      assertThat(((Change.Silent) told).why()).contains("no.such/v1/Thing");
      assertThat(other.next(Duration.ofMillis(300))).isEmpty();
    }
  }

  @Test
  void aReaderWhoDoesNotReadHoldsNoMoreThanItsBuffer() throws InterruptedException {
    String many = event("MODIFIED", object("one", 6)).repeat(5_000);
    stub.on(PATH, list(5), stub.thenSilence(many));

    next();
    Thread.sleep(200);
    for (int i = 0; i < 5_000; i++) {
      assertThat(next()).isInstanceOf(Change.Changed.class);
    }
  }

  @Test
  void closingLeavesNoThread() throws InterruptedException {
    stub.on(PATH, list(5), stub.thenSilence(""));
    next();

    watch.close();
    watch.close();

    assertThat(watch.next(PATIENCE)).isEmpty();
    await().atMost(PATIENCE).until(() -> !((KubernetesWatch) watch).isRunning());
  }

  @Test
  void closingWhileItConnectsLeavesNoThread() throws InterruptedException {
    stub.on(PATH, stub.silence());
    watch.next(Duration.ofMillis(100));

    watch.close();

    await().atMost(PATIENCE).until(() -> !((KubernetesWatch) watch).isRunning());
  }
}
