package io.benchmarkdeployer.core.usecase;

import io.benchmarkdeployer.core.model.SessionEnd;
import io.benchmarkdeployer.core.model.TerminalSession;
import io.benchmarkdeployer.core.model.TerminalSize;
import java.time.Duration;

/**
 * Somebody who sits at a session's shell. One thread pulls what is printed, another may type;
 * {@link #close} may come from any thread and unblocks both. To be closed by who attached: the
 * shell lives on for a while.
 */
public final class Attachment implements AutoCloseable {
  private final LiveSession session;
  private final long begin;
  private final long replayed;
  private final long missed;
  private volatile Runnable onClose = () -> {};

  // Guarded by the session's lock.
  long position;
  long lastTaken = System.nanoTime() - Duration.ofDays(1).toNanos();
  boolean closed;
  boolean tooSlow;

  Attachment(LiveSession session, long begin, long replayed, long missed) {
    this.session = session;
    this.begin = begin;
    this.position = begin;
    this.replayed = replayed;
    this.missed = missed;
  }

  /** This is run when it is closed, perhaps more than once. */
  Attachment onClose(Runnable then) {
    onClose = then;
    return this;
  }

  /** What {@link #next} gives. */
  public sealed interface Output {
    /**
     * Some bytes of what was printed, at most 64 KiB, in order and without gap. The array is the
     * taker's.
     */
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    record Printed(byte[] bytes) implements Output {}

    /** The session is over, and all that was printed has been given. */
    record Ended(SessionEnd end) implements Output {}

    /** This viewer took nothing for too long while the shell waited: it was sent away. */
    record TooSlow() implements Output {}

    /** It was closed here. */
    record Closed() implements Output {}
  }

  /** The session as it was when this one came: its shell runs. */
  public TerminalSession session() {
    return session.record();
  }

  /**
   * Whether what this one types is heard just now: guests of some sessions only look, until they
   * are the one who is there longest.
   */
  public boolean mayType() {
    return session.mayType(this);
  }

  /** Which byte of the session's output comes first: to resume later, count from here. */
  public long begin() {
    return begin;
  }

  /** So many of the first bytes were printed before this one came. */
  public long replayed() {
    return replayed;
  }

  /** So many bytes, before the first that comes, are lost: they were printed too long ago. */
  public long missed() {
    return missed;
  }

  /** What was printed next; waits for it. */
  public Output next() throws InterruptedException {
    return session.next(this);
  }

  /**
   * So many of the last bytes that this one took are kept, so that they can be had again ({@link
   * AttachSession.Request#resuming}) if they got lost on the way: no more should be on its way at
   * once.
   */
  public int kept() {
    return session.kept();
  }

  /** Types this; waits while the shell does not take it. Does nothing where it may not be typed. */
  public void type(byte[] input) throws InterruptedException {
    if (mayType()) {
      session.type(input);
    }
  }

  /** Sets the terminal's size for all who see it; the last one to say counts. */
  public void resize(TerminalSize size) {
    if (mayType()) {
      session.resize(size);
    }
  }

  /** Leaves; idempotent. */
  @Override
  public void close() {
    session.leave(this);
    onClose.run();
  }
}
