package io.benchmarkdeployer.app.web.sse;

import java.time.Duration;

/**
 * What one answer is made of, piece by piece. One thread pulls, and only while its client takes;
 * {@link #close} may come from any and unblocks it.
 */
public interface StreamSource extends AutoCloseable {

  /** What {@link #next} gives: a {@link Chunk} to send, or one of these. */
  sealed interface Part permits Chunk, Part.Quiet, Part.End {
    /** Nothing came in this time. */
    record Quiet() implements Part {}

    /** All was given, or it was closed: the answer ends here. */
    record End() implements Part {}
  }

  /**
   * What comes next; waits for it. What it throws breaks the answer off, so that its client can't
   * take it for whole.
   *
   * @param atMost how long to wait
   */
  Part next(Duration atMost) throws InterruptedException;

  /** Called at the end of the answer, however it comes about; idempotent. */
  @Override
  void close();
}
