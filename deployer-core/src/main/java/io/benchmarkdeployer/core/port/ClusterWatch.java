package io.benchmarkdeployer.core.port;

import io.benchmarkdeployer.core.model.LiveObject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What happens to a set of objects, pulled one by one. One thread pulls; {@link #close} may come
 * from any and unblocks it. The implementation buffers a bounded number of changes and then lists
 * again.
 */
public interface ClusterWatch extends AutoCloseable {

  /**
   * The next change.
   *
   * @param atMost how long to wait for it
   * @return empty where nothing happened in that time, or the watch was closed
   */
  Optional<Change> next(Duration atMost) throws InterruptedException;

  boolean isClosed();

  /** Ends it; idempotent. */
  @Override
  void close();

  /** Something that the watch tells. */
  sealed interface Change {
    /**
     * All that match now: first of all, and again after each break. What was known and is not among
     * them is gone.
     */
    record Listed(List<LiveObject> objects) implements Change {
      public Listed {
        objects = List.copyOf(objects);
      }
    }

    /** One is new or different. */
    record Changed(LiveObject object) implements Change {}

    /** One is gone; the object as it last was. */
    record Gone(LiveObject object) implements Change {}

    /**
     * The cluster can't be heard: what is known may be old until the next {@link Listed}. Told once
     * a break, within 30 seconds of the last sign of life.
     */
    record Silent(String why) implements Change {}
  }
}
