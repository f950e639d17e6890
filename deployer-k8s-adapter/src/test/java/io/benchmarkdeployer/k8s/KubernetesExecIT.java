package io.benchmarkdeployer.k8s;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.benchmarkdeployer.core.model.ContainerRef;
import io.benchmarkdeployer.core.model.TerminalMarker;
import io.benchmarkdeployer.core.model.TerminalSize;
import io.benchmarkdeployer.core.port.ExecPort.Opening;
import io.benchmarkdeployer.core.port.Terminal;
import io.benchmarkdeployer.core.port.TerminalRequest;
import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What terminals on Kubernetes have of their own, beyond the contract. */
@Tag("cluster")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KubernetesExecIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String BASH = "/bin/bash";
  private static final long MEBIBYTE = 1 << 20;

  private final Set<TerminalMarker> used = new HashSet<>();
  private RealContainers real;
  private ContainerRef busybox;
  private ContainerRef bench;

  @BeforeAll
  void open() {
    real = new RealContainers();
    busybox = real.container();
    bench = real.otherContainer();
  }

  @AfterEach
  void endAll() {
    real.port().end(busybox, "sh", used);
    real.port().end(bench, "sh", used);
    used.clear();
  }

  @AfterAll
  void close() {
    real.close();
  }

  private Terminal open(ContainerRef container, String shell, TerminalSize size) {
    TerminalMarker marker = TerminalMarker.random();
    used.add(marker);
    return open(new TerminalRequest(container, shell, marker, size));
  }

  private Terminal open(TerminalRequest request) {
    return ((Opening.Opened) real.port().open(request)).terminal();
  }

  private static void type(Terminal terminal, String text) throws InterruptedException {
    terminal.write(text.getBytes(UTF_8));
  }

  private static String readTo(Terminal terminal, String expected) throws InterruptedException {
    var seen = new ByteArrayOutputStream();
    while (!seen.toString(UTF_8).contains(expected)) {
      seen.writeBytes(terminal.read().orElseThrow());
    }
    return seen.toString(UTF_8);
  }

  /** The cluster sets it some time after the shell's start: mostly too late for this. */
  @Test
  void theSizeIsRightBeforeTheShellCanLook() throws InterruptedException {
    for (int i = 0; i < 20; i++) {
      try (Terminal ash = open(busybox, "sh", new TerminalSize(33, 101 + i));
          Terminal bash = open(bench, BASH, new TerminalSize(34, 201 + i))) {
        type(ash, "stty size\r");
        type(bash, "stty size; echo $LINES/$COLUMNS\r");

        readTo(ash, "\r\n33 " + (101 + i) + "\r\n");
        readTo(bash, "\r\n34 " + (201 + i) + "\r\n34/" + (201 + i) + "\r\n");
      }
    }
  }

  @Test
  void koreanIsTypedAndShownWholeThoughTheImageHasNoLocale() throws InterruptedException {
    for (var shell : List.of("/bin/sh", BASH)) {
      try (Terminal terminal = open(bench, shell, TerminalSize.USUAL)) {
        type(terminal, "PS1='pro''mpt> '\r");
        readTo(terminal, "prompt> ");
        type(terminal, "echo 한국어🙂 | cat; echo do''ne\r");

        assertThat(readTo(terminal, "done\r\n"))
            .contains("echo 한국어🙂 | cat; echo do''ne\r\n한국어🙂\r\n");
      }
    }
  }

  @Test
  void sixteenMebibytesAreTypedWhole() throws Exception {
    byte[] bytes = new byte[(int) (16 * MEBIBYTE)];
    new Random(1).nextBytes(bytes);
    String hash = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    try (Terminal terminal = open(bench, BASH, TerminalSize.USUAL)) {
      type(terminal, "stty raw -echo; echo rea''dy; head -c 16777216 | sha256sum\r");
      readTo(terminal, "ready\n");

      terminal.write(bytes);

      readTo(terminal, hash);
    }
  }

  @Test
  void floodsThatNobodyReadsStayInTheContainer() throws InterruptedException {
    List<Terminal> floods =
        Stream.generate(() -> open(busybox, "sh", TerminalSize.USUAL)).limit(20).toList();
    long before = usedHeap();
    for (Terminal flood : floods) {
      type(flood, "yes\r");
    }
    Thread.sleep(3_000);

    assertThat(usedHeap() - before).isLessThan(20 * MEBIBYTE);
    for (Terminal flood : floods) {
      type(flood, "\003echo al''ive\r");
      readTo(flood, "alive\r\n");
      flood.close();
    }
  }

  private static long usedHeap() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  @Test
  void aHundredTerminalsThatAreCutLeaveNobodyBehind() throws Exception {
    List<Callable<Terminal>> openings =
        Stream.generate(TerminalMarker::random)
            .limit(100)
            .peek(used::add)
            .map(marker -> new TerminalRequest(busybox, "sh", marker, TerminalSize.USUAL))
            .map(request -> (Callable<Terminal>) () -> openBusy(request))
            .toList();
    try (var people = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Terminal> opened : people.invokeAll(openings)) {
        opened.get().close();
      }
    }
    // Most of them live on.
    assertThat(real.run(busybox, "exit $(grep -ls BENCHMARK_DEPLOYER /proc/*/environ | wc -l)"))
        .isPositive();
    IntStream.range(0, 900).mapToObj(i -> TerminalMarker.random()).forEach(used::add);

    real.port().end(busybox, "sh", used);

    assertThat(real.run(busybox, "exit $(grep -ls BENCHMARK_DEPLOYER /proc/*/environ | wc -l)"))
        .isZero();
  }

  private Terminal openBusy(TerminalRequest request) throws InterruptedException {
    Terminal terminal = open(request);
    type(terminal, "trap '' HUP; echo beg''un; sleep 1000\r");
    readTo(terminal, "begun");
    return terminal;
  }

  /** So it is with a shell whose opening was given up. */
  @Test
  void aShellThatIsOnlyStartingIsEndedToo() {
    TerminalMarker marker = TerminalMarker.random();
    String starting =
        ExecScripts.starting(new TerminalRequest(busybox, "sh", marker, TerminalSize.USUAL)).get(4);
    String count = "exit $(grep -ls '%s' /proc/[0-9]*/cmdline | wc -l)";
    String withoutItself = count.formatted("[b]" + starting.substring(1));
    real.run(
        busybox,
        "sh -c 'sleep 1000; true' sh %s </dev/null >/dev/null 2>&1 & exit 0".formatted(starting));
    await().atMost(PATIENCE).until(() -> real.run(busybox, withoutItself) == 1);

    real.port().end(busybox, "sh", Set.of(marker));

    assertThat(real.run(busybox, withoutItself)).isZero();
  }
}
