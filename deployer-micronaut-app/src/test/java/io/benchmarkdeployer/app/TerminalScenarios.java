package io.benchmarkdeployer.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.benchmarkdeployer.app.wiring.Adapters;
import io.benchmarkdeployer.core.Deployer;
import io.benchmarkdeployer.core.model.Caller;
import io.benchmarkdeployer.core.model.SessionId;
import io.benchmarkdeployer.core.usecase.SessionRequest;
import io.benchmarkdeployer.core.usecase.Terminals;
import io.benchmarkdeployer.testkit.ContainerScript;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A person at the terminal's WebSocket, in both forms; the same in memory and on real parts. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class TerminalScenarios {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String JOB = "terminals";
  private static final String PROMPT = "prompt> ";
  private static final String KOREAN = "벤치마크 결과: 성공";

  private final List<SessionId> sessions = new ArrayList<>();
  private final List<TerminalClient> clients = new ArrayList<>();
  private RunningApp app;
  private String deployment;

  /** Opens the ports; the app closes them. */
  abstract Adapters adapters();

  /** A namespace that is there, for these tests alone. */
  abstract String namespace();

  /** Makes containers with the script's command do it, where their image does not. */
  abstract void teach(ContainerScript script);

  @BeforeAll
  void start() {
    app = RunningApp.on(adapters(), Map.of("DEFAULT_NAMESPACE", namespace()));
    var script = ContainerScript.printing("there").thenRunningOn();
    teach(script);
    String yaml =
        """
        apiVersion: batch/v1
        kind: Job
        metadata: {name: %s}
        spec:
          backoffLimit: 0
          template:
            spec:
              terminationGracePeriodSeconds: 0
              restartPolicy: Never
              containers:
              - {name: main, image: busybox, imagePullPolicy: IfNotPresent, command: %s}
        """
            .formatted(JOB, Answer.write(script.command()));
    deployment =
        (String) app.post("/deploy", Map.of("yaml_content", yaml)).ok().get("deployment_id");
    await().atMost(PATIENCE).ignoreExceptions().until(() -> create() != null);
  }

  @AfterEach
  void leave() {
    clients.forEach(TerminalClient::close);
    clients.clear();
    sessions.forEach(id -> terminals().end().run(id, Caller.ANONYMOUS));
    sessions.clear();
  }

  @AfterAll
  void stop() {
    app.delete("/deployments/" + deployment);
    app.close();
  }

  RunningApp app() {
    return app;
  }

  Terminals terminals() {
    return app.context().getBean(Deployer.class).terminals();
  }

  SessionId create() {
    return create(request());
  }

  private SessionRequest request() {
    return SessionRequest.of(namespace(), JOB, Caller.ANONYMOUS);
  }

  private SessionId create(SessionRequest request) {
    SessionId id = terminals().create().run(request).id();
    sessions.add(id);
    return id;
  }

  TerminalClient legacy(SessionId id) {
    return kept(TerminalClient.legacy(app.port(), "/terminal/" + id));
  }

  TerminalClient ours(SessionId id) {
    return ours(id, "");
  }

  TerminalClient ours(SessionId id, String query) {
    return kept(TerminalClient.ours(app.port(), "/terminal/" + id + query));
  }

  private TerminalClient kept(TerminalClient client) {
    clients.add(client);
    return client;
  }

  /** At a prompt that is known anywhere. */
  TerminalClient ready(TerminalClient client) {
    client.message("connected");
    client.enter("PS1='pro''mpt> '");
    client.until(PROMPT);
    return client;
  }

  private TerminalClient open(String form) {
    return form.equals("legacy") ? legacy(create()) : ours(create());
  }

  // A session's way.

  @Test
  void theLegacyFormGreetsWithItsFieldsAndEchoes() {
    SessionId id = create();
    TerminalClient client = legacy(id);

    assertThat(client.message("connected"))
        .containsEntry("session_id", id.value())
        .containsEntry("container_name", "main")
        .containsEntry("shell", "/bin/sh")
        .containsKey("pod_name");
    client.enter("echo he''llo");
    client.until("hello");
    assertThat(client.subprotocol()).isEmpty();
  }

  @Test
  void ourFormGreetsWithWhatToCountFromAndEchoesInBinary() {
    SessionId id = create();
    TerminalClient client = ours(id);

    assertThat(client.message("connected"))
        .containsEntry("session_id", id.value())
        .containsEntry("shell", "/bin/sh")
        .containsEntry("offset", 0)
        .containsEntry("missed_bytes", 0)
        .containsEntry("read_only", false)
        .containsKeys("pod_name", "container_name", "replayed_bytes");
    client.enter("echo he''llo");
    client.until("hello");
    assertThat(client.subprotocol()).isEqualTo(TerminalClient.OURS);
  }

  @Test
  void theShellsCodeIsTold() {
    TerminalClient client = ready(ours(create()));

    client.enter("exit 3");

    assertThat(client.message("exit")).containsEntry("reason", "exit").containsEntry("code", 3);
    client.isClosedWith(4000, "exit");
  }

  @Test
  void theLegacyFormHearsNothingOfAPlainExitButTheClosing() {
    TerminalClient client = ready(legacy(create()));

    client.enter("exit");

    client.isClosedWith(1000, "exit");
    assertThat(client.messages()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"legacy", "ours"})
  void anEndThatIsNotTheShellsOwnIsTold(String form) {
    SessionId id = create();
    TerminalClient client = ready(form.equals("legacy") ? legacy(id) : ours(id));

    terminals().end().run(id, Caller.ANONYMOUS);

    client.isClosedWith(4006, "closed_by_user");
    assertThat(client.message(form.equals("legacy") ? "error" : "exit"))
        .containsEntry("message", "Ended on request of anonymous");
  }

  @Test
  void anEndedSessionIsToldAsSuch() {
    SessionId id = create();
    terminals().end().run(id, Caller.ANONYMOUS);

    TerminalClient client = ours(id);

    assertThat(client.message("exit")).containsEntry("message", "Ended on request of anonymous");
    client.isClosedWith(4006, "closed_by_user");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0123456789abcdef0123456789abcdef", "nosuch", "%2e%2e"})
  void anUnknownSessionIsRefused(String id) {
    TerminalClient client = kept(TerminalClient.legacy(app.port(), "/terminal/" + id));

    assertThat(client.message("error").get("message")).asString().contains("no such");
    client.isClosedWith(4404, "not_found");
  }

  @Test
  void somebodyElsesSessionIsRefused() {
    var other =
        new SessionRequest(
            namespace(),
            JOB,
            request().pod(),
            request().container(),
            request().shell(),
            false,
            new Caller("somebody"));
    SessionId id = terminals().create().run(other).id();

    TerminalClient client = ours(id);

    assertThat(client.message("notice").get("message")).asString().contains("somebody else");
    client.isClosedWith(4403, "forbidden");
    terminals().end().run(id, new Caller("somebody"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"received=-1", "received=x", "rows=0&cols=80", "rows=24&cols="})
  void aParameterThatCannotBeReadIsRefused(String query) {
    TerminalClient client = ours(create(), "?" + query);

    assertThat(client.message("notice")).containsEntry("level", "error");
    client.isClosedWith(4400, "malformed");
  }

  // Malformed input.

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"type\":\"nosuch\"}",
        "{\"type\":1}",
        "{\"type\":\"input\"}",
        "{\"type\":\"input\",\"data\":7}",
        "{\"type\":\"input\",\"data\":null}",
        "{\"type\":\"resize\"}",
        "{\"type\":\"resize\",\"rows\":0,\"cols\":80}",
        "{\"type\":\"resize\",\"rows\":-1,\"cols\":80}",
        "{\"type\":\"resize\",\"rows\":\"24\",\"cols\":80}",
        "{\"type\":\"resize\",\"rows\":24.5,\"cols\":80}"
      })
  void aMalformedMessageIsAnErrorAndNotTheEnd(String message) {
    TerminalClient client = ready(legacy(create()));

    client.sayRaw(message);

    assertThat(client.message("error").get("message")).asString().isNotBlank();
    client.enter("echo a''live");
    client.until("alive");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "true", "[1]", "{ not JSON", "{\"type\":\"ping\"} x", "\"text\""})
  void whatIsNoJsonObjectIsTyped(String keys) {
    TerminalClient client = ready(legacy(create()));

    client.sayRaw(keys);

    client.until(PROMPT + keys);
  }

  @Test
  void aBinaryFrameInTheLegacyFormIsAnError() {
    TerminalClient client = ready(legacy(create()));

    client.send("echo bad\r".getBytes(UTF_8));

    assertThat(client.message("error").get("message")).asString().contains("Binary");
    client.enter("echo a''live");
    assertThat(client.until("alive")).doesNotContain("bad");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"echo x", "{}", "{\"type\":\"input\",\"data\":\"x\"}", "[]", "{\"type\":\"ack\"}"})
  void textThatIsNoControlMessageIsANoticeInOurForm(String message) {
    TerminalClient client = ready(ours(create()));

    client.sayRaw(message);

    assertThat(client.message("notice"))
        .containsEntry("level", "error")
        .extractingByKey("message")
        .isInstanceOf(String.class);
    client.enter("echo a''live");
    client.until("alive");
  }

  @ParameterizedTest
  @ValueSource(strings = {"legacy", "ours"})
  void aPingIsAnswered(String form) {
    TerminalClient client = ready(open(form));

    client.say(Map.of("type", "ping"));

    assertThat(client.message("pong")).containsOnlyKeys("type");
  }

  @ParameterizedTest
  @ValueSource(strings = {"legacy", "ours"})
  void theTerminalHasTheSizeThatIsTold(String form) {
    TerminalClient client = ready(open(form));

    client.say(Map.of("type", "resize", "rows", 50, "cols", 132)).enter("stty size");
    client.until("50 132");

    client.say(Map.of("type", "resize", "rows", 1_000_000_000, "cols", 1e9)).enter("stty size");
    client.until("1000 1000");
  }

  @Test
  void theSizeCanComeWithTheUrl() {
    TerminalClient client = ready(ours(create(), "?rows=31&cols=97"));

    client.enter("stty size");

    client.until("31 97");
  }

  @Test
  void halfASurrogatePairHarmsNothing() {
    TerminalClient client = ready(legacy(create()));

    client.sayRaw("{\"type\":\"input\",\"data\":\"echo a\\ud800b\\r\"}");

    client.until("a\uFFFDb");
    client.enter("echo a''live");
    client.until("alive");
  }

  @ParameterizedTest
  @ValueSource(strings = {"legacy", "ours"})
  void koreanGoesInAndOutWhole(String form) {
    TerminalClient client = ready(open(form));

    client.enter("echo '" + KOREAN + "'");

    client.until("\n" + KOREAN);
    assertThat(client.text()).doesNotContain("\uFFFD");
  }

  @Test
  void aCharacterThatTheProgramSplitsIsHeldBackUntilItIsWhole() {
    TerminalClient client = ready(legacy(create()));

    client.enter("printf 'a\\355'; sleep 1; printf '\\225\\234b'; sleep 1; printf '\\377c\\n'");

    client.until("한b");
    client.until("\uFFFDc");
  }

  // Several sockets.

  @Test
  void tenSocketsOnOneSessionSeeTheSame() {
    SessionId id = create();
    List<TerminalClient> all =
        IntStream.range(0, 10).mapToObj(i -> i % 2 == 0 ? legacy(id) : ours(id)).toList();
    all.forEach(client -> client.message("connected"));

    all.get(0).enter("echo one''of-ten");
    all.get(7).enter("echo an''other");

    all.forEach(client -> client.until("oneof-ten"));
    all.forEach(client -> client.until("another"));
  }

  @Test
  void ofTwoSocketsThatComeAtOnceTheFirstMayLeaveAtOnce() {
    SessionId id = create();
    TerminalClient first = legacy(id);
    TerminalClient second = legacy(id);

    first.close();

    second.message("connected");
    second.enter("echo st''ill");
    second.until("still");
  }

  @Test
  void aSocketThatIsCutAtOnceLeavesTheSessionToTheNext() {
    SessionId id = create();
    legacy(id).cut();

    TerminalClient second = ours(id);

    second.message("connected");
    second.enter("echo st''ill");
    second.until("still");
  }

  @Test
  void guestsOfAReadOnlySessionAreToldOnceThatTheyAreNotHeard() {
    SessionId id = create(request().withReadOnlyGuests());
    TerminalClient host = ready(ours(id));
    TerminalClient guest = ours(id);
    assertThat(guest.message("connected")).containsEntry("read_only", true);

    guest.enter("echo guest").enter("echo guest");
    guest.say(Map.of("type", "resize", "rows", 7, "cols", 7));
    assertThat(guest.message("notice").get("message")).asString().contains("only look");
    host.enter("echo ho''st; stty size");

    assertThat(guest.until("24 80")).contains("host").doesNotContain("echo guest");
    assertThat(guest.messages()).isEmpty();
  }

  // Leaving and coming back.

  @Test
  void whoWasCutInTheMiddleOfOutputComesBackToWhatIsMissing() {
    SessionId id = create();
    TerminalClient before = ready(ours(id));
    before.enter("seq 1 20000; echo do''ne");
    before.untilCount(20_000);
    before.cut();
    byte[] seen = before.bytes();

    TerminalClient after = ours(id, "?received=" + seen.length);
    assertThat(after.message("connected"))
        .containsEntry("offset", seen.length)
        .containsEntry("missed_bytes", 0);
    after.until("done");

    String all = new String(seen, UTF_8) + after.text();
    String expected =
        IntStream.rangeClosed(1, 20_000).mapToObj(i -> i + "\r\n").reduce("", String::concat);
    assertThat(all).contains(expected + "done");
  }

  @Test
  void whoComesAnewSeesTheScreenAgain() {
    SessionId id = create();
    TerminalClient before = ready(ours(id));
    before.enter("echo se''en");
    before.until("seen");
    before.until("seen\r\n" + PROMPT);
    before.close();

    TerminalClient after = ours(id);

    Map<String, Object> connected = after.message("connected");
    after.until("seen\r\n" + PROMPT);
    assertThat(after.bytes()).isEqualTo(before.bytes());
    assertThat(connected).containsEntry("replayed_bytes", before.count());
  }

  // Much.

  private static byte[] randomText(int size) {
    var bytes = new byte[size];
    var random = new Random(7);
    for (int i = 0; i < size; i++) {
      bytes[i] = (byte) ('!' + random.nextInt(94));
    }
    return bytes;
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException never) {
      throw new AssertionError(never);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"one message", "many messages", "legacy, one message", "legacy, raw"})
  void sixteenMebibytesArePastedWithoutLoss(String how) {
    byte[] pasted = randomText(16 << 20);
    TerminalClient client = ready(how.startsWith("legacy") ? legacy(create()) : ours(create()));
    client.enter(
        "stty raw -echo; echo RE''ADY; head -c %d | sha256sum; stty sane".formatted(pasted.length));
    client.until("READY");

    switch (how) {
      case "one message" -> client.send(pasted);
      case "many messages" -> {
        for (int at = 0; at < pasted.length; at += 10_007) {
          client.send(Arrays.copyOfRange(pasted, at, Math.min(pasted.length, at + 10_007)));
        }
      }
      case "legacy, one message" -> client.type(new String(pasted, StandardCharsets.US_ASCII));
      default -> client.sayRaw(new String(pasted, StandardCharsets.US_ASCII));
    }

    client.until(sha256(pasted));
  }

  @Test
  void whatIsPastedIntoAProgramThatDoesNotReadWaitsWithoutHarm() {
    TerminalClient client = ready(ours(create()));
    client.enter("stty raw -echo; echo RE''ADY; sleep 1000");
    client.until("READY");

    var paste = client.sendMeanwhile(randomText(16 << 20));

    TerminalClient other = ready(ours(create()));
    other.enter("echo un''harmed");
    other.until("unharmed");
    assertThat(paste).isNotDone();
    client.cut();
  }

  @ParameterizedTest
  @ValueSource(strings = {"legacy", "ours"})
  void ctrlCStopsAFlood(String form) {
    TerminalClient client = ready(open(form));
    client.enter("yes flooding");
    client.untilCount(8 << 20);
    Instant start = Instant.now();

    client.type("\u0003");

    client.until("\u0003", () -> endsWithPrompt(client));
    // Half a second on a machine of its own, which the benchmarks measure; this one may be loaded.
    assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(5));
    client.enter("echo a''live");
    client.until("alive");
  }

  private static boolean endsWithPrompt(TerminalClient client) {
    return client.endsWith(PROMPT);
  }

  @Test
  void aFloodComesInFewFrames() {
    TerminalClient client = ready(legacy(create()));

    client.enter("seq 1 100000");
    client.untilCount(688_000);

    assertThat(client.frames()).isLessThan(2_000);
  }

  @Test
  void whoAcknowledgesIsSentNoMoreThanItAcknowledges() {
    TerminalClient client = ready(ours(create()));
    client.say(Map.of("type", "ack", "received", client.count()));
    client.message("pong", () -> client.say(Map.of("type", "ping")));
    int acknowledged = client.count();

    client.enter("yes flooding");
    client.untilCount(acknowledged + (96 << 10));
    client.message("pong", () -> client.say(Map.of("type", "ping")));
    int most = client.count();
    client.say(Map.of("type", "ack", "received", most));
    client.untilCount(most + (96 << 10));

    assertThat(most).isLessThanOrEqualTo(acknowledged + (97 << 10));
  }

  /** Acknowledgements stand behind the paste: where that is not read on, they can't be heard. */
  @Test
  void whoAcknowledgesCanPasteMoreThanIsHeldBack() {
    TerminalClient client = ready(ours(create()));
    client.say(Map.of("type", "ack", "received", client.count()));
    client.enter("stty raw -echo; echo RE''ADY; cat");
    client.until("READY");
    int before = client.count();

    var paste = client.sendMeanwhile(randomText(4 << 20));

    client.untilCount(before + (1 << 20));
    assertThat(paste).succeedsWithin(Duration.ofSeconds(30));
    client.say(Map.of("type", "ack", "received", client.count()));
  }

  @Test
  void whoDoesNotReadIsClosedAndNobodyElseNotices() {
    SessionId id = create();
    TerminalClient slow = ready(ours(id));
    TerminalClient other = ready(legacy(create()));
    slow.enter("yes flooding");
    slow.untilCount(1 << 20);
    slow.stopReading();

    for (int i = 0; i < 20; i++) {
      Instant start = Instant.now();
      other.enter("echo al''ive-" + i);
      other.until("alive-" + i);
      assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(2));
    }
    await()
        .atMost(PATIENCE)
        .until(() -> terminals().find(id).state().wireName().equals("detached"));
    slow.readOn();
    assertThat(slow.closeCode()).isIn(4408, 1006);
  }
}
