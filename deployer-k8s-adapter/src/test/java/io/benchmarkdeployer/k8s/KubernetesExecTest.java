package io.benchmarkdeployer.k8s;

import static io.benchmarkdeployer.k8s.StubExec.json;
import static io.benchmarkdeployer.k8s.StubExec.text;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.benchmarkdeployer.core.model.ContainerRef;
import io.benchmarkdeployer.core.model.TerminalMarker;
import io.benchmarkdeployer.core.model.TerminalSize;
import io.benchmarkdeployer.core.model.Uid;
import io.benchmarkdeployer.core.port.ConflictException;
import io.benchmarkdeployer.core.port.ExecPort.Opening;
import io.benchmarkdeployer.core.port.ForbiddenException;
import io.benchmarkdeployer.core.port.NotFoundException;
import io.benchmarkdeployer.core.port.Terminal;
import io.benchmarkdeployer.core.port.TerminalEnd;
import io.benchmarkdeployer.core.port.TerminalRequest;
import io.benchmarkdeployer.core.port.UnavailableException;
import io.benchmarkdeployer.core.port.UnavailableException.How;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import okhttp3.HttpUrl;
import okio.ByteString;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A terminal through all that can happen to its connection. */
class KubernetesExecTest {
  private static final String V4 = "v4.channel.k8s.io";
  private static final String V5 = "v5.channel.k8s.io";
  private static final ContainerRef CONTAINER =
      new ContainerRef("here", "pod", new Uid(StubExec.UID), "main");
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final TerminalMarker MARKER = TerminalMarker.random();
  private static final String SENTINEL = "\036" + MARKER.value() + "\037";
  private static final String RUNTIME =
      "Internal error occurred: error executing command in container: OCI runtime exec failed: exec"
          + " failed: unable to start container process: ";

  private StubExec stub;
  private KubernetesExec exec;

  @BeforeEach
  void open() throws IOException {
    stub = new StubExec();
    exec = KubernetesExec.open(stub.connection().withCallTimeout(Duration.ofSeconds(1)));
  }

  @AfterEach
  void close() {
    exec.close();
    stub.close();
  }

  private static TerminalRequest request(String shell) {
    return new TerminalRequest(CONTAINER, shell, MARKER, new TerminalSize(33, 101));
  }

  private Opening tryOpen() {
    return exec.open(request("sh"));
  }

  private CompletableFuture<Opening> openMeanwhile() {
    var opening = new CompletableFuture<Opening>();
    Thread.startVirtualThread(
        () -> {
          try {
            opening.complete(tryOpen());
          } catch (RuntimeException failed) {
            opening.completeExceptionally(failed);
          }
        });
    return opening;
  }

  private static Terminal terminal(Opening opening) {
    return ((Opening.Opened) opening).terminal();
  }

  private Terminal openOn(StubExec.Program program) {
    CompletableFuture<Opening> opening = openMeanwhile();
    program.print(SENTINEL);
    return terminal(opening.join());
  }

  private static String readAll(Terminal terminal) throws InterruptedException {
    var all = new StringBuilder();
    for (var next = terminal.read(); next.isPresent(); next = terminal.read()) {
      all.append(new String(next.get(), UTF_8));
    }
    return all.toString();
  }

  private static void assertUnavailable(How how, Runnable call) {
    assertThatThrownBy(call::run)
        .isInstanceOfSatisfying(
            UnavailableException.class, thrown -> assertThat(thrown.how()).isEqualTo(how));
  }

  private static ByteString frame(int... bytes) {
    var frame = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      frame[i] = (byte) bytes[i];
    }
    return ByteString.of(frame);
  }

  @Test
  void namesAndWordsNeverReachAUrlUnescaped() throws InterruptedException {
    stub.refuse(text(500, "text/plain", "no"));
    String shell = "/bin/../sh&command=id&container=other#x";

    assertUnavailable(How.UNREACHABLE, () -> exec.open(request(shell)));

    HttpUrl url = stub.asked.take().getUrl();
    assertThat(url.encodedPath()).isEqualTo("/api/v1/namespaces/here/pods/pod/exec");
    assertThat(url.queryParameterValues("container")).containsExactly("main");
    assertThat(url.queryParameterValues("command"))
        .hasSize(7)
        .startsWith(shell, "-c")
        .endsWith(shell, "benchmark-deployer-terminal:" + MARKER, "33", "101");
    assertThat(url.queryParameter("tty")).isEqualTo("true");
    assertThat(url.queryParameter("stdin")).isEqualTo("true");
    assertThat(url.queryParameter("stdout")).isEqualTo("true");
    assertThatThrownBy(() -> new ContainerRef("here", "a/../b", new Uid("x"), "main"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new ContainerRef("here", "pod", new Uid("x"), "main&command=id"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void asksForTheNewerProtocolFirst() throws InterruptedException {
    openOn(stub.accept(V5));

    assertThat(stub.asked.take().getHeaders().get("Sec-WebSocket-Protocol"))
        .isEqualTo("v5.channel.k8s.io, v4.channel.k8s.io");
  }

  @Test
  void theSizeIsToldFirst() throws InterruptedException {
    StubExec.Program program = stub.accept(V4);
    Terminal terminal = openOn(program);
    terminal.resize(new TerminalSize(5, 7));

    assertThat(program.received().utf8()).isEqualTo("\004{\"Width\":101,\"Height\":33}");
    assertThat(program.received().utf8()).isEqualTo("\004{\"Width\":7,\"Height\":5}");
  }

  @Test
  void theEndOfTheInputIsACharacterAndWhereItCanBeTheEndOfTheChannel() throws Exception {
    StubExec.Program older = stub.accept(V4);
    Terminal one = openOn(older);
    one.endInput();
    one.endInput();
    one.write(new byte[] {'x'});
    one.resize(new TerminalSize(5, 7));

    older.received();
    assertThat(older.received()).isEqualTo(frame(0, 4));
    assertThat(older.received().getByte(0)).isEqualTo((byte) 4);

    StubExec.Program newer = stub.accept(V5);
    Terminal other = openOn(newer);
    other.write("begun".getBytes(UTF_8));
    other.endInput();

    newer.received();
    assertThat(newer.received().utf8()).isEqualTo("\0begun");
    // The first ends the line.
    assertThat(newer.received()).isEqualTo(frame(0, 4, 4));
    assertThat(newer.received()).isEqualTo(frame(255, 0));
  }

  @Test
  void theSentinelIsTakenOutWhereverItIsSplitAndNothingElse() throws InterruptedException {
    StubExec.Program program = stub.accept(V4);
    CompletableFuture<Opening> opening = openMeanwhile();
    program.print("");
    program.print("before\036" + MARKER.value().charAt(0));
    program.print("\036" + SENTINEL.substring(1, 3));
    SENTINEL.substring(3).chars().forEach(c -> program.print(Character.toString(c)));
    program.print(SENTINEL + "after");
    program.exit(0);
    program.hangUp();

    Terminal terminal = terminal(opening.join());

    assertThat(readAll(terminal))
        .isEqualTo("before\036" + MARKER.value().charAt(0) + SENTINEL + "after");
    assertThat(terminal.end()).isEqualTo(new TerminalEnd.Exited(0));
  }

  @Test
  void whatFollowsTheSentinelInItsFrameIsKept() throws InterruptedException {
    StubExec.Program program = stub.accept(V4);
    CompletableFuture<Opening> opening = openMeanwhile();
    program.print("\r\n" + SENTINEL + "prompt> ");
    program.exit(0);
    program.hangUp();

    assertThat(readAll(terminal(opening.join()))).isEqualTo("\r\nprompt> ");
  }

  @Test
  void theEndIsToldOnceAllIsReadThoughItCameBefore() throws InterruptedException {
    StubExec.Program program = stub.accept(V5);
    Terminal terminal = openOn(program);
    program.print("one ");
    program.exit(3);
    program.print("two ");
    program.complain("three");
    program.hangUp();

    assertThatThrownBy(terminal::end).isInstanceOf(IllegalStateException.class);
    assertThat(readAll(terminal)).isEqualTo("one two three");
    assertThat(terminal.end()).isEqualTo(new TerminalEnd.Exited(3));
    terminal.close();
    assertThat(terminal.end()).isEqualTo(new TerminalEnd.Exited(3));
  }

  @Test
  void aServerThatTellsTheEndAndStaysIsNotWaitedFor() throws InterruptedException {
    StubExec.Program program = stub.accept(V4);
    Terminal terminal = openOn(program);
    program.print("one");
    program.exit(130);

    assertThat(readAll(terminal)).isEqualTo("one");
    assertThat(terminal.end()).isEqualTo(new TerminalEnd.Exited(130));
  }

  @Test
  void aConnectionThatBreaksIsALoss() throws InterruptedException {
    Terminal terminal = openOn(stub.accept(V4));

    stub.close();

    assertThat(readAll(terminal)).isEmpty();
    assertThat(terminal.end()).isInstanceOf(TerminalEnd.Lost.class);
    terminal.write(new byte[] {'x'});
  }

  @Test
  void aConnectionThatIsClosedWithoutAWordIsALoss() throws InterruptedException {
    StubExec.Program program = stub.accept(V4);
    Terminal terminal = openOn(program);

    program.hangUp();

    assertThat(readAll(terminal)).isEmpty();
    assertThat(terminal.end()).isInstanceOf(TerminalEnd.Lost.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'status':'Failure','message':'the node went away'}",
        "{'status':'Failure','message':'x','details':{'causes':[{'reason':'ExitCode',"
            + "'message':'1000'}]}}",
        "{}",
        "not json"
      })
  void anEndWithoutACodeIsALoss(String status) throws InterruptedException {
    StubExec.Program program = stub.accept(V4);
    Terminal terminal = openOn(program);
    program.status(status);
    program.hangUp();

    assertThat(readAll(terminal)).isEmpty();
    assertThat(terminal.end()).isInstanceOf(TerminalEnd.Lost.class);
  }

  @Test
  void aRefusalHasTheClustersOwnWords() {
    stub.refuse(
        json(
            403,
            "{'kind':'Status','code':403,'message':'pods is forbidden: User x cannot create"
                + " resource pods/exec'}"));

    assertThatThrownBy(this::tryOpen)
        .isInstanceOf(ForbiddenException.class)
        .hasMessageContaining("User x cannot create resource pods/exec");
  }

  @Test
  void whatIsNotThereIsNotFound() {
    stub.refuse(
        json(404, "{'kind':'Status','message':'x','details':{'name':'pod','kind':'pods'}}"));
    stub.refuse(json(400, "{'kind':'Status','message':'container c is not valid for pod p'}"));

    assertThatThrownBy(this::tryOpen).isInstanceOf(NotFoundException.class);
    assertThatThrownBy(this::tryOpen)
        .isInstanceOf(NotFoundException.class)
        .hasMessageContaining("container c is not valid for pod p");
  }

  @ParameterizedTest
  @CsvSource({
    "500, container not found (\"main\")",
    "400, pod p does not have a host assigned",
    "404, pod does not exist",
    "500, rpc error: code = Unknown desc = container is in CONTAINER_EXITED state",
    "500, cannot exec in a stopped container"
  })
  void aContainerThatDoesNotRunIsAConflict(int code, String words) {
    stub.refuse(text(code, "text/plain; charset=utf-8", words));

    assertThatThrownBy(this::tryOpen)
        .isInstanceOf(ConflictException.class)
        .hasMessageContaining(words);
  }

  @ParameterizedTest
  @CsvSource({"404", "302", "500", "502", "200"})
  void aProxysAnswerSaysNothingOfTheContainer(int code) {
    stub.refuse(text(code, "text/html", "<html>container not found</html>"));

    assertUnavailable(How.UNREACHABLE, this::tryOpen);
  }

  @Test
  void silenceIsToldInTime() {
    stub.refuse(StubExec.silence());
    stub.accept(V4);
    long start = System.nanoTime();

    // Before the upgrade, and after it.
    assertUnavailable(How.SILENT, this::tryOpen);
    assertUnavailable(How.SILENT, this::tryOpen);

    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
  }

  @Test
  void aClusterThatIsNotThereIsUnreachable() throws IOException {
    KubernetesConnection nowhere;
    try (var gone = new StubExec()) {
      nowhere = gone.connection();
    }
    try (var lost = KubernetesExec.open(nowhere)) {
      assertUnavailable(How.UNREACHABLE, () -> lost.open(request("sh")));
      assertUnavailable(How.UNREACHABLE, () -> lost.end(CONTAINER, "sh", Set.of(MARKER)));
    }
  }

  @Test
  void aServerThatSpeaksAnotherProtocolIsRefused() {
    stub.accept("channel.k8s.io");

    assertUnavailable(How.UNREACHABLE, this::tryOpen);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        RUNTIME + "exec: \\\"/bin/nope\\\": stat /bin/nope: no such file or directory: unknown",
        RUNTIME + "exec: \\\"nope\\\": executable file not found in $PATH: unknown",
        RUNTIME + "exec: \\\"/etc/passwd\\\": permission denied: unknown",
        "executable file `nope` not found in $PATH: No such file or directory"
      })
  void aProgramThatIsNotThereIsNoShell(String words) {
    assertThat(openingThatFails(words).join()).isEqualTo(new Opening.NoSuchShell());
  }

  private CompletableFuture<Opening> openingThatFails(String words) {
    StubExec.Program program = stub.accept(V4);
    CompletableFuture<Opening> opening = openMeanwhile();
    program.status("{'status':'Failure','message':'" + words + "'}");
    return opening;
  }

  @Test
  void aProgramThatEndsBeforeItSaidAnythingIsNoShell() {
    StubExec.Program program = stub.accept(V4);
    CompletableFuture<Opening> opening = openMeanwhile();
    program.print("usage: nope\r\n");
    program.exit(127);

    assertThat(opening.join()).isEqualTo(new Opening.NoSuchShell());
  }

  @Test
  void aContainerThatStopsMeanwhileIsAConflict() {
    assertThat(openingThatFails(RUNTIME + "cannot exec in a stopped container"))
        .failsWithin(PATIENCE)
        .withThrowableThat()
        .withCauseInstanceOf(ConflictException.class);
  }

  @Test
  void aShellThatCouldNotBeStartedForAnotherCauseMayBeTriedAgain() {
    assertThat(openingThatFails(RUNTIME + "too many open files"))
        .failsWithin(PATIENCE)
        .withThrowableThat()
        .withCauseInstanceOf(UnavailableException.class)
        .withMessageContaining("too many open files");
  }

  @Test
  void aWriterThatNobodyReadsIsHeldBackAndUnblockedByClose() throws InterruptedException {
    StubExec.Program program = stub.accept(V4);
    Terminal terminal = openOn(program);
    program.received();
    program.stopListening();
    var written = new AtomicLong();
    Thread writer = Thread.startVirtualThread(() -> writeOn(terminal, written));
    await().atMost(PATIENCE).until(() -> standsStill(written));

    // A size is told at once all the same, and cannot break the connection.
    for (int i = 0; i < 100_000; i++) {
      terminal.resize(TerminalSize.USUAL);
    }
    terminal.endInput();
    assertThat(writer.isAlive()).isTrue();
    assertThat(written.get()).isLessThan(64);
    terminal.close();

    assertThat(writer.join(PATIENCE)).isTrue();
    assertThat(terminal.end()).isEqualTo(new TerminalEnd.Closed());
  }

  private static void writeOn(Terminal terminal, AtomicLong written) {
    try {
      for (int i = 0; i < 64; i++) {
        terminal.write(new byte[1 << 20]);
        written.incrementAndGet();
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private static boolean standsStill(AtomicLong number) throws InterruptedException {
    long before = number.get();
    Thread.sleep(500);
    return before > 0 && number.get() == before;
  }

  @Test
  void closingThePortClosesItsTerminals() throws Exception {
    Terminal terminal = openOn(stub.accept(V4));
    CompletableFuture<String> read =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return readAll(terminal);
              } catch (InterruptedException stopped) {
                throw new AssertionError(stopped);
              }
            });

    exec.close();
    exec.close();

    assertThat(read.get(5, TimeUnit.SECONDS)).isEmpty();
    assertThat(terminal.end()).isEqualTo(new TerminalEnd.Closed());
    assertUnavailable(How.UNREACHABLE, this::tryOpen);
  }

  @Test
  void endingAsksAgainUntilNoneIsLeft() throws Exception {
    List<StubExec.Program> runs = List.of(stub.accept(V4), stub.accept(V5), stub.accept(V4));
    CompletableFuture<Void> ending = endMeanwhile(CONTAINER);
    for (StubExec.Program run : runs) {
      assertThat(run.received().utf8()).isEqualTo("\0 " + MARKER + " \n");
      assertThat(ending).isNotDone();
      run.exit(run == runs.getLast() ? 0 : ExecScripts.FOUND);
    }

    assertThat(ending).succeedsWithin(PATIENCE);
    assertThat(signals()).containsExactly("HUP", "KILL", "KILL");
  }

  @Test
  void endingTriesAgainWhatBrokeAndGivesUpInTheEnd() {
    for (int i = 0; i < 100; i++) {
      stub.refuse(text(502, "text/html", "bad gateway"));
    }

    assertThat(endMeanwhile(CONTAINER))
        .failsWithin(PATIENCE)
        .withThrowableThat()
        .withCauseInstanceOf(UnavailableException.class);
    assertThat(stub.asked).hasSizeGreaterThan(3);
  }

  @Test
  void endingInAContainerThatIsGoneIsDone() {
    stub.refuse(text(500, "text/plain", "container not found (\"main\")"));

    assertThat(endMeanwhile(CONTAINER)).succeedsWithin(PATIENCE);
  }

  @Test
  void endingThatIsForbiddenSaysSo() {
    stub.refuse(json(403, "{'kind':'Status','message':'pods/exec is forbidden'}"));

    assertThat(endMeanwhile(CONTAINER))
        .failsWithin(PATIENCE)
        .withThrowableThat()
        .withCauseInstanceOf(ForbiddenException.class);
  }

  private List<String> signals() {
    return stub.asked.stream()
        .map(asked -> asked.getUrl().queryParameterValues("command").getLast())
        .toList();
  }

  private CompletableFuture<Void> endMeanwhile(ContainerRef container) {
    var ending = new CompletableFuture<Void>();
    Thread.startVirtualThread(
        () -> {
          try {
            exec.end(container, "sh", Set.of(MARKER));
            ending.complete(null);
          } catch (RuntimeException failed) {
            ending.completeExceptionally(failed);
          }
        });
    return ending;
  }

  @Test
  void aPodOfThatNameThatIsAnotherIsLeftAlone() {
    var another = new ContainerRef("here", "pod", new Uid("another"), "main");

    assertThatCode(() -> exec.end(another, "sh", Set.of(MARKER))).doesNotThrowAnyException();

    assertThat(stub.asked).isEmpty();
  }
}
