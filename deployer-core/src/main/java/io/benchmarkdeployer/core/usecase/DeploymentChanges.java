package io.benchmarkdeployer.core.usecase;

import io.benchmarkdeployer.core.model.Deployment;
import io.benchmarkdeployer.core.port.DeploymentStore;
import io.benchmarkdeployer.core.port.UnavailableException;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Tells how deployments and their jobs change, as it happens: what this process writes at once,
 * what other processes on the same record write within two seconds or so.
 */
public final class DeploymentChanges implements AutoCloseable {
  private final ChangeJournal journal;
  private final ForeignChanges foreign;
  private final Handles handles;

  DeploymentChanges(DeploymentStore store, ChangeJournal journal, Handles handles) {
    this.journal = journal;
    this.handles = handles;
    this.foreign = new ForeignChanges(store, journal);
  }

  /**
   * Begins to follow. To be closed.
   *
   * @param cursor that of the last change or reset that was taken here, to miss nothing since; any
   *     other is harmless: as without one, the first that comes is a {@link
   *     ChangeFollower.Part.Reset}
   * @param namespace only deployments in this one, as in a list of them
   * @throws UnavailableException where the record can't be read for now, and was not before
   */
  public ChangeFollower follow(Optional<String> cursor, Optional<String> namespace) {
    long place = cursor.map(journal::number).orElse(ChangeJournal.NOWHERE);
    foreign.enter();
    Runnable onClose = handles.open("follower of the changes of deployments");
    return new ChangeFollower(
        journal,
        place,
        in(namespace),
        () -> {
          foreign.leave();
          onClose.run();
        });
  }

  private static Predicate<Deployment> in(Optional<String> namespace) {
    return deployment ->
        namespace.isEmpty() || namespace.equals(deployment.primary().ref().namespace());
  }

  /** Ends all who follow, and who come later. Idempotent. */
  @Override
  public void close() {
    journal.close();
    foreign.close();
  }
}
