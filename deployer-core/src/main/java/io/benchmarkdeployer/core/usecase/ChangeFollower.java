package io.benchmarkdeployer.core.usecase;

import io.benchmarkdeployer.core.model.Deployment;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Somebody who follows the changes of deployments at his own pace: the slower he is, the more
 * changes of one deployment come to him as one, and he slows nobody. One thread pulls; {@link
 * #close} may come from any and unblocks it.
 */
public final class ChangeFollower implements AutoCloseable {
  private final ChangeJournal journal;
  private final Predicate<Deployment> which;
  private final Runnable onClose;
  private long place;
  private boolean closed;

  /**
   * Begins to follow.
   *
   * @param place the number of what was taken last; {@link ChangeJournal#NOWHERE} where nothing was
   * @param onClose is run once
   */
  ChangeFollower(ChangeJournal journal, long place, Predicate<Deployment> which, Runnable onClose) {
    this.journal = journal;
    this.place = place;
    this.which = which;
    this.onClose = onClose;
  }

  /** What {@link #next} gives. */
  public sealed interface Part {
    /** A deployment is new, or another than before. */
    record Changed(DeploymentChange change) implements Part {}

    /**
     * It is not known what has changed so far, or it is too much: read the list now, then go on
     * from here.
     */
    record Reset(String cursor) implements Part {}

    /** Nothing happened in this time. */
    record Quiet() implements Part {}

    /** It was closed here. */
    record Closed() implements Part {}
  }

  /**
   * What comes next; waits for it.
   *
   * @param atMost how long to wait
   */
  public Part next(Duration atMost) throws InterruptedException {
    return journal.await(this::take, atMost).orElseGet(Part.Quiet::new);
  }

  /** What there is to take now; called under the journal's lock. */
  private Optional<Part> take() {
    if (closed || journal.isClosed()) {
      return Optional.of(new Part.Closed());
    }
    return journal.hasLostAfter(place) ? Optional.of(reset()) : change();
  }

  private Part reset() {
    place = journal.end();
    return new Part.Reset(journal.cursor(place));
  }

  private Optional<Part> change() {
    var next = journal.after(place);
    while (next.isPresent()) {
      place = next.get().number();
      if (which.test(next.get().deployment())) {
        return next.map(Part.Changed::new);
      }
      next = journal.after(place);
    }
    return Optional.empty();
  }

  /** Ends it; idempotent. */
  @Override
  public void close() {
    journal.tell(this::closeNow);
  }

  private void closeNow() {
    if (!closed) {
      closed = true;
      onClose.run();
    }
  }
}
