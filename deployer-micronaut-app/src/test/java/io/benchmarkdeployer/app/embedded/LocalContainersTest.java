package io.benchmarkdeployer.app.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.benchmarkdeployer.app.embedded.Pods.Started;
import io.benchmarkdeployer.testkit.ContainerRuntime.Exit;
import io.benchmarkdeployer.testkit.ContainerRuntime.Start;
import io.benchmarkdeployer.testkit.ContainerRuntime.StartFailure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Containers as real processes. Linux alone has all that finds them again. */
@EnabledOnOs(OS.LINUX)
class LocalContainersTest {
  /** So long sleeps what belongs to this run of these tests: nothing else is looked for. */
  private static final String LONG = "61.%09d".formatted(new Random().nextInt(1_000_000_000));

  private LocalContainers containers;

  @BeforeEach
  void open() {
    containers = LocalContainers.open(LocalContainers.MOST);
  }

  @AfterEach
  void close() {
    containers.close();
    assertThat(sleepers()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"tput\": 1e3, \"ok\": true}\n",
        "안녕하세요 세계 🚀\n\n\n끝",
        "it's \"quoted\" $HOME `id` \\n * ~ !\n",
        "\r\n\t\u0001\u001b[31mred\n"
      })
  void printsWordsByteForByte(String text) throws Exception {
    Started container = start(Pods.of(pod(), "printf", "%s", text));

    assertThat(container.exit()).isEqualTo(new Exit(0, "Completed"));
    assertThat(container.text()).isEqualTo(text);
  }

  @Test
  void handsEveryByteOver(@TempDir Path folder) throws Exception {
    byte[] random = new byte[1 << 20];
    new Random(7).nextBytes(random);
    Path file = Files.write(folder.resolve("random"), random);

    Started container = start(Pods.of(pod(), "cat", file.toString()));

    container.exit();
    assertThat(container.bytes()).isEqualTo(random);
  }

  @Test
  void hasBothStreamsInTheOrderOfPrinting() throws Exception {
    Started container = start(shell("echo 1; echo 2 >&2; echo 3; echo 4 >&2"));

    container.exit();
    assertThat(container.text()).isEqualTo("1\n2\n3\n4\n");
  }

  @Test
  void hasArgumentsBehindTheCommand() throws Exception {
    Start plain = Pods.of(pod(), "printf", "[%s]");
    Started container =
        start(
            new Start(
                plain.namespace(),
                plain.podName(),
                plain.pod(),
                plain.container(),
                0,
                plain.image(),
                plain.command(),
                List.of("", "a b", "-"),
                Map.of(),
                plain.workingDirectory()));

    container.exit();
    assertThat(container.text()).isEqualTo("[][a b][-]");
  }

  @ParameterizedTest
  @CsvSource({
    "exit 0, 0, Completed",
    "exit 3, 3, Error",
    "exit 255, 255, Error",
    "kill -TERM $$, 143, Error",
    "kill -KILL $$, 137, Error",
    "kill -SEGV $$, 139, Error"
  })
  void tellsTheExitAsAContainerRuntimeDoes(String script, int code, String reason)
      throws Exception {
    assertThat(start(shell(script)).exit()).isEqualTo(new Exit(code, reason));
  }

  @Test
  void aSlowTakerHoldsTheProcessBackAndLosesNothing() throws Exception {
    var taken = new AtomicLong();
    var go = new CountDownLatch(1);
    var running =
        containers.start(
            shell("head -c 3000000 /dev/zero; echo done > $HOME/done"),
            bytes -> {
              awaitLatch(go);
              taken.addAndGet(bytes.length);
            });

    await().during(Duration.ofMillis(500)).until(() -> !running.exit().isDone());
    go.countDown();

    assertThat(running.exit().get(30, TimeUnit.SECONDS).code()).isZero();
    assertThat(taken).hasValue(3_000_000);
  }

  @Test
  void stopsAtOnceWhatDoesNotListenOnlyAfterTheGrace() throws Exception {
    Started container = start(shell("trap '' TERM; echo up; while :; do sleep 0.05; done"));
    await().until(() -> container.text().equals("up\n"));

    container.running().stop(Duration.ofMillis(700));

    await().during(Duration.ofMillis(400)).until(() -> !container.running().exit().isDone());
    assertThat(container.exit().code()).isEqualTo(137);
  }

  @Test
  void aLaterStopWithLessGraceEndsItSooner() throws Exception {
    Started container = start(shell("trap '' TERM; echo up; while :; do sleep 0.05; done"));
    await().until(() -> container.text().equals("up\n"));

    container.running().stop(Duration.ofHours(1));
    container.running().stop(Duration.ZERO);

    assertThat(container.exit().code()).isEqualTo(137);
  }

  @Test
  void whatListensEndsAsItLikesWithAllItsWords() throws Exception {
    Started container = start(shell("trap 'echo bye; exit 5' TERM; echo up; sleep 60 & wait $!"));
    await().until(() -> container.text().equals("up\n"));

    container.running().stop(Duration.ofSeconds(30));
    container.running().stop(Duration.ofSeconds(30));

    assertThat(container.exit().code()).isEqualTo(5);
    assertThat(container.text()).isEqualTo("up\nbye\n");
    container.running().stop(Duration.ZERO);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sleep LONG &",
        "nohup sleep LONG >/dev/null 2>&1 &",
        "setsid sleep LONG &",
        "(setsid sh -c 'sleep LONG & sleep LONG' >/dev/null 2>&1 </dev/null &)",
        "(setsid sh -c '(setsid sleep LONG &) &' &)",
        "env -i sleep LONG &",
        "setsid sh -c 'env -i sleep LONG & sleep LONG' &",
        "trap '' TERM HUP; sh -c \"trap '' TERM; : LONG; while :; do sleep 0.1; done\" &"
      })
  void endsWhatItLeftInTheBackground(String background) throws Exception {
    Started ending = start(shell(background + "\n sleep 0.2; exit 4"));
    Started stopped = start(shell(background + "\n echo up; sleep LONG"));
    await().until(() -> stopped.text().equals("up\n"));
    await().until(() -> sleepers().size() >= 2);

    stopped.running().stop(Duration.ofSeconds(1));

    assertThat(ending.exit().code()).isEqualTo(4);
    stopped.exit();
    assertThat(sleepers()).isEmpty();
  }

  @Test
  void endsAMainProcessThatDroppedItsEnvironment() throws Exception {
    Started container = start(Pods.of(pod(), "env", "-i", "sh", "-c", "echo up; sleep " + LONG));
    await().until(() -> container.text().equals("up\n"));

    container.running().stop(Duration.ofSeconds(10));

    assertThat(container.exit().code()).isEqualTo(143);
    assertThat(sleepers()).isEmpty();
  }

  @Test
  void endsAChildThatDroppedItsEnvironmentAndTookItsOwnSession() throws Exception {
    Started container = start(shell("env -i setsid sleep LONG & echo up; sleep LONG"));
    await().until(() -> container.text().equals("up\n") && sleepers().size() == 3);

    container.running().stop(Duration.ofSeconds(10));

    container.exit();
    assertThat(sleepers()).isEmpty();
  }

  @Test
  void endsThoughABackgroundChildHoldsTheOutput() throws Exception {
    Started container = start(shell("echo last words; (trap '' HUP TERM; sleep LONG) & exit 0"));

    assertThat(container.exit()).isEqualTo(Exit.of(0));
    assertThat(container.text()).isEqualTo("last words\n");
  }

  @Test
  void endsThoughABackgroundChildPrintsWithoutEnd() throws Exception {
    var taken = new AtomicLong();
    var running = containers.start(shell("yes & exit 6"), bytes -> taken.addAndGet(bytes.length));

    assertThat(running.exit().get(30, TimeUnit.SECONDS)).isEqualTo(Exit.of(6));
  }

  /** A double fork that dropped its environment is not found: its output is not waited for. */
  @Test
  void endsThoughSomethingThatGotAwayHoldsTheOutput() throws Exception {
    Started container =
        start(shell("echo $$; (setsid env -i setsid sh -c 'echo $$; exec sleep 5' &); exit 0"));

    assertThat(container.exit()).isEqualTo(Exit.of(0));
    container.text().lines().forEach(pid -> endForcibly(Long.parseLong(pid)));
  }

  @Test
  void aScriptThatKillsItsProcessGroupKillsNobodyElse() throws Exception {
    Started container = start(shell("sleep LONG & kill -TERM 0; sleep LONG"));

    assertThat(container.exit().code()).isEqualTo(143);
  }

  @Test
  void hasOnlyTheEnvironmentOfItsManifest() throws Exception {
    var wanted = Map.of("GREETING", "안녕 'du'", "a.b-c", "dotted", "EMPTY", "", "LINES", "1\n2");
    Started container = start(Pods.with(Pods.of(pod(), "env", "-0"), wanted));

    container.exit();
    Map<String, String> environment = new HashMap<>();
    Stream.of(container.text().split("\0"))
        .map(entry -> entry.split("=", 2))
        .forEach(entry -> environment.put(entry[0], entry[1]));
    assertThat(environment)
        .containsAllEntriesOf(wanted)
        .containsEntry("HOSTNAME", "job-abcde")
        .containsEntry("LANG", "C.UTF-8")
        .containsEntry("PATH", SearchPath.ofService().value());
    assertThat(environment.get("HOME")).isEqualTo(environment.get("TMPDIR"));
    assertThat(environment.keySet())
        .isSubsetOf(
            Stream.concat(
                    wanted.keySet().stream(),
                    Stream.of("HOME", "TMPDIR", "PATH", "LANG", "HOSTNAME", ProcessMarker.VARIABLE))
                .toList());
  }

  @Test
  void theManifestsEnvironmentGoesFirst() throws Exception {
    Started container =
        start(
            Pods.with(shell("echo $HOME $HOSTNAME"), Map.of("HOME", "/nowhere", "HOSTNAME", "h")));

    container.exit();
    assertThat(container.text()).isEqualTo("/nowhere h\n");
  }

  @Test
  void containersOfAPodShareADirectoryThatNobodyElseReadsUntilThePodIsGone() throws Exception {
    String pod = pod();
    Started first = start(Pods.of(pod, "sh", "-c", "pwd; mkdir -p a/b; echo x > a/b/c; chmod 0 a"));
    first.exit();
    Path scratch = Path.of(first.text().strip());
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(scratch.getParent())))
        .isEqualTo("rwx------");
    Started second =
        start(Pods.of(pod, "sh", "-c", "chmod 700 a; cat a/b/c; chmod 0 a; sleep " + LONG));
    await().until(() -> second.text().equals("x\n"));

    containers.podGone(pod);
    assertThat(scratch).exists();
    second.running().stop(Duration.ZERO);
    second.exit();

    assertThat(scratch).doesNotExist();
  }

  @Test
  void deletesTheDirectoryOfAPodWhoseContainersHaveEnded(@TempDir Path elsewhere) throws Exception {
    Path file = Files.writeString(elsewhere.resolve("kept"), "kept");
    Started container = start(shell("pwd; ln -s %s link; ln -s %s l2".formatted(file, elsewhere)));
    container.exit();
    Path scratch = Path.of(container.text().strip());
    assertThat(scratch).exists();

    containers.podGone(container.pod());

    assertThat(scratch).doesNotExist();
    assertThat(file).hasContent("kept");
  }

  @ParameterizedTest
  @CsvSource({"/data/run, /data/run", "rel, /rel", "/../../x, /x", "/, ''"})
  void aWorkingDirectoryThatTheMachineHasNotIsMadeInTheScratch(String wanted, String expected)
      throws Exception {
    Start start = Pods.in(shell("pwd; echo $HOME"), wanted);
    Started container = start(start);

    container.exit();
    List<String> lines = container.text().lines().toList();
    String directory = wanted.equals("/") ? "/" : lines.get(1) + expected;
    assertThat(lines.getFirst()).isEqualTo(directory);
  }

  @Test
  void aWorkingDirectoryThatTheMachineHasIsUsed(@TempDir Path folder) throws Exception {
    Started container = start(Pods.in(shell("pwd"), folder.toString()));

    container.exit();
    assertThat(container.text()).isEqualTo(folder + "\n");
  }

  @Test
  void saysWhatIsWrongWithAProgram(@TempDir Path folder) throws Exception {
    Path plain = Files.writeString(folder.resolve("plain"), "echo hi\n");
    Path noShebang = executable(Files.writeString(folder.resolve("noshebang"), "echo hi\n"));
    Path empty = executable(Files.createFile(folder.resolve("empty")));
    Path lost = executable(Files.writeString(folder.resolve("lost"), "#!/no/such -x\necho\n"));
    Path windows = executable(Files.writeString(folder.resolve("crlf"), "#!/bin/sh\r\necho\r\n"));

    assertRefused("exec: \"nosuch\": executable file not found in $PATH", "nosuch");
    assertRefused("exec: \"\": executable file not found in $PATH", "");
    assertRefused("exec: \"./nosuch\": no such file or directory", "./nosuch");
    assertRefused("exec: \"" + folder + "\": is a directory", folder.toString());
    assertRefused("exec: \"" + plain + "\": permission denied", plain.toString());
    assertRefused("exec format error", noShebang.toString());
    assertRefused("exec format error", empty.toString());
    assertRefused("the interpreter /no/such that its first line names)", lost.toString());
    assertRefused("with a carriage return behind it", windows.toString());
    assertRefused("argument list too long", "echo", "x".repeat(1 << 17));
    assertRefused("NUL", "echo", "a\0b");
    assertRefused("container test needs a command");
  }

  @Test
  void aWorkingDirectoryThatIsAFileIsRefused(@TempDir Path folder) throws Exception {
    Path file = Files.createFile(folder.resolve("file"));

    assertThatThrownBy(() -> start(Pods.in(shell("pwd"), file.toString())))
        .isInstanceOf(StartFailure.class)
        .hasMessage("chdir to cwd (\"%s\"): not a directory", file);
  }

  @Test
  void runsAScriptByItsInterpreter(@TempDir Path folder) throws Exception {
    Path script = executable(Files.writeString(folder.resolve("s"), "#!/bin/sh\necho \"$1\"\n"));
    Started container = start(Pods.of(pod(), script.toString(), "한"));

    container.exit();
    assertThat(container.text()).isEqualTo("한\n");
  }

  @Test
  void findsProgramsInThePathOfTheManifest(@TempDir Path folder) throws Exception {
    executable(Files.writeString(folder.resolve("bench"), "#!/bin/sh\necho bench\n"));
    Started container =
        start(Pods.with(Pods.of(pod(), "bench"), Map.of("PATH", folder + ":/usr/bin:/bin")));

    container.exit();
    assertThat(container.text()).isEqualTo("bench\n");
  }

  @Test
  void moreContainersThanAllowedWaitUntilOneHasEnded() throws Exception {
    try (LocalContainers two = LocalContainers.open(2)) {
      Started first = Started.on(two, shell("sleep LONG"));
      Started.on(two, shell("sleep LONG"));

      assertThatThrownBy(() -> Started.on(two, shell("echo third")))
          .isInstanceOfSatisfying(
              StartFailure.class, failure -> assertThat(failure.isOfNode()).isTrue())
          .hasMessageContaining("2 containers run at once");

      first.running().stop(Duration.ZERO);
      first.exit();
      assertThat(Started.on(two, shell("echo third")).exit().code()).isZero();
      assertThatThrownBy(() -> Started.on(two, Pods.of(pod(), "nosuch")))
          .isInstanceOf(StartFailure.class);
      assertThat(Started.on(two, shell("echo fourth")).exit().code()).isZero();
    }
  }

  @Test
  void closingEndsAllAndLeavesNothing() throws Exception {
    var all = new ArrayList<Started>();
    Started last = start(shell("pwd; sleep LONG"));
    all.add(last);
    all.add(start(shell("trap '' TERM; setsid sleep LONG & sleep LONG")));
    await().until(() -> last.text().contains("/"));
    Path root = Path.of(last.text().strip()).getParent();

    containers.close();
    containers.close();

    assertThat(all).allMatch(container -> container.running().exit().isDone());
    assertThat(sleepers()).isEmpty();
    assertThat(root).doesNotExist();
    assertThatThrownBy(() -> start(shell("true"))).isInstanceOf(StartFailure.class);
  }

  @Test
  void aHundredAtOnceLeaveNoProcessNoThreadAndNoOpenFile() throws Exception {
    start(shell("true")).exit();
    long filesBefore = openFiles();

    var all = new ArrayList<Started>();
    for (int i = 0; i < 100; i++) {
      all.add(start(shell("echo up; setsid sleep LONG & sleep LONG")));
    }
    all.forEach(container -> container.running().stop(Duration.ofSeconds(1)));
    for (Started container : all) {
      container.exit();
    }

    assertThat(sleepers()).isEmpty();
    await().untilAsserted(() -> assertThat(threads()).isEmpty());
    assertThat(openFiles()).isLessThanOrEqualTo(filesBefore);
  }

  private Started start(Start start) throws StartFailure {
    return Started.on(containers, start);
  }

  private void assertRefused(String message, String... command) {
    assertThatThrownBy(() -> start(Pods.of(pod(), command)))
        .isInstanceOfSatisfying(
            StartFailure.class,
            failure -> {
              assertThat(failure.reason()).isEqualTo("StartError");
              assertThat(failure.isOfImage() || failure.isOfNode()).isFalse();
            })
        .hasMessageContaining(message);
  }

  private static String pod() {
    return UUID.randomUUID().toString();
  }

  private static Path executable(Path file) throws Exception {
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static Start shell(String script) {
    return Pods.shell(script.replace("LONG", LONG));
  }

  /** What is left of this test's containers, whatever it carries. */
  private static List<String> sleepers() {
    return ProcessTable.all().stream()
        .map(process -> commandLine(process.pid()))
        .filter(line -> line.contains(LONG))
        .toList();
  }

  private static String commandLine(long pid) {
    try {
      return new String(Files.readAllBytes(Path.of("/proc/" + pid + "/cmdline")), UTF_8);
    } catch (java.io.IOException gone) {
      return "";
    }
  }

  private static void endForcibly(long pid) {
    ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
  }

  private static void awaitLatch(CountDownLatch latch) {
    try {
      assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private static long openFiles() throws Exception {
    try (Stream<Path> files = Files.list(Path.of("/proc/self/fd"))) {
      return files.count();
    }
  }

  private static List<String> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.startsWith("output of"))
        .toList();
  }
}
