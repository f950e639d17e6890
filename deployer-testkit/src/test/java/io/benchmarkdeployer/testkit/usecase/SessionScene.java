package io.benchmarkdeployer.testkit.usecase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.benchmarkdeployer.core.Deployer;
import io.benchmarkdeployer.core.model.SessionEnd;
import io.benchmarkdeployer.core.model.SessionId;
import io.benchmarkdeployer.core.model.TerminalMarker;
import io.benchmarkdeployer.core.model.TerminalSession;
import io.benchmarkdeployer.core.port.SessionObserver;
import io.benchmarkdeployer.core.port.UnavailableException;
import io.benchmarkdeployer.core.usecase.AttachSession;
import io.benchmarkdeployer.core.usecase.AttachSession.Attaching;
import io.benchmarkdeployer.core.usecase.Attachment;
import io.benchmarkdeployer.core.usecase.Attachment.Output;
import io.benchmarkdeployer.core.usecase.Limits;
import io.benchmarkdeployer.core.usecase.SessionLimits;
import io.benchmarkdeployer.core.usecase.SessionRequest;
import io.benchmarkdeployer.core.usecase.Terminals;
import io.benchmarkdeployer.testkit.ContainerScript;
import io.benchmarkdeployer.testkit.Faults;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A running job of ours, and people who sit at its shells. */
final class SessionScene implements AutoCloseable {
  static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final int LARGEST = 32 << 10;

  final World world = new World();
  final List<TerminalSession> ended = new CopyOnWriteArrayList<>();
  final Faults faults = new Faults();
  final Deployer deployer;
  final Terminals terminals;

  SessionScene() {
    this(SessionLimits.DEFAULT);
  }

  SessionScene(SessionLimits limits) {
    world.containers.teachImage(
        "busybox", ContainerScript.printing("hello").thenWaiting(Duration.ofDays(9)));
    deployer = process(faults, limits);
    terminals = deployer.terminals();
    world.deploy(Manifests.JOB);
    world.clock.advance(Duration.ofSeconds(2));
  }

  /** Another process of the service, on the same cluster and record. */
  Deployer process(SessionLimits limits) {
    return process(new Faults(), limits);
  }

  private Deployer process(Faults cue, SessionLimits limits) {
    return world
        .deployer(cue)
        .limits(Limits.DEFAULT.withSessions(limits))
        .terminals(world.cluster.exec())
        .observer(new Listener())
        .build();
  }

  private final class Listener implements SessionObserver {
    @Override
    public void attached(TerminalSession session, boolean resumed) {}

    @Override
    public void ended(TerminalSession session) {
      ended.add(session);
    }

    @Override
    public void carried(long typed, long printed) {}
  }

  static SessionRequest request() {
    return SessionRequest.of("default", "test-job", World.ANN);
  }

  TerminalSession create() {
    return terminals.create().run(request().withShell("sh"));
  }

  Attachment attach(TerminalSession session) {
    return attach(terminals, session);
  }

  static Attachment attach(Terminals terminals, TerminalSession session) {
    return attached(terminals, AttachSession.Request.of(session.id(), session.owner()));
  }

  static Attachment attached(Terminals terminals, AttachSession.Request request) {
    Attaching attaching = tryToAttach(terminals, request);
    assertThat(attaching).isInstanceOf(Attaching.Attached.class);
    return ((Attaching.Attached) attaching).attachment();
  }

  static Attaching tryToAttach(Terminals terminals, AttachSession.Request request) {
    return inTime(() -> terminals.attach().run(request));
  }

  SessionEnd refusedEnd(TerminalSession session) {
    Attaching attaching =
        tryToAttach(terminals, AttachSession.Request.of(session.id(), session.owner()));
    assertThat(attaching).isInstanceOf(Attaching.Ended.class);
    return ((Attaching.Ended) attaching).end();
  }

  static void type(Attachment attachment, String text) {
    inTime(
        () -> {
          attachment.type(text.getBytes(StandardCharsets.UTF_8));
          return true;
        });
  }

  /** What is printed up to this text, and with it; characters may come in parts. */
  static String readTo(Attachment attachment, String text) {
    String wanted = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    return inTime(
        () -> {
          var read = new StringBuilder();
          while (read.indexOf(wanted, Math.max(0, read.length() - LARGEST - wanted.length())) < 0) {
            read.append(bytes(attachment.next(), read));
          }
          return new String(
              read.toString().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
        });
  }

  private static String bytes(Output output, CharSequence before) {
    if (output instanceof Output.Printed printed) {
      return new String(printed.bytes(), StandardCharsets.ISO_8859_1);
    }
    throw new AssertionError(output + " after: " + before);
  }

  /** How it ended for this viewer, whatever was printed before. */
  static Output readToEnd(Attachment attachment) {
    return inTime(
        () -> {
          Output output = attachment.next();
          while (output instanceof Output.Printed) {
            output = attachment.next();
          }
          return output;
        });
  }

  static SessionEnd endOf(Attachment attachment) {
    Output output = readToEnd(attachment);
    assertThat(output).isInstanceOf(Output.Ended.class);
    return ((Output.Ended) output).end();
  }

  TerminalSession recorded(SessionId id) {
    return world.state.sessions().find(id).orElseThrow();
  }

  /** As it is on record after another round. */
  TerminalSession recordNow(TerminalSession session) {
    terminals.tend().run();
    return recorded(session.id());
  }

  static UnavailableException noAnswer() {
    return new UnavailableException(UnavailableException.How.UNREACHABLE, "on cue");
  }

  TerminalSession recordedEnd(TerminalSession session) {
    await().atMost(PATIENCE).until(() -> !recorded(session.id()).isOpen());
    return recorded(session.id());
  }

  /** Time goes by, and each second sessions are looked after. */
  void pass(Duration time) {
    world.clock.advance(time);
    terminals.tend().run();
  }

  void awaitNoShells() {
    await().atMost(PATIENCE).until(() -> shells().isEmpty());
  }

  List<TerminalMarker> shells() {
    return world.containers.runningShells();
  }

  /** Something that goes on beside the test. */
  record Joining(CompletableFuture<Boolean> done) {
    static Joining of(Runnable work) {
      return new Joining(
          CompletableFuture.supplyAsync(
              () -> {
                work.run();
                return true;
              },
              task -> Thread.ofVirtual().start(task)));
    }

    void join() {
      assertThat(done).succeedsWithin(PATIENCE);
    }
  }

  interface Call<T> {
    T run() throws InterruptedException;
  }

  /** Nothing here may wait for ever. */
  static <T> T inTime(Call<T> call) {
    var result = new CompletableFuture<T>();
    Thread thread =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    result.complete(call.run());
                  } catch (InterruptedException | RuntimeException | AssertionError failed) {
                    result.completeExceptionally(failed);
                  }
                });
    try {
      return result.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof RuntimeException known) {
        throw known;
      }
      throw new AssertionError(failed.getCause());
    } catch (TimeoutException | InterruptedException late) {
      thread.interrupt();
      throw new AssertionError("not in time", late);
    }
  }

  @Override
  public void close() {
    deployer.close();
    world.close();
  }
}
