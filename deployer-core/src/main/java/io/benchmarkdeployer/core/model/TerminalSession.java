package io.benchmarkdeployer.core.model;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;

/**
 * A person's shell in a job's pod, which outlives the connections to it. Created, attached and
 * detached in turn, ended.
 *
 * @param version counts the writes of the record
 * @param owner who made it; nobody else may attach
 * @param jobUid the one job that is meant: a later one of that name is another
 * @param askedShell the shell that was asked for
 * @param shell the one that runs, once one does
 * @param readOnlyGuests whether those who join while somebody is attached may only look
 * @param lastActivity when something was typed or printed the last time, to some seconds
 * @param lease which process holds the shell, and until when it is believed to live
 * @param bytesIn typed, so far as is on record
 * @param bytesOut printed, likewise
 * @param asked the end that somebody asked for and the holder has yet to bring about
 * @param ticket the ticket that is good now
 */
public record TerminalSession(
    SessionId id,
    long version,
    Caller owner,
    ResourceRef job,
    Uid jobUid,
    ContainerRef container,
    String askedShell,
    Optional<String> shell,
    TerminalMarker marker,
    boolean readOnlyGuests,
    State state,
    Instant createdAt,
    Instant lastActivity,
    Optional<Lease> lease,
    long bytesIn,
    long bytesOut,
    Optional<SessionEnd> asked,
    Optional<SessionEnd> end,
    Optional<SessionTicket> ticket) {

  /** Where it stands. */
  public enum State {
    /** Nobody has come yet; no shell was started. */
    CREATED,
    /** Somebody is there. */
    ATTACHED,
    /** The shell runs, and nobody is there. */
    DETACHED,
    /** Over; {@link TerminalSession#end} says why. */
    ENDED;

    public String wireName() {
      return WireName.of(this);
    }
  }

  public TerminalSession {
    if ((state == State.ENDED) != end.isPresent()) {
      throw new IllegalArgumentException("a session has an end when it has ended, and only then");
    }
  }

  /** A new one, with an id and a marker that nobody has had. */
  public static TerminalSession create(
      Caller owner,
      ResourceRef job,
      Uid jobUid,
      ContainerRef container,
      String askedShell,
      boolean readOnlyGuests,
      Instant now) {
    return new TerminalSession(
        SessionId.random(),
        0,
        owner,
        job,
        jobUid,
        container,
        askedShell,
        Optional.empty(),
        TerminalMarker.random(),
        readOnlyGuests,
        State.CREATED,
        now,
        now,
        Optional.empty(),
        0,
        0,
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  public boolean isOpen() {
    return state != State.ENDED;
  }

  /** Whether this process may open its shell: nobody else did, or might have. */
  public boolean isFreeFor(String holder) {
    return lease.isEmpty() || isHeldBy(holder);
  }

  /** Whether this process holds it. */
  public boolean isHeldBy(String holder) {
    return lease.filter(held -> held.holder().equals(holder)).isPresent();
  }

  /** Whether the process that held it has not been heard of for the length of its lease. */
  public boolean isLost(Instant now) {
    return isOpen() && lease.filter(held -> held.isOver(now)).isPresent();
  }

  public TerminalSession withVersion(long other) {
    return changed(copy -> copy.version = other);
  }

  /** A process takes it, to open its shell. */
  public TerminalSession claimed(Lease by) {
    return changed(copy -> copy.lease = Optional.of(by));
  }

  /** Whoever took it has opened no shell: another may take it. */
  public TerminalSession released() {
    return changed(copy -> copy.lease = Optional.empty());
  }

  /** The shell runs and somebody is there. */
  public TerminalSession attached(String running) {
    return changed(
        copy -> {
          copy.shell = Optional.of(running);
          copy.state = State.ATTACHED;
        });
  }

  /** The last one has left; the shell runs on. */
  public TerminalSession detached() {
    return changed(copy -> copy.state = State.DETACHED);
  }

  /** What was typed and printed so far. */
  public TerminalSession active(long in, long out, Instant last) {
    return changed(
        copy -> {
          copy.bytesIn = in;
          copy.bytesOut = out;
          copy.lastActivity = last;
        });
  }

  /** Its holder shall end it so. The first to ask is heard. */
  public TerminalSession asked(SessionEnd wanted) {
    return asked.isPresent() ? this : changed(copy -> copy.asked = Optional.of(wanted));
  }

  /** It is over. What had ended stays as it ended. */
  public TerminalSession ended(SessionEnd how) {
    return isOpen()
        ? changed(
            copy -> {
              copy.state = State.ENDED;
              copy.end = Optional.of(how);
              copy.lease = Optional.empty();
              copy.asked = Optional.empty();
              copy.ticket = Optional.empty();
            })
        : this;
  }

  public TerminalSession withTicket(Optional<SessionTicket> other) {
    return changed(copy -> copy.ticket = other);
  }

  /** The shell's own code, where it ended by itself. */
  public OptionalInt exitCode() {
    return end.map(SessionEnd::exitCode).orElse(OptionalInt.empty());
  }

  private TerminalSession changed(Consumer<Copy> change) {
    var copy = new Copy(this);
    change.accept(copy);
    return copy.made(this);
  }

  /** What may change, to be set one by one. */
  private static final class Copy {
    private long version;
    private Optional<String> shell;
    private State state;
    private Instant lastActivity;
    private Optional<Lease> lease;
    private long bytesIn;
    private long bytesOut;
    private Optional<SessionEnd> asked;
    private Optional<SessionEnd> end;
    private Optional<SessionTicket> ticket;

    Copy(TerminalSession from) {
      version = from.version;
      shell = from.shell;
      state = from.state;
      lastActivity = from.lastActivity;
      lease = from.lease;
      bytesIn = from.bytesIn;
      bytesOut = from.bytesOut;
      asked = from.asked;
      end = from.end;
      ticket = from.ticket;
    }

    TerminalSession made(TerminalSession from) {
      return new TerminalSession(
          from.id,
          version,
          from.owner,
          from.job,
          from.jobUid,
          from.container,
          from.askedShell,
          shell,
          from.marker,
          from.readOnlyGuests,
          state,
          from.createdAt,
          lastActivity,
          lease,
          bytesIn,
          bytesOut,
          asked,
          end,
          ticket);
    }
  }
}
