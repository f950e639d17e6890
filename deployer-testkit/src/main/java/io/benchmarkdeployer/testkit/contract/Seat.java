package io.benchmarkdeployer.testkit.contract;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.benchmarkdeployer.core.port.Terminal;
import io.benchmarkdeployer.core.port.TerminalEnd;
import io.benchmarkdeployer.core.port.TerminalRequest;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Where a test sits at a terminal: types, and reads until it has seen what it waits for. It reads
 * only while it waits, and never waits for ever.
 */
final class Seat implements AutoCloseable {
  /** What the shell is made to prompt with, so that its prompt is known anywhere. */
  static final String PROMPT = "prompt> ";

  static final byte[] CTRL_C = {3};
  static final byte[] CTRL_D = {4};

  private static final String SET_PROMPT = "PS1='pro''mpt> '";
  private static final int MOST_SEEN = 64 << 20;
  private static final int SHOWN = 2_000;

  private final TerminalRequest request;
  private final Terminal terminal;
  private final StringBuilder seen = new StringBuilder();

  Seat(TerminalRequest request, Terminal terminal) {
    this.request = request;
    this.terminal = terminal;
  }

  TerminalRequest request() {
    return request;
  }

  Terminal terminal() {
    return terminal;
  }

  /** Waits for the shell to take lines, with a prompt that is known. */
  Seat ready() {
    enter(SET_PROMPT);
    until(PROMPT);
    return this;
  }

  void type(String text) {
    type(text.getBytes(UTF_8));
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
    type(line + "\r");
  }

  /** Types while the test goes on and reads. */
  CompletableFuture<Void> typeMeanwhile(byte[] keys) {
    var typed = new CompletableFuture<Void>();
    Thread.startVirtualThread(
        () -> {
          try {
            terminal.write(keys);
            typed.complete(null);
          } catch (InterruptedException | RuntimeException failed) {
            typed.completeExceptionally(failed);
          }
        });
    return typed;
  }

  /** Enters the line; what was printed up to the next prompt, the line's echo included. */
  String answer(String line) {
    enter(line);
    return until(PROMPT);
  }

  /** Reads on until this was printed; all up to it. */
  String until(String expected) {
    return utf8(inTime(() -> readTo(latin1(expected), false)));
  }

  /** The same through a flood: what comes before it is thrown away. */
  void skipTo(String expected) {
    inTime(() -> readTo(latin1(expected), true));
  }

  private String readTo(String expected, boolean skips) throws InterruptedException {
    int from = 0;
    for (int at = seen.indexOf(expected); at < 0; at = seen.indexOf(expected, from)) {
      if (skips && seen.length() > SHOWN) {
        seen.delete(0, seen.length() - SHOWN);
      }
      from = Math.max(0, seen.length() - expected.length());
      take(terminal.read().orElseThrow(() -> new AssertionError("it ended before " + expected)));
    }
    int end = seen.indexOf(expected, from) + expected.length();
    String text = seen.substring(0, end);
    seen.delete(0, end);
    return text;
  }

  private void take(byte[] printed) {
    seen.append(new String(printed, ISO_8859_1));
    if (seen.length() > MOST_SEEN) {
      throw new AssertionError("it prints and prints, and never what is waited for");
    }
  }

  /** Reads so many bytes at least, and throws them away. */
  void skip(long bytes) {
    inTime(
        () -> {
          long left = bytes - seen.length();
          seen.setLength(0);
          while (left > 0) {
            left -= terminal.read().orElseThrow().length;
          }
          return left;
        });
  }

  /** Reads all that is still printed, to the terminal's end. */
  String untilEnd() {
    return utf8(
        inTime(
            () -> {
              for (var next = terminal.read(); next.isPresent(); next = terminal.read()) {
                take(next.get());
              }
              String text = seen.toString();
              seen.setLength(0);
              return text;
            }));
  }

  /** Reads to the end; how it ended. */
  TerminalEnd end() {
    untilEnd();
    return terminal.end();
  }

  /** Reads once, in the background. */
  CompletableFuture<Optional<byte[]>> readMeanwhile() {
    var read = new CompletableFuture<Optional<byte[]>>();
    Thread.startVirtualThread(
        () -> {
          try {
            read.complete(terminal.read());
          } catch (InterruptedException | RuntimeException failed) {
            read.completeExceptionally(failed);
          }
        });
    return read;
  }

  private static String latin1(String text) {
    return new String(text.getBytes(UTF_8), ISO_8859_1);
  }

  private static String utf8(String latin1) {
    return new String(latin1.getBytes(ISO_8859_1), UTF_8);
  }

  private <T> T inTime(Callable<T> work) {
    var task = new FutureTask<>(work);
    Thread.startVirtualThread(task);
    try {
      return task.get(ExecScene.PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException late) {
      task.cancel(true);
      throw new AssertionError("not in time; " + lastWords(), late);
    } catch (ExecutionException failed) {
      throw new AssertionError(failed.getCause() + "; " + lastWords(), failed);
    } catch (InterruptedException stopped) {
      throw new AssertionError(stopped);
    }
  }

  private String lastWords() {
    return "seen last: " + utf8(seen.substring(Math.max(0, seen.length() - SHOWN)));
  }

  /** Reads nothing for a while, as a page in a background tab. */
  static void lookAway(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException stopped) {
      throw new AssertionError(stopped);
    }
  }

  @Override
  public void close() {
    terminal.close();
  }
}
