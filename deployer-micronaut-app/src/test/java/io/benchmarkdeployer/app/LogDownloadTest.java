package io.benchmarkdeployer.app;

import static io.benchmarkdeployer.app.LogScript.AGAIN;
import static io.benchmarkdeployer.app.LogScript.MAIN;
import static io.benchmarkdeployer.app.LogScript.end;
import static io.benchmarkdeployer.app.LogScript.gap;
import static io.benchmarkdeployer.app.LogScript.line;
import static io.benchmarkdeployer.app.LogScript.lost;
import static io.benchmarkdeployer.app.LogScript.sealed;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.benchmarkdeployer.app.web.log.ScriptedLogs;
import io.benchmarkdeployer.core.model.LogEntry;
import io.benchmarkdeployer.core.port.UnavailableException;
import io.benchmarkdeployer.core.usecase.LogBatch;
import io.benchmarkdeployer.core.usecase.LogBatches;
import io.benchmarkdeployer.core.usecase.LogFollower;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A log as a file over a real connection, the log itself scripted. */
class LogDownloadTest {
  private static final RunningApp APP = RunningApp.on(InMemory.adapters(), Map.of());
  private static final ScriptedLogs LOGS = ScriptedLogs.in(APP.context());

  /** Twenty bytes. */
  private static final String DIGITS = "123456789\n123456789\n";

  @AfterAll
  static void close() {
    APP.close();
  }

  private static void script(String job, Supplier<ScriptedFollower> script) {
    LOGS.put(job, script::get);
  }

  private static HttpResponse<byte[]> get(String path, String... headers)
      throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d%s".formatted(APP.port(), path)));
    if (headers.length > 0) {
      request.headers(headers);
    }
    try (var client = HttpClient.newHttpClient()) {
      return client.send(request.build(), BodyHandlers.ofByteArray());
    }
  }

  private static String text(HttpResponse<byte[]> response) {
    return new String(response.body(), UTF_8);
  }

  private static LogEntry piece(long sequence, String bytes, boolean ended) {
    return line(sequence, MAIN, bytes.getBytes(ISO_8859_1), ended);
  }

  @Test
  void asTextItIsByteForByteWhatWasPrinted() throws Exception {
    byte[] broken = {'a', (byte) 0xFF, 0, 0x1B, '[', 'm', '\r'};
    script(
        "printed",
        () ->
            new ScriptedFollower()
                .then(LogBatches.of(line(1, MAIN, broken, true), piece(2, "long ", false)))
                .then(LogBatches.of(piece(3, "line", true), gap(4, "away"), piece(5, "cut", false)))
                .then(LogBatches.of(line(6, AGAIN, "again"), piece(7, "no line feed", false)))
                .then(end()));

    HttpResponse<byte[]> response = get("/jobs/printed/logs/download");

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("content-type")).hasValue("text/plain; charset=utf-8");
    assertThat(response.headers().firstValue("content-disposition"))
        .hasValue("attachment; filename=\"printed.log\"");
    assertThat(response.headers().firstValue("accept-ranges")).hasValue("bytes");
    assertThat(new String(response.body(), ISO_8859_1))
        .isEqualTo(
            new String(broken, ISO_8859_1)
                + "\nlong line\n--- [pod-a/main] lines may be missing here: away\n"
                + "cut\nagain\nno line feed");
    assertThat(get("/jobs/printed/logs/download?raw=false").body())
        .startsWith("a\uFFFD\nl".getBytes(UTF_8));
  }

  @Test
  void asNdjsonItIsAnObjectALine() throws Exception {
    script(
        "objects",
        () ->
            new ScriptedFollower()
                .then(LogBatches.of(piece(1, "o\u001b[mne", false), gap(2, "away")))
                .then(LogBatches.of(new LogEntry.Truncated(3, 5, 60), line(6, AGAIN, "six")))
                .then(end(sealed(lost()))));

    HttpResponse<byte[]> response = get("/jobs/objects/logs/download?format=ndjson");

    assertThat(response.headers().firstValue("content-type")).hasValue("application/x-ndjson");
    assertThat(response.headers().firstValue("content-disposition"))
        .hasValue("attachment; filename=\"objects.ndjson\"");
    assertThat(text(response))
        .isEqualTo(
            """
            {"sequence":1,"type":"log","pod":"pod-a","container":"main",TIME,"text":"one","continues":true}
            {"sequence":2,"type":"gap","pod":"pod-a","container":"main",TIME,"reason":"away"}
            {"sequence":5,"type":"truncated","first":3,"last":5,"bytes":60}
            {"sequence":6,"type":"log","pod":"pod-a","container":"main","attempt":2,TIME,"text":"six"}
            {"type":"lost","pod":"pod-a","container":"main","attempt":2,"reason":"its node is gone"}
            """
                .replace("TIME", "\"timestamp\":\"2026-01-31T12:00:00.000000001Z\""));
    assertThat(text(get("/jobs/objects/logs/download?format=ndjson&raw=true")))
        .contains("o\\u001b[mne");
  }

  private static List<LogBatch> manyBatches() {
    return LongStream.range(0, 50)
        .mapToObj(
            batch ->
                LogBatches.of(
                    LongStream.range(0, 2_000)
                        .mapToObj(i -> line(1 + batch * 2_000 + i, "line %d".formatted(i)))
                        .toList()))
        .toList();
  }

  @Test
  void compressedItIsTheSame() throws Exception {
    script(
        "packed",
        () -> {
          var follower = new ScriptedFollower();
          manyBatches().forEach(follower::then);
          return follower.then(end());
        });
    byte[] plain = get("/jobs/packed/logs/download").body();

    HttpResponse<byte[]> response =
        get("/jobs/packed/logs/download?gzip=true", "Range", "bytes=0-9");

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("content-type")).hasValue("application/gzip");
    assertThat(response.headers().firstValue("content-disposition"))
        .hasValue("attachment; filename=\"packed.log.gz\"");
    assertThat(plain).hasSizeGreaterThan(900_000);
    assertThat(response.body()).hasSizeLessThan(plain.length / 3);
    assertThat(new GZIPInputStream(new ByteArrayInputStream(response.body())).readAllBytes())
        .isEqualTo(plain);
  }

  private static void scriptDigits() {
    script(
        "digits",
        () ->
            new ScriptedFollower()
                .then(LogBatches.of(line(1, "123456789")))
                .then(LogBatches.of(line(2, "123456789")))
                .then(end()));
  }

  @ParameterizedTest
  @CsvSource({
    "bytes=0-4, 0, 4, *",
    "bytes=5-12, 5, 12, *",
    "bytes=9-9, 9, 9, *",
    "bytes=15-, 15, 19, 20",
    "bytes=0-, 0, 19, 20",
    "bytes=-3, 17, 19, 20",
    "bytes=-500, 0, 19, 20",
    "bytes=10-500, 10, 19, 20",
    "BYTES=1-2, 1, 2, *"
  })
  void aRangeIsGiven(String range, int first, int last, String size) throws Exception {
    scriptDigits();

    HttpResponse<byte[]> response = get("/jobs/digits/logs/download", "Range", range);

    assertThat(response.statusCode()).isEqualTo(206);
    assertThat(response.headers().firstValue("content-range"))
        .hasValue("bytes %d-%d/%s".formatted(first, last, size));
    assertThat(response.headers().firstValueAsLong("content-length")).hasValue(last - first + 1);
    assertThat(text(response)).isEqualTo(DIGITS.substring(first, last + 1));
  }

  @Test
  void aRangeBeyondTheEndIsA416WithTheSize() {
    scriptDigits();

    Answer answer = APP.get("/jobs/digits/logs/download", "Range", "bytes=20-30");

    answer.problem(416);
    assertThat(answer.header("content-range")).hasValue("bytes */20");
    APP.get("/jobs/digits/logs/download", "Range", "bytes=-0").problem(416);
  }

  @ParameterizedTest
  @ValueSource(strings = {"bytes=0-1,4-5", "lines=0-4", "bytes=5-4", "bytes=-", "bytes=a-b", "x"})
  void whatIsNoSingleRangeIsPassedOver(String range) throws Exception {
    scriptDigits();

    HttpResponse<byte[]> response = get("/jobs/digits/logs/download", "Range", range);

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(text(response)).isEqualTo(DIGITS);
  }

  @Test
  void aRangeOfAVersionThatNobodyCanTellIsPassedOver() throws Exception {
    scriptDigits();

    assertThat(
            get("/jobs/digits/logs/download", "Range", "bytes=0-1", "If-Range", "\"x\"")
                .statusCode())
        .isEqualTo(200);
  }

  @Test
  void theHeadTellsWhatItIs() {
    var followers = new ConcurrentLinkedQueue<ScriptedFollower>();
    script(
        "head",
        () -> {
          var follower = new ScriptedFollower().then(LogBatches.of(line(1, "x"))).then(end());
          followers.add(follower);
          return follower;
        });

    Answer answer = APP.send("HEAD", "/jobs/head/logs/download?format=ndjson", "");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("content-type")).hasValue("application/x-ndjson");
    assertThat(answer.header("accept-ranges")).hasValue("bytes");
    assertThat(answer.body()).isEmpty();
    APP.send("HEAD", "/jobs/head/logs/download", "", "Range", "bytes=0-0");
    assertThat(followers).isNotEmpty().allMatch(ScriptedFollower::isClosed);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "?gzip=true"})
  void oneThatCanNotBeReadToItsEndIsCutNotEnded(String parameters) {
    script(
        "broken",
        () ->
            new ScriptedFollower()
                .then(LogBatches.of(line(1, "one")))
                .thenFail(new UnavailableException(UnavailableException.How.UNREACHABLE, "away")));

    assertThatThrownBy(() -> get("/jobs/broken/logs/download" + parameters))
        .isInstanceOf(IOException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"format=xml", "gzip=maybe", "raw=x"})
  void whatCanNotBeReadIsA400(String parameters) {
    scriptDigits();

    APP.get("/jobs/digits/logs/download?" + parameters).problem(400);
  }

  @Test
  void aHostileNameStaysWithinItsQuotes() throws Exception {
    LOGS.put("a\"b\r\nc", () -> new ScriptedFollower().then(end()));

    HttpResponse<byte[]> response = get("/jobs/a%22b%0d%0ac/logs/download");

    assertThat(response.headers().map().keySet().stream().collect(Collectors.joining(" ")))
        .doesNotContain("c/");
    assertThat(response.headers().firstValue("content-disposition"))
        .hasValue("attachment; filename=\"a_b__c.log\"");
  }

  /** The script gives one batch again and again: nobody has 400 MB to give. */
  @Test
  void aLargeOneStreams() throws Exception {
    LogBatch batch = manyBatches().getFirst();
    long size = batch.entries().stream().mapToLong(LogEntry::size).sum();
    int times = (int) (400_000_000 / size);
    LOGS.put("large", () -> repeating(batch, times));
    var request =
        HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:%d/jobs/large/logs/download".formatted(APP.port())))
            .build();

    try (var client = HttpClient.newHttpClient();
        var body = client.send(request, BodyHandlers.ofInputStream()).body()) {
      var buffer = new byte[64 << 10];
      long count = 0;
      for (int some = body.read(buffer); some >= 0; some = body.read(buffer)) {
        count += some;
      }
      assertThat(count).isEqualTo(times * size);
    }
  }

  private static LogFollower repeating(LogBatch batch, int times) {
    var follower = new ScriptedFollower();
    for (int i = 0; i < times; i++) {
      follower.then(batch);
    }
    return follower.then(end());
  }
}
