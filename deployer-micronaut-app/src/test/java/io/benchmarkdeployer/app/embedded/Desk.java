package io.benchmarkdeployer.app.embedded;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.benchmarkdeployer.core.model.TerminalMarker;
import io.benchmarkdeployer.core.model.TerminalSize;
import io.benchmarkdeployer.core.port.ExecPort.Opening;
import io.benchmarkdeployer.core.port.Terminal;
import io.benchmarkdeployer.core.port.TerminalEnd;
import io.benchmarkdeployer.testkit.ContainerRuntime.Running;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/** Where a test sits at a terminal of a local container. Nothing waits for ever. */
final class Desk implements AutoCloseable {
  static final TerminalSize SIZE = new TerminalSize(31, 97);
  static final String PROMPT = "prompt> ";
  static final byte[] CTRL_C = {3};

  private static final int MOST_SECONDS = 60;
  private static final int SHOWN = 2_000;

  private final Running container;
  private final TerminalMarker marker;
  private final Terminal terminal;
  private final StringBuilder seen = new StringBuilder();

  private Desk(Running container, TerminalMarker marker, Terminal terminal) {
    this.container = container;
    this.marker = marker;
    this.terminal = terminal;
  }

  static Desk at(Running container, String shell) {
    TerminalMarker marker = TerminalMarker.random();
    var opened = (Opening.Opened) container.openTerminal(shell, marker, SIZE);
    return new Desk(container, marker, opened.terminal());
  }

  /** One whose shell takes lines. */
  static Desk at(Running container) {
    Desk desk = at(container, "sh");
    desk.enter("PS1='pro''mpt> '");
    desk.until(PROMPT);
    return desk;
  }

  /** The living processes that carry this marker. */
  static List<ProcessTable.Entry> processes(TerminalMarker marker) {
    return ProcessTable.all().stream()
        .filter(
            process ->
                process
                    .variable(TerminalMarker.VARIABLE)
                    .filter(marker.value()::equals)
                    .isPresent())
        .toList();
  }

  Terminal terminal() {
    return terminal;
  }

  TerminalMarker marker() {
    return marker;
  }

  void type(byte[] keys) {
    inTime(
        () -> {
          terminal.write(keys);
          return keys;
        });
  }

  /** Types it and the Enter key. */
  void enter(String line) {
    type((line + "\r").getBytes(UTF_8));
  }

  /** What the line printed, its echo included. */
  String answer(String line) {
    enter(line);
    return until(PROMPT);
  }

  /** Reads on until this was printed; all up to it. */
  String until(String expected) {
    return inTime(() -> readTo(new String(expected.getBytes(UTF_8), ISO_8859_1)));
  }

  private String readTo(String expected) throws InterruptedException {
    int from = 0;
    while (seen.indexOf(expected, from) < 0) {
      from = Math.max(0, seen.length() - expected.length());
      Optional<byte[]> printed = terminal.read();
      seen.append(new String(printed.orElseThrow(() -> new AssertionError("ended")), ISO_8859_1));
    }
    int end = seen.indexOf(expected, from) + expected.length();
    String text = seen.substring(0, end);
    seen.delete(0, end);
    return new String(text.getBytes(ISO_8859_1), UTF_8);
  }

  /** Reads all, to the end; how it ended. */
  TerminalEnd end() {
    return inTime(
        () -> {
          while (terminal.read().isPresent()) {}
          return terminal.end();
        });
  }

  private <T> T inTime(Callable<T> work) {
    var task = new FutureTask<>(work);
    Thread.startVirtualThread(task);
    try {
      return task.get(MOST_SECONDS, TimeUnit.SECONDS);
    } catch (Exception failed) {
      task.cancel(true);
      String last = seen.substring(Math.max(0, seen.length() - SHOWN));
      throw new AssertionError(failed + "; seen last: " + last, failed);
    }
  }

  /** Leaves, and ends all that was started. */
  @Override
  public void close() {
    terminal.close();
    container.endTerminals(Set.of(marker));
  }
}
