package io.benchmarkdeployer.core.usecase;

import io.benchmarkdeployer.core.model.Caller;
import io.benchmarkdeployer.core.model.SessionEnd;
import io.benchmarkdeployer.core.model.SessionId;
import io.benchmarkdeployer.core.model.TerminalSession;
import io.benchmarkdeployer.core.model.TerminalSize;
import io.benchmarkdeployer.core.port.ConflictException;
import io.benchmarkdeployer.core.port.ForbiddenException;
import io.benchmarkdeployer.core.port.NotFoundException;
import io.benchmarkdeployer.core.port.SessionObserver;
import io.benchmarkdeployer.core.port.SessionStore;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;

/**
 * Brings somebody to a session's shell: the first starts it, others join it, who left comes back.
 */
public final class AttachSession {
  private final SessionStore store;
  private final LiveSessions live;
  private final StartSession startSession;
  private final SessionObserver observer;
  private final Handles handles;
  private final Map<SessionId, CompletableFuture<Started>> starting = new ConcurrentHashMap<>();

  AttachSession(
      SessionStore store,
      LiveSessions live,
      StartSession startSession,
      SessionObserver observer,
      Handles handles) {
    this.store = store;
    this.live = live;
    this.startSession = startSession;
    this.observer = observer;
    this.handles = handles;
  }

  /**
   * Who comes, and to what.
   *
   * @param received how many bytes of the session's output this viewer has already ({@link
   *     Attachment#begin} and what came since); empty for one who begins anew
   * @param size of the viewer's terminal; empty where that is not known yet
   */
  public record Request(
      SessionId session, Caller caller, OptionalLong received, Optional<TerminalSize> size) {
    /** One who begins anew. */
    public static Request of(SessionId session, Caller caller) {
      return new Request(session, caller, OptionalLong.empty(), Optional.empty());
    }

    /** One who comes back with so many bytes received. */
    public Request resuming(long bytes) {
      return new Request(session, caller, OptionalLong.of(bytes), size);
    }

    public Request withSize(TerminalSize other) {
      return new Request(session, caller, received, Optional.of(other));
    }
  }

  /** What came of it. */
  public sealed interface Attaching {
    /** The shell runs; to be closed by the caller. */
    record Attached(Attachment attachment) implements Attaching {}

    /** The session is over, or ended because its shell could not be started. */
    record Ended(SessionEnd end) implements Attaching {}
  }

  /** What came of starting a shell. */
  sealed interface Started {
    record Running(LiveSession session) implements Started {}

    record Not(SessionEnd end) implements Started {}
  }

  /**
   * Attaches; on return the shell runs.
   *
   * @throws NotFoundException where there is no such session
   * @throws ForbiddenException where it belongs to somebody else
   * @throws ConflictException where another process of the service holds its shell
   */
  public Attaching run(Request request) throws InterruptedException {
    Optional<LiveSession> known = live.find(request.session());
    if (known.isPresent()) {
      refuseOthers(known.get().record(), request.caller());
      return join(known.get(), request, true);
    }
    TerminalSession session =
        store
            .find(request.session())
            .orElseThrow(() -> new NotFoundException("There is no such terminal session"));
    refuseOthers(session, request.caller());
    return session.isOpen() ? start(request) : new Attaching.Ended(session.end().orElseThrow());
  }

  private static void refuseOthers(TerminalSession session, Caller caller) {
    if (!session.owner().equals(caller)) {
      throw new ForbiddenException("Not allowed: the terminal session belongs to somebody else");
    }
  }

  /** Of many who come at once the first starts the shell, the others wait for it. */
  private Attaching start(Request request) throws InterruptedException {
    var mine = new CompletableFuture<Started>();
    CompletableFuture<Started> others = starting.putIfAbsent(request.session(), mine);
    if (others == null) {
      start(request, mine);
    }
    return switch (outcome(others == null ? mine : others)) {
      case Started.Running running -> join(running.session(), request, others != null);
      case Started.Not not -> new Attaching.Ended(not.end());
    };
  }

  // Whatever goes wrong is the answer to all who wait.
  @SuppressWarnings("CatchingUnchecked")
  private void start(Request request, CompletableFuture<Started> outcome) {
    try {
      outcome.complete(started(request));
    } catch (RuntimeException failed) {
      outcome.completeExceptionally(failed);
    } finally {
      starting.remove(request.session(), outcome);
    }
  }

  private Started started(Request request) {
    return live.find(request.session())
        .<Started>map(Started.Running::new)
        .orElseGet(
            () -> startSession.run(request.session(), request.size().orElse(TerminalSize.USUAL)));
  }

  private static Started outcome(CompletableFuture<Started> started) throws InterruptedException {
    try {
      return started.get();
    } catch (ExecutionException failed) {
      throw failed.getCause() instanceof RuntimeException known
          ? known
          : new IllegalStateException("a shell can't fail to start like this", failed);
    }
  }

  private Attaching join(LiveSession session, Request request, boolean resumed) {
    TerminalSession record = session.record();
    Attachment attachment =
        session
            .join(request.received())
            .onClose(
                handles.open(
                    "attachment to terminal session %s of %s"
                        .formatted(record.id(), record.job())));
    request.size().ifPresent(attachment::resize);
    observer.attached(record, resumed);
    return new Attaching.Attached(attachment);
  }
}
