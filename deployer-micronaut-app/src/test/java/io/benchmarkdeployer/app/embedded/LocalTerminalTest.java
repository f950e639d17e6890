package io.benchmarkdeployer.app.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.benchmarkdeployer.app.embedded.Pods.Started;
import io.benchmarkdeployer.core.model.TerminalMarker;
import io.benchmarkdeployer.core.model.TerminalSize;
import io.benchmarkdeployer.core.port.ConflictException;
import io.benchmarkdeployer.core.port.ExecPort.Opening;
import io.benchmarkdeployer.core.port.TerminalEnd;
import io.benchmarkdeployer.testkit.ContainerRuntime.Running;
import io.benchmarkdeployer.testkit.ContainerRuntime.Start;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Terminals as a person finds them who sits at this machine. */
@EnabledOnOs(OS.LINUX)
class LocalTerminalTest {
  private static final int MUCH = 16 << 20;

  private LocalContainers containers;
  private Running container;

  @BeforeEach
  void open() throws Exception {
    containers = LocalContainers.open(10);
    container = start(sleeper());
  }

  @AfterEach
  void close() {
    containers.close();
    await().untilAsserted(() -> assertThat(threads()).isEmpty());
  }

  @Test
  void isARealTerminalOfTheSizeAskedForThatFollowsItsViewer() {
    try (Desk desk = Desk.at(container)) {
      assertThat(desk.answer("tty")).contains("/dev/pts/");
      assertThat(desk.answer("stty size")).contains("31 97\r\n");

      desk.terminal().resize(new TerminalSize(40, 100));

      assertThat(desk.answer("stty size")).contains("40 100\r\n");
    }
  }

  /** What it prints first it prints for that size: nothing is told to it later. */
  @Test
  void theSizeIsThereBeforeTheProgramIs(@TempDir Path folder) throws Exception {
    String shell = script(folder.resolve("first"), "#!/bin/sh\nstty size\nsleep 100\n");

    for (int i = 0; i < 20; i++) {
      try (Desk desk = Desk.at(container, shell)) {
        assertThat(desk.until("\r\n")).isEqualTo("31 97\r\n");
      }
    }
  }

  @Test
  void isInTheContainersDirectoryWithItsEnvironment(@TempDir Path folder) throws Exception {
    Start start = Pods.in(Pods.with(sleeper(), Map.of("WORD", "한글 it's")), folder.toString());
    try (Desk desk = Desk.at(start(start))) {
      assertThat(desk.answer("pwd")).contains("\r\n" + folder + "\r\n");
      assertThat(desk.answer("echo \"[$WORD] [$TERM] [$LANG] [$HOSTNAME]\""))
          .contains("[한글 it's] [xterm-256color] [C.UTF-8] [job-abcde]");
      assertThat(desk.answer("echo \"[$BENCHMARK_DEPLOYER_TERMINAL]\""))
          .contains("[" + desk.marker() + "]");
    }
  }

  @Test
  void aLocaleOfTheManifestStays() throws Exception {
    try (Desk desk = Desk.at(start(Pods.with(sleeper(), Map.of("LANG", "ko_KR.UTF-8"))))) {
      assertThat(desk.answer("echo \"[$LANG]\"")).contains("[ko_KR.UTF-8]");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"nosuch", "/no/such", "/dev/null", "/tmp", "", "a\0b"})
  void whatCannotBeRunIsNoShell(String shell) {
    assertThat(container.openTerminal(shell, TerminalMarker.random(), Desk.SIZE))
        .isEqualTo(new Opening.NoSuchShell());
  }

  /** It looks like a program, and only the system finds out that it is none. */
  @Test
  void whatTheSystemRefusesToRunIsNoShell(@TempDir Path folder) throws Exception {
    String broken = script(folder.resolve("broken"), "\u007fELF and nothing else");

    assertThat(container.openTerminal(broken, TerminalMarker.random(), Desk.SIZE))
        .isEqualTo(new Opening.NoSuchShell());
  }

  @Test
  void aShellIsFoundOnTheContainersOwnPath(@TempDir Path folder) throws Exception {
    script(folder.resolve("mine"), "#!/bin/sh\necho my own\n");
    Start start = Pods.with(sleeper(), Map.of("PATH", folder + ":/usr/bin:/bin"));

    try (Desk desk = Desk.at(start(start), "mine")) {
      desk.until("my own\r\n");
      assertThat(desk.end()).isEqualTo(new TerminalEnd.Exited(0));
    }
  }

  @Test
  void viWritesAFile(@TempDir Path folder) throws Exception {
    assumeTrue(SearchPath.ofService().find("vi").isPresent());
    Path file = folder.resolve("note");
    try (Desk desk = Desk.at(container)) {
      desk.enter("vi -u NONE -n " + file);
      // Its own line at the bottom, after the echo of ours.
      desk.until("note\"");
      desk.enter("i한글 first");
      desk.type("second\u001b".getBytes(UTF_8));
      desk.enter(":wq");
      desk.until(Desk.PROMPT);
    }

    assertThat(file).hasContent("한글 first\nsecond\n");
  }

  @Test
  void aFullScreenProgramIsToldOfANewSize(@TempDir Path folder) throws Exception {
    String program =
        script(
            folder.resolve("screen"),
            "#!/bin/sh\ntrap 'echo size: $(stty size)' WINCH\necho ready\n"
                + "while :; do sleep 0.05; done\n");
    try (Desk desk = Desk.at(container)) {
      desk.enter(program);
      desk.until("ready\r\n");

      desk.terminal().resize(new TerminalSize(50, 132));

      desk.until("size: 50 132\r\n");
    }
  }

  @Test
  void topRedrawsWhenItsScreenGrows() {
    assumeTrue(SearchPath.ofService().find("top").isPresent());
    try (Desk desk = Desk.at(container)) {
      desk.enter("top -d 60");
      desk.until("PID");

      desk.terminal().resize(new TerminalSize(20, 60));

      desk.until("PID");
      desk.type(new byte[] {'q'});
      desk.until(Desk.PROMPT);
    }
  }

  @Test
  void ctrlCStopsAFloodWithinHalfASecond() {
    try (Desk desk = Desk.at(container)) {
      desk.enter("yes 'a line of a flood'");
      for (int i = 0; i < 1_000; i++) {
        desk.until("a line of a flood\r\n");
      }

      long begun = System.nanoTime();
      desk.type(Desk.CTRL_C);
      desk.until(Desk.PROMPT);

      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofMillis(500));
    }
  }

  @Test
  void ctrlZStopsAProgramAndJobsAreUnderControl() {
    try (Desk desk = Desk.at(container, "bash")) {
      desk.enter("PS1='pro''mpt> '; set -o | grep monitor");
      assertThat(desk.until(Desk.PROMPT)).containsPattern("monitor\\s+on");
      assertThat(desk.answer("sleep 100 & jobs")).contains("Running");
      desk.enter("sh -c 'echo beg\"\"un; exec sleep 200'");
      desk.until("begun\r\n");

      desk.type(new byte[] {26});
      desk.until(Desk.PROMPT);

      assertThat(desk.answer("jobs")).containsPattern("Stopped\\s+sh -c");
    }
  }

  /** Threads of a JVM block that signal, and what they fork would, too. */
  @Test
  void ctrlBackslashQuitsAProgram() {
    try (Desk desk = Desk.at(container)) {
      desk.enter("sh -c 'echo beg\"\"un; exec sleep 100'");
      desk.until("begun\r\n");

      desk.type(new byte[] {28});

      desk.until(Desk.PROMPT);
      assertThat(desk.answer("grep SigBlk /proc/self/status")).contains("0000000000000000");
    }
  }

  @Test
  void sixteenMebibytesOfAnyBytesArriveWhole() throws Exception {
    byte[] bytes = new byte[MUCH];
    new Random(1).nextBytes(bytes);
    String hash = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    try (Desk desk = Desk.at(container)) {
      desk.enter("stty raw -echo; echo rea''dy; head -c " + MUCH + " | sha256sum; stty sane");
      desk.until("ready\n");

      desk.type(bytes);

      desk.until(hash);
    }
  }

  @Test
  void whoTypesIntoAProgramThatDoesNotReadIsFreedByClose() throws Exception {
    try (Desk desk = Desk.at(container)) {
      desk.enter("stty raw -echo; echo rea''dy; sleep 100");
      desk.until("ready\n");
      var typed = CompletableFuture.runAsync(() -> desk.type(new byte[MUCH]));
      assertThatThrownBy(() -> typed.get(1, TimeUnit.SECONDS)).isInstanceOf(TimeoutException.class);

      long begun = System.nanoTime();
      desk.terminal().close();

      typed.get(10, TimeUnit.SECONDS);
      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(1));
    }
  }

  @Test
  void theEndOfInputComesAfterWhatIsStillBeingTyped() throws Exception {
    try (Desk desk = Desk.at(container)) {
      desk.enter("stty -echo; echo rea''dy; sleep 1; wc -c");
      desk.until("ready\r\n");
      var typed =
          CompletableFuture.runAsync(() -> desk.type("0123456\n".repeat(4 << 10).getBytes(UTF_8)));
      await().until(() -> !typed.isDone());

      desk.terminal().endInput();

      desk.until("32768\r\n");
    }
  }

  @Test
  void whatIsStillPrintedInTheBackgroundDoesNotHoldTheEndBack() {
    try (Desk desk = Desk.at(container)) {
      desk.enter("setsid yes & exit 4");

      assertThat(desk.end()).isEqualTo(new TerminalEnd.Exited(4));
    }
  }

  @Test
  void aShellThatLetsGoOfItsTerminalAndComesBackIsHeard() {
    try (Desk desk = Desk.at(container, "bash")) {
      desk.enter(
          "(exec <&- >&- 2>&-; sleep 0.5); exec <&- >&- 2>&-; sleep 0.5; echo ba''ck >/dev/tty;"
              + " exit 5");
      desk.until("back\r\n");
      assertThat(desk.end()).isEqualTo(new TerminalEnd.Exited(5));
    }
  }

  @Test
  void whatIgnoresTheHangUpOrLeftTheSessionIsEndedToo() {
    Desk desk = Desk.at(container, "bash");
    desk.enter("trap '' HUP TERM; nohup sleep 300 & setsid sleep 300 & (setsid sleep 300 &)");
    desk.enter("setsid env -i /bin/sleep 300 & echo beg''un; sleep 300");
    desk.until("begun\r\n");
    await().until(() -> Desk.processes(desk.marker()).size() >= 4);
    List<Long> all =
        ProcessGroup.of(markerOf(desk), Set.of(desk.marker())).living().stream().toList();

    container.endTerminals(Set.of(desk.marker()));
    container.endTerminals(Set.of(desk.marker()));

    assertThat(all).hasSizeGreaterThanOrEqualTo(5).noneMatch(LocalTerminalTest::lives);
    assertThat(desk.end()).isInstanceOf(TerminalEnd.Exited.class);
    desk.close();
  }

  @Test
  void anEndSparesOtherTerminalsAndTheContainer() {
    try (Desk one = Desk.at(container);
        Desk other = Desk.at(container)) {
      container.endTerminals(Set.of(one.marker(), TerminalMarker.random()));

      assertThat(one.end()).isInstanceOf(TerminalEnd.Exited.class);
      assertThat(other.answer("echo al''ive")).contains("alive\r\n");
      assertThat(container.exit()).isNotDone();
    }
  }

  @Test
  void theEndOfTheContainerEndsItsTerminalsWithinASecond() throws Exception {
    Desk desk = Desk.at(container);
    desk.enter("trap '' HUP TERM; setsid sleep 300 & echo beg''un; sleep 300");
    desk.until("begun\r\n");

    container.stop(Duration.ZERO);
    container.exit().get(10, TimeUnit.SECONDS);
    long ended = System.nanoTime();

    assertThat(desk.end()).isEqualTo(new TerminalEnd.Exited(137));
    assertThat(Duration.ofNanos(System.nanoTime() - ended)).isLessThan(Duration.ofSeconds(1));
    assertThat(Desk.processes(desk.marker())).isEmpty();
    assertThatThrownBy(() -> Desk.at(container)).isInstanceOf(ConflictException.class);
    desk.close();
  }

  @Test
  void fiftyThatAreCutAbruptlyLeaveNothing() throws Exception {
    try (Desk first = Desk.at(container)) {
      first.answer("true");
    }
    long filesBefore = openFiles();
    List<Desk> desks = IntStream.range(0, 50).mapToObj(i -> Desk.at(container)).toList();
    desks.forEach(desk -> desk.enter("nohup sleep 300 >/dev/null & yes"));

    desks.forEach(desk -> desk.terminal().close());
    container.endTerminals(Set.copyOf(desks.stream().map(Desk::marker).toList()));

    assertThat(desks).allSatisfy(desk -> assertThat(Desk.processes(desk.marker())).isEmpty());
    await().untilAsserted(() -> assertThat(threads()).containsExactly("terminals"));
    await().untilAsserted(() -> assertThat(openFiles()).isLessThanOrEqualTo(filesBefore));
  }

  @Test
  void theServicesEndLeavesNoShellAndNoFile() throws Exception {
    Desk desk = Desk.at(container);
    Path scratch = Path.of(desk.answer("pwd").lines().toList().get(1));
    assertThat(scratch).exists();

    containers.close();

    assertThat(Desk.processes(desk.marker())).isEmpty();
    assertThat(desk.end()).isNotNull();
    assertThat(scratch.getParent()).doesNotExist();
    assertThatThrownBy(() -> Desk.at(container)).isInstanceOf(ConflictException.class);
  }

  private Running start(Start start) throws Exception {
    return Started.on(containers, start).running();
  }

  private static Start sleeper() {
    return Pods.shell("sleep 600");
  }

  private static String script(Path file, String content) throws Exception {
    Files.writeString(file, content);
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"))
        .toString();
  }

  private static ProcessMarker markerOf(Desk desk) {
    return ProcessMarker.of(Desk.processes(desk.marker()).getFirst()).orElseThrow();
  }

  private static boolean lives(long pid) {
    return ProcessTable.find(pid).filter(process -> !process.ended()).isPresent();
  }

  private static long openFiles() throws Exception {
    try (Stream<Path> files = Files.list(Path.of("/proc/self/fd"))) {
      return files.count();
    }
  }

  private static List<String> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.startsWith("shell in") || name.equals("terminals"))
        .toList();
  }
}
