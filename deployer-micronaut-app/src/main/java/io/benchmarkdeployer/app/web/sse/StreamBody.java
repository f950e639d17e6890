package io.benchmarkdeployer.app.web.sse;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The body of an answer that is written as it comes. One thread writes it, no faster than its
 * client takes it; {@link #close} may come from any, and unblocks it.
 */
public interface StreamBody extends AutoCloseable {

  /**
   * How many of one kind may be under way in a process.
   *
   * @param words told to one too many, with the number in it
   */
  record Bound(int most, String words) {}

  /**
   * When to send.
   *
   * @param heartbeat after so long a silence a sign of life
   * @param pause so long at least between two pieces
   */
  record Pace(Duration heartbeat, Supplier<Duration> pause) {}

  Bound bound();

  /** Whether it goes on by itself: then it is to end when the service stops. */
  boolean isLive();

  /**
   * Writes all of it; returns early once it was closed, or the sink wants no more.
   *
   * @return whether the client has what it asked for; where not, its connection is cut, so that it
   *     can't take a part for the whole
   */
  boolean write(ByteSink sink, Pace pace) throws InterruptedException;

  /** The last words to a client where it can't go on; where there are none it is cut off. */
  Optional<byte[]> lastWords(String why);

  /** Called at the end of the answer, however it comes about; idempotent. */
  @Override
  void close();
}
