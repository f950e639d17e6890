package io.benchmarkdeployer.k8s;

import io.benchmarkdeployer.core.model.TerminalSize;
import io.benchmarkdeployer.core.port.TerminalRequest;
import io.benchmarkdeployer.core.port.UnavailableException;
import io.benchmarkdeployer.core.port.UnavailableException.How;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import okhttp3.HttpUrl;
import okhttp3.Response;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * One program that was started in a container: what it prints, what is typed to it, and how it
 * ends, over a WebSocket.
 */
final class ExecStream implements OpenStreams.Stream {
  /** Between the word of the end and the last of what was printed. */
  private static final Duration LAST_WORDS = Duration.ofSeconds(2);

  private static final int NORMAL = 1000;

  private final Printed printed = new Printed();
  private final CompletableFuture<State> start = new CompletableFuture<>();
  private final CompletableFuture<State> end = new CompletableFuture<>();
  private final OpenStreams open;
  private final WebSocket socket;

  /** What is known of the program. */
  sealed interface State {
    /** It runs, and this is the way to it. */
    record Running(Typed typed) implements State {}

    /** The cluster told how it ended, or that it could not be started. */
    record Ended(ExecStatus status) implements State {}

    /** The cluster did not let us in. */
    record Refused(ApiAnswer answer) implements State {}

    /** The connection broke, or what came over it can't be understood. */
    record Broken(Throwable why) implements State {}

    /** It was closed here. */
    record Closed() implements State {}
  }

  private ExecStream(
      ApiServer server, HttpUrl url, OpenStreams open, Optional<TerminalRequest> terminal) {
    this.open = open;
    this.socket = server.webSocket(url, Channel.SUBPROTOCOLS, new Listener(terminal));
    open.add(this);
    if (end.isDone()) {
      open.remove(this);
    }
  }

  /** A shell with a terminal. It has started once it said so itself. */
  static ExecStream ofTerminal(
      ApiServer server, HttpUrl url, OpenStreams open, TerminalRequest request) {
    return new ExecStream(server, url, open, Optional.of(request));
  }

  /** A script that gets lines and answers by its exit code; what it prints is dropped. */
  static ExecStream ofScript(ApiServer server, HttpUrl url, OpenStreams open) {
    var stream = new ExecStream(server, url, open, Optional.empty());
    stream.printed.close();
    return stream;
  }

  /**
   * Waits for the start, or what came instead.
   *
   * @throws UnavailableException where nothing did in this time
   */
  State awaitStart(Duration atMost) {
    return await(start, atMost);
  }

  /** The same for the end. */
  State awaitEnd(Duration atMost) {
    return await(end, atMost);
  }

  private State await(CompletableFuture<State> state, Duration atMost) {
    try {
      return state.get(atMost.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException late) {
      throw new UnavailableException(
          How.SILENT, "The cluster did not answer in time; try again later", late);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new UnavailableException(How.UNREACHABLE, "The service is stopping", stopped);
    } catch (ExecutionException never) {
      throw new IllegalStateException(never);
    }
  }

  Printed printed() {
    return printed;
  }

  /** How it ended; empty where it has not, or there is something to be read still. */
  Optional<State> end() {
    return printed.isOver() && end.isDone() ? Optional.of(end.join()) : Optional.empty();
  }

  @Override
  public void close() {
    end(new State.Closed());
    printed.close();
    socket.cancel();
  }

  /** What is known first of the end is how it ended. */
  private void end(State how) {
    if (end.complete(how)) {
      start.complete(how);
      if (start.join() instanceof State.Running running) {
        running.typed().finish();
      }
      open.remove(this);
    }
  }

  /** Nothing more comes. */
  private void finish(State how) {
    end(how);
    printed.finish();
  }

  /** Called by one thread at a time. */
  private final class Listener extends WebSocketListener {
    private final Optional<TerminalSize> size;
    private Optional<Sentinel> awaited;
    private Optional<State> running = Optional.empty();

    Listener(Optional<TerminalRequest> terminal) {
      this.size = terminal.map(TerminalRequest::size);
      this.awaited = terminal.map(TerminalRequest::marker).map(ExecScripts::sentinel);
    }

    @Override
    public void onOpen(WebSocket opened, Response response) {
      String subprotocol = response.header("Sec-WebSocket-Protocol");
      if (subprotocol == null || !Channel.isKnown(subprotocol)) {
        onFailure(opened, new IOException("it speaks another protocol than was asked for"), null);
        opened.cancel();
        return;
      }
      var typed = new Typed(opened, Channel.closesChannels(subprotocol));
      size.ifPresent(typed::resize);
      running = Optional.of(new State.Running(typed));
      tellStart();
    }

    private void tellStart() {
      if (awaited.isEmpty()) {
        running.ifPresent(start::complete);
      }
    }

    @Override
    public void onMessage(WebSocket from, ByteString frame) {
      if (Channel.STDOUT.isOf(frame) || Channel.STDERR.isOf(frame)) {
        print(frame);
      } else if (Channel.ERROR.isOf(frame)) {
        end(ended(frame));
        printed.finishWithin(LAST_WORDS);
      }
    }

    private void print(ByteString frame) {
      try {
        printed.put(awaited.isEmpty() ? frame : heard(awaited.get(), frame));
      } catch (InterruptedException stopped) {
        Thread.currentThread().interrupt();
        close();
      }
    }

    private ByteString heard(Sentinel sentinel, ByteString frame) {
      ByteString rest = sentinel.without(frame);
      if (sentinel.isFound()) {
        awaited = Optional.empty();
        tellStart();
      }
      return rest;
    }

    @Override
    public void onClosing(WebSocket from, int code, String reason) {
      finish(new State.Broken(new IOException("it was closed: " + code + " " + reason)));
      from.close(NORMAL, null);
    }

    @Override
    public void onFailure(WebSocket from, Throwable why, @Nullable Response response) {
      finish(response == null ? new State.Broken(why) : refused(response));
    }
  }

  private static State ended(ByteString frame) {
    try {
      return new State.Ended(ExecStatus.of(Channel.text(frame)));
    } catch (IOException unreadable) {
      return new State.Broken(unreadable);
    }
  }

  private static State refused(Response response) {
    try {
      return new State.Refused(ExecRefusal.answer(response));
    } catch (IOException broken) {
      return new State.Broken(broken);
    }
  }
}
