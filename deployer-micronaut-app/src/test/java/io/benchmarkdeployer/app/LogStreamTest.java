package io.benchmarkdeployer.app;

import static io.benchmarkdeployer.app.LogScript.MAIN;
import static io.benchmarkdeployer.app.LogScript.end;
import static io.benchmarkdeployer.app.LogScript.gap;
import static io.benchmarkdeployer.app.LogScript.line;
import static io.benchmarkdeployer.app.LogScript.lost;
import static io.benchmarkdeployer.app.LogScript.sealed;
import static io.benchmarkdeployer.app.LogScript.whole;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.benchmarkdeployer.app.web.log.ScriptedLogs;
import io.benchmarkdeployer.core.model.LogEntry;
import io.benchmarkdeployer.core.model.WorkloadPhase;
import io.benchmarkdeployer.core.port.UnavailableException;
import io.benchmarkdeployer.core.usecase.LogBatch;
import io.benchmarkdeployer.core.usecase.LogBatches;
import io.benchmarkdeployer.core.usecase.LogFollower.Part;
import io.benchmarkdeployer.core.usecase.LogQuery;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A log's stream over a real connection, the log itself scripted. */
class LogStreamTest {
  private static final Duration SOON = Duration.ofSeconds(10);
  private static final RunningApp APP = RunningApp.on(InMemory.adapters(), Map.of());
  private static final ScriptedLogs LOGS = ScriptedLogs.in(APP.context());

  @AfterAll
  static void close() {
    APP.close();
  }

  private static ScriptedFollower script(String job) {
    var follower = new ScriptedFollower();
    LOGS.put(job, () -> follower);
    return follower;
  }

  /** A client that reads only when it is told to. */
  private record Client(HttpClient http, BufferedReader reader) implements AutoCloseable {
    static Client of(RunningApp app, String path) throws IOException, InterruptedException {
      HttpClient http = HttpClient.newHttpClient();
      var request =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d%s".formatted(app.port(), path)))
              .build();
      InputStream body = http.send(request, BodyHandlers.ofInputStream()).body();
      return new Client(http, new BufferedReader(new InputStreamReader(body, UTF_8)));
    }

    void readUntil(String wanted) throws IOException {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        if (line.equals(wanted)) {
          return;
        }
      }
      throw new AssertionError("it ended before " + wanted);
    }

    /** Numbers in a row. */
    void readIds(long first, long last) throws IOException {
      for (long id = first; id <= last; id++) {
        String line = reader.readLine();
        while (!line.startsWith("id: ")) {
          line = reader.readLine();
        }
        assertThat(line).isEqualTo("id: " + id);
      }
    }

    /** Throws where it is cut, not ended. */
    void readToTheEnd() throws IOException {
      reader.lines().forEach(line -> {});
    }

    @Override
    public void close() throws IOException {
      reader.close();
      http.shutdownNow();
    }
  }

  @Test
  void eachEntryIsAnEventWithItsCursor() {
    script("events")
        .then(new Part.Status(LogScript.status(WorkloadPhase.RUNNING)))
        .then(LogBatches.of(line(1, "a \"quoted\" \u001b[31mred\u001b[0m 안녕"), line(2, "")))
        .then(
            LogBatches.of(
                gap(3, "the node was away"),
                new LogEntry.Truncated(4, 9, 600),
                line(10, LogScript.AGAIN, "half".getBytes(ISO_8859_1), false)))
        .then(end(sealed(whole(), lost())));

    Answer answer = APP.get("/jobs/events/logs/stream", "Accept", "text/event-stream");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("content-type")).hasValue("text/event-stream");
    assertThat(answer.header("cache-control")).hasValue("no-store");
    assertThat(answer.header("x-accel-buffering")).hasValue("no");
    String time = "\"timestamp\":\"2026-01-31T12:00:00.000000001Z\"";
    assertThat(answer.body())
        .isEqualTo(
            """
            retry: 2000
            : open

            event: status
            data: {"status":"running","phase":"Running","start_time":"2026-01-31T12:00:00.000000001Z",\
            "completion_time":null,"active_pods":1,"succeeded_pods":0,"failed_pods":0,"cause":null}

            id: 1
            event: log
            data: {"pod":"pod-a","container":"main",TIME,"text":"a \\"quoted\\" red 안녕"}

            id: 2
            event: log
            data: {"pod":"pod-a","container":"main",TIME,"text":""}

            id: 3
            event: gap
            data: {"pod":"pod-a","container":"main",TIME,"reason":"the node was away"}

            id: 9
            event: truncated
            data: {"first":4,"last":9,"bytes":600}

            id: 10
            event: log
            data: {"pod":"pod-a","container":"main","attempt":2,TIME,"text":"half","continues":true}

            event: end
            data: {"status":"completed","sealed":true,"whole":false,"captures":[\
            {"pod":"pod-a","container":"main","attempt":0,"state":"sealed","reason":"","exit_code":0},\
            {"pod":"pod-a","container":"main","attempt":2,"state":"lost",\
            "reason":"its node is gone","exit_code":null}]}

            """
                .replace("TIME", time));
  }

  @Test
  void whatAFilterLeftOutMovesTheCursorOn() {
    script("sparse")
        .then(LogBatches.upTo(500, line(7, "found")))
        .then(LogBatches.upTo(900))
        .then(end());

    assertThat(APP.get("/jobs/sparse/logs/stream").body())
        .contains("\"found\"}\n\nid: 500\n\nid: 900\n\nevent: end");
  }

  @Test
  void plainTextIsLinesAndRemarks() {
    Supplier<ScriptedFollower> script =
        () ->
            script("text")
                .then(
                    LogBatches.of(
                        line(1, "one \u001b[1mbold\u001b[0m"),
                        gap(2, "the node\nwas away"),
                        new LogEntry.Truncated(3, 5, 60),
                        line(6, "six")))
                .then(end(sealed(lost())));

    script.get();
    Answer plain = APP.get("/jobs/text/logs/stream", "Accept", "text/plain");
    assertThat(plain.header("content-type")).hasValue("text/plain; charset=utf-8");
    assertThat(plain.body())
        .isEqualTo(
            """
            [pod-a/main] one bold
            --- [pod-a/main] lines may be missing here: the node was away
            --- 3 entries (60 bytes) were cut out here: the log is over its limit
            [pod-a/main] six
            --- [pod-a/main#2] its end is missing: its node is gone
            """);
    script.get();
    assertThat(
            APP.get("/jobs/text/logs/stream?timestamps=true&raw=true", "Accept", "text/plain")
                .body())
        .startsWith("2026-01-31T12:00:00.000000001Z [pod-a/main] one \u001b[1mbold\u001b[0m\n");
  }

  @Test
  void plainTextTellsALostEndOnce() {
    script("lost")
        .then(
            LogBatches.of(
                line(1, "one"), new LogEntry.Gap(2, LogScript.AGAIN, LogScript.NOON, "cut")))
        .then(
            LogBatches.of(new LogEntry.Gap(3, LogScript.AGAIN, LogScript.NOON, "its node is gone")))
        .then(end(sealed(lost())));

    assertThat(APP.get("/jobs/lost/logs/stream", "Accept", "text/plain").body())
        .isEqualTo(
            """
            [pod-a/main] one
            --- [pod-a/main#2] lines may be missing here: cut
            --- [pod-a/main#2] lines may be missing here: its node is gone
            """);
  }

  @Test
  void theParametersSayWhichPart() {
    script("which").then(end());
    String path =
        "/jobs/which/logs/stream?namespace=other&after=7&tail=50&since=2026-01-31T13:00:00+01:00"
            + "&pod=p&container=c&contains=needle&context=3&follow=false";

    APP.get(path).response();

    LogQuery query = LOGS.lastQuery("which");
    assertThat(query.namespace()).isEqualTo("other");
    assertThat(query.after()).hasValue(7);
    assertThat(query.tail()).hasValue(50);
    assertThat(query.since()).hasValue(Instant.parse("2026-01-31T12:00:00Z"));
    assertThat(query.filter().pod()).hasValue("p");
    assertThat(query.filter().container()).hasValue("c");
    assertThat(query.filter().context()).isEqualTo(3);
    assertThat(query.filter().text())
        .hasValueSatisfying(text -> assertThat(text.test("hay needle hay")).isTrue());
    assertThat(query.follow()).isFalse();
  }

  @Test
  void withoutAnyItIsAllFromTheFirstToTheLast() {
    script("all").then(end());

    APP.get("/jobs/all/logs/stream?tail=&after=&since=&contains=", "Last-Event-ID", "").body();

    assertThat(LOGS.lastQuery("all")).isEqualTo(LogQuery.of("default", "all"));
  }

  @Test
  void theCursorOfABrowserGoesBeforeTheOneOfItsAddress() {
    script("resumed").then(end());

    APP.get("/jobs/resumed/logs/stream?after=7", "Last-Event-ID", "1234").body();

    assertThat(LOGS.lastQuery("resumed").after()).hasValue(1234);
  }

  @Test
  void aWhileIsCountedBackFromNow() {
    script("lately").then(end());
    Instant before = Instant.now();

    APP.get("/jobs/lately/logs/stream?since=10m&regex=%5Eerr").body();

    assertThat(LOGS.lastQuery("lately").since().orElseThrow())
        .isBetween(before.minusSeconds(601), Instant.now().minusSeconds(599));
    assertThat(LOGS.lastQuery("lately").filter().text())
        .hasValueSatisfying(
            text ->
                assertThat(List.of(text.test("error"), text.test("no error")))
                    .containsExactly(true, false));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "after=-1",
        "after=x",
        "after=1e3",
        "tail=-1",
        "tail=many",
        "since=yesterday",
        "since=2026-13-01T00:00:00Z",
        "context=101",
        "context=x",
        "contains=a&regex=b",
        "regex=(",
        "follow=maybe",
        "raw=2",
        "timestamps=yes"
      })
  void whatCanNotBeReadIsA400(String parameters) {
    script("wrong").then(end());

    APP.get("/jobs/wrong/logs/stream?" + parameters, "Accept", "text/plain").problem(400);
  }

  @Test
  void aJobThatNobodyKnowsIsA404() {
    APP.get("/jobs/unknown/logs/stream", "Accept", "text/event-stream").problem(404);
    APP.get("/jobs/unknown/logs/stream", "Accept", "text/plain").problem(404);
    APP.get("/jobs/unknown/logs/download").problem(404);
    APP.send("POST", "/jobs/unknown/logs/pin", "").problem(404);
    APP.delete("/jobs/unknown/logs/pin").problem(404);
  }

  @Test
  void anotherKindOfAnswerThereIsNot() {
    APP.get("/jobs/any/logs/stream", "Accept", "image/png").problem(406);
  }

  @Test
  void whatGoesWrongLaterIsAnEventAndTheEnd() {
    ScriptedFollower follower =
        script("broken")
            .then(LogBatches.of(line(1, "one")))
            .thenFail(
                new UnavailableException(
                    UnavailableException.How.UNREACHABLE, "The \"database\" is away"));

    assertThat(APP.get("/jobs/broken/logs/stream").body())
        .endsWith(
            "\"one\"}\n\nevent: error\ndata: {\"detail\":\"The \\\"database\\\" is away\"}\n\n");
    assertThat(follower.isClosed()).isTrue();
  }

  @Test
  void whoAsksOnlyForTheHeadHoldsNothing() {
    ScriptedFollower follower = script("head");

    Answer answer = APP.send("HEAD", "/jobs/head/logs/stream", "");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(follower.isClosed()).isTrue();
  }

  @Test
  void itIsNotCompressed() {
    script("plain").then(LogBatches.of(line(1, "x".repeat(5_000)))).then(end());

    Answer answer = APP.get("/jobs/plain/logs/stream", "Accept-Encoding", "gzip, deflate");

    assertThat(answer.body()).startsWith("retry: 2000\n");
  }

  @Test
  void itOpensAtOnceAndOneWhoLeavesEndsHisFollower() throws Exception {
    ScriptedFollower follower = script("idle");

    try (var client = Client.of(APP, "/jobs/idle/logs/stream")) {
      client.readUntil(": open");
      assertThat(follower.isClosed()).isFalse();
    }

    await().atMost(SOON).until(follower::isClosed);
  }

  @Test
  void oneWhoLeavesInTheMiddleOfAFloodEndsHisFollower() throws Exception {
    ScriptedFollower follower = script("flood").thenAlways(numbered(new AtomicLong()));

    try (var client = Client.of(APP, "/jobs/flood/logs/stream")) {
      client.readUntil("id: 1000");
    }

    await().atMost(SOON).until(follower::isClosed);
  }

  /** A hundred lines each. */
  private static Supplier<LogBatch> numbered(AtomicLong last) {
    return () ->
        LogBatches.of(
            LongStream.range(0, 100)
                .mapToObj(i -> line(last.incrementAndGet(), "x".repeat(100)))
                .toList());
  }

  @Test
  void aSlowReaderHoldsUpHisFollowerAndLosesNothing() throws Exception {
    var last = new AtomicLong();
    ScriptedFollower follower = script("slow").thenAlways(numbered(last));

    try (var client = Client.of(APP, "/jobs/slow/logs/stream")) {
      client.readUntil(": open");
      var before = new AtomicLong(-1);
      // Until what the system buffers is full: then nothing is pulled any more.
      await()
          .atMost(SOON)
          .pollInterval(Duration.ofMillis(500))
          .until(() -> before.getAndSet(follower.pulls()) == follower.pulls());
      long pulled = last.get();
      assertThat(pulled * 200).isLessThan(32L << 20);
      client.readIds(1, pulled + 1_000);
    }
    await().atMost(SOON).until(follower::isClosed);
  }

  @Test
  void theStopEndsStreams() throws Exception {
    RunningApp app = RunningApp.on(InMemory.adapters(), Map.of());
    var follower = new ScriptedFollower().then(LogBatches.of(line(1, MAIN, "last words")));
    ScriptedLogs.in(app.context()).put("stopped", () -> follower);

    try (var client = Client.of(app, "/jobs/stopped/logs/stream")) {
      client.readUntil("id: 1");
      Instant before = Instant.now();
      app.close();
      assertThat(Duration.between(before, Instant.now())).isLessThan(Duration.ofSeconds(5));
      client.readToTheEnd();
    }
    assertThat(follower.isClosed()).isTrue();
  }
}
