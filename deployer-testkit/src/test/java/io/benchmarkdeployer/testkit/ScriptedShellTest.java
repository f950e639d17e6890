package io.benchmarkdeployer.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.benchmarkdeployer.core.model.TerminalMarker;
import io.benchmarkdeployer.core.model.TerminalSize;
import io.benchmarkdeployer.core.port.ExecPort.Opening;
import io.benchmarkdeployer.core.port.Terminal;
import io.benchmarkdeployer.core.port.TerminalEnd;
import io.benchmarkdeployer.testkit.ContainerRuntime.Running;
import io.benchmarkdeployer.testkit.ContainerRuntime.Start;
import java.io.ByteArrayOutputStream;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScriptedShellTest {
  private final ScriptedContainers scripts = new ScriptedContainers(MemoryClock.system());
  private final Running container = start("busybox", "main");

  private Running start(String image, String name) {
    scripts.teachImage(image, new ContainerScript(List.of()).thenRunningOn());
    var environment = Map.of("HOME", "/root");
    var order =
        new Start(
            "default",
            "pod",
            "uid",
            name,
            0,
            image,
            List.of(),
            List.of(),
            environment,
            Optional.empty());
    try {
      return scripts.start(order, output -> {});
    } catch (ContainerRuntime.StartFailure failure) {
      throw new AssertionError(failure);
    }
  }

  @AfterEach
  void close() {
    scripts.close();
  }

  private Terminal open() {
    return open(container, "/bin/sh");
  }

  private static Terminal open(Running container, String shell) {
    var opening = container.openTerminal(shell, TerminalMarker.random(), TerminalSize.USUAL);
    return ((Opening.Opened) opening).terminal();
  }

  private static void type(Terminal terminal, String keys) throws InterruptedException {
    terminal.write(keys.getBytes(UTF_8));
  }

  private static String until(Terminal terminal, String expected) throws InterruptedException {
    var seen = new ByteArrayOutputStream();
    while (!seen.toString(UTF_8).endsWith(expected)) {
      seen.writeBytes(terminal.read().orElseThrow(() -> new AssertionError(seen)));
    }
    return seen.toString(UTF_8);
  }

  private static String untilEnd(Terminal terminal) throws InterruptedException {
    var seen = new ByteArrayOutputStream();
    for (var next = terminal.read(); next.isPresent(); next = terminal.read()) {
      seen.writeBytes(next.get());
    }
    return seen.toString(UTF_8);
  }

  /** What stands on the screen after this line and {@code exit}. */
  private String screen(String line) throws InterruptedException {
    Terminal terminal = open();
    until(terminal, "$ ");
    type(terminal, line + "\r");
    String printed = until(terminal, "$ ");
    type(terminal, "exit\r");
    untilEnd(terminal);
    return printed;
  }

  @Test
  void theScreenLooksAsAtAShell() throws Exception {
    assertThat(screen("echo hello")).isEqualTo("echo hello\r\nhello\r\n$ ");
    assertThat(screen("")).isEqualTo("\r\n$ ");
    assertThat(screen("nosuch")).isEqualTo("nosuch\r\nsh: nosuch: not found\r\n$ ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      quoteCharacter = '~',
      value = {
        "echo 'a;  b' \"c | d\" e\\ f # a;  b c | d e f",
        "x=1; y='2 3'; echo $x \"$y\" '$x' \\$x # 1 2 3 $x $x",
        "false; echo $?; true; echo $? # 1⏎0",
        "nosuch; echo $? # sh: nosuch: not found⏎127",
        "echo $HOME$nosuch # /root",
        "echo one & echo two # two",
        "printf '%s-%s\\n' a b # a-b",
        "printf 'a\\tb\\041\\n' # a\tb!",
        "seq 3 # 1⏎2⏎3",
        "seq 3 4 # 3⏎4",
        "seq 1000 | wc -c # 3893",
        "stty size # 24 80",
        "echo '한국어 🙂' # 한국어 🙂",
        "echo 'never closed # never closed⏎",
      })
  void aLineIsRunAsAShellRunsIt(String line, String printed) throws Exception {
    String lines = printed.replace("⏎", "\r\n");

    assertThat(screen(line)).isEqualTo(line + "\r\n" + lines + "\r\n$ ");
  }

  @Test
  void itAnswersWhatItWasTaught() throws Exception {
    var shell =
        ScriptedShell.plain()
            .prompting("나# ")
            .answering("ls", "a b\r\n")
            .answering("ls 한글", "없음\r\n")
            .exiting("crash", "Segmentation fault\r\n", 139);
    scripts.teachShell("busybox", "bash", shell);
    Terminal terminal = open(container, "/bin/bash");

    assertThat(until(terminal, "# ")).isEqualTo("나# ");
    type(terminal, "ls\r");
    assertThat(until(terminal, "나# ")).isEqualTo("ls\r\na b\r\n나# ");
    type(terminal, " ls 한글 \r");
    assertThat(until(terminal, "나# ")).endsWith("없음\r\n나# ");
    type(terminal, "crash\r");
    assertThat(untilEnd(terminal)).isEqualTo("crash\r\nSegmentation fault\r\n");
    assertThat(terminal.end()).isEqualTo(new TerminalEnd.Exited(139));
  }

  @Test
  void shellsAreFoundByImageAndByNameOfTheContainer() {
    scripts.missShell("main", "/bin/sh").teachShell("other", "ash", ScriptedShell.plain());
    Running other = start("busybox", "other");

    assertThat(has(container, "sh")).isFalse();
    assertThat(has(container, "/bin/ash")).isFalse();
    assertThat(has(other, "sh")).isTrue();
    assertThat(has(other, "/bin/ash")).isTrue();
    assertThat(has(other, "/usr/bin/ash")).isFalse();
  }

  private static boolean has(Running container, String shell) {
    var opening = container.openTerminal(shell, TerminalMarker.random(), TerminalSize.USUAL);
    return opening instanceof Opening.Opened;
  }

  @Test
  void typedLinesCanBeCorrected() throws Exception {
    Terminal terminal = open();
    until(terminal, "$ ");

    type(terminal, "wrong\u0015echo 한글\u007f국\r");

    assertThat(until(terminal, "$ ")).endsWith("\r\n한국\r\n$ ");
  }

  @Test
  void ctrlCAtThePromptDropsTheLine() throws Exception {
    Terminal terminal = open();
    until(terminal, "$ ");

    type(terminal, "echo no\u0003");
    assertThat(until(terminal, "\r\n$ ")).isEqualTo("echo no^C\r\n$ ");
    type(terminal, "echo $?\r");

    assertThat(until(terminal, "$ ")).endsWith("\r\n130\r\n$ ");
  }

  @Test
  void ctrlCGetsThroughWhereNothingIsReadAndNothingIsTaken() throws Exception {
    Terminal terminal = open();
    until(terminal, "$ ");
    type(terminal, "yes\r");
    type(terminal, "fifteen letters\r".repeat(4 << 10));

    type(terminal, "\u0003");

    until(terminal, "$ ");
    type(terminal, "echo al''ive\r");
    until(terminal, "alive\r\n$ ");
  }

  @Test
  void readTakesALineFromTheTerminal() throws Exception {
    Terminal terminal = open();
    until(terminal, "$ ");

    type(terminal, "read name; echo \"<$name>\"\rone two\r");

    assertThat(until(terminal, ">\r\n$ ")).endsWith("<one two>\r\n$ ");
  }

  @Test
  void manyShellsRunAndEndAtOnce() throws Exception {
    List<Terminal> terminals = Stream.generate(this::open).limit(2_000).toList();

    for (Terminal terminal : terminals) {
      type(terminal, "echo he''llo\r");
    }
    for (Terminal terminal : terminals) {
      until(terminal, "hello\r\n$ ");
    }
    terminals.forEach(Terminal::close);

    assertThat(scripts.runningShells()).hasSize(2_000);
    container.endTerminals(new HashSet<>(scripts.runningShells()));
    assertThat(scripts.runningShells()).isEmpty();
  }

  @Test
  void floodsThatNobodyReadsHoldLittle() {
    for (int i = 0; i < 200; i++) {
      Terminal terminal = open();
      Thread.startVirtualThread(() -> typeQuietly(terminal, "yes\r"));
    }
    Terminal other = open();

    assertThat(other)
        .satisfies(
            terminal -> {
              type(terminal, "echo al''ive\r");
              until(terminal, "alive\r\n$ ");
            });
    container.endTerminals(new HashSet<>(scripts.runningShells()));
    assertThat(scripts.runningShells()).isEmpty();
  }

  private static void typeQuietly(Terminal terminal, String keys) {
    try {
      type(terminal, keys);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }
}
