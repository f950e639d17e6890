package io.benchmarkdeployer.core.port;

import io.benchmarkdeployer.core.model.DesiredObject;
import io.benchmarkdeployer.core.model.Kind;
import io.benchmarkdeployer.core.model.LiveObject;
import io.benchmarkdeployer.core.model.ResourceRef;
import io.benchmarkdeployer.core.model.Uid;
import java.util.List;
import java.util.Optional;

/**
 * A cluster: objects in, status and logs out. It knows nothing of deployments; objects are JSON as
 * the Kubernetes API has it.
 *
 * <p>Every method blocks, may be called from any thread at once, and ends within the
 * implementation's timeouts. All throw {@link UnavailableException} where the cluster can't be
 * reached or is silent, {@link ForbiddenException} where its access rules refuse us, and {@link
 * UnknownOutcomeException} from a write whose answer did not come; a write is never repeated by the
 * implementation.
 */
public interface ClusterPort extends AutoCloseable {

  /** Asks the cluster what it is: one small request, so also the check that it answers. */
  ClusterDescription describe();

  /**
   * Looks a kind up in what the cluster serves, custom resources included. Empty where a cluster
   * that answered does not know it. Answers may be cached; a kind that is not found is asked for
   * afresh.
   */
  Optional<ServedKind> served(Kind kind);

  /**
   * The object as it is now; empty where a cluster that answered has none, or does not know its
   * kind.
   */
  Optional<LiveObject> find(ResourceRef ref);

  /**
   * The objects of one kind, as one moment had them, at most {@code selector.most()} of them.
   *
   * @throws LimitException where there are more
   */
  List<LiveObject> list(Selector selector);

  /**
   * What {@link #apply} would do, with all of the cluster's validation and admission; changes
   * nothing.
   *
   * @param desired the whole object
   * @param expected the UID of the object that is there and shall be changed; empty to have it
   *     tried as if nothing of that name existed
   * @return the object as it would be, and whether that differs from what is there in anything but
   *     the label {@code benchmark-deployer.io/deployment-id} and the cluster's own book-keeping
   * @throws RejectedException where the cluster refuses it
   * @throws ConflictException where another manager owns a field that it would change, or the
   *     object of that UID is gone
   */
  DryRun dryRun(DesiredObject desired, Optional<Uid> expected);

  /**
   * Makes the object so: creates it, or changes the one of this UID, by server-side apply under our
   * own field manager, never forced. On return the cluster has stored it. Repeating it is harmless
   * where {@code expected} is given.
   *
   * @param expected the UID of the object to change; empty to create it, and then an object of that
   *     name is a {@link ConflictException} and stays as it is
   * @throws RejectedException where the cluster refuses it; nothing was changed
   * @throws ConflictException where another manager owns a field, or {@code expected} is no longer
   *     there
   */
  LiveObject apply(DesiredObject desired, Optional<Uid> expected);

  /**
   * Takes our own changes back: the fields that we applied become what we had applied in {@code
   * before}. What others changed meanwhile stays. Repeating it is harmless.
   *
   * @param before the object, whole, as {@link #find} gave it before {@link #apply}
   * @throws ConflictException where that object is gone, or another manager took a field over
   */
  void restore(LiveObject before);

  /**
   * Deletes the object, if it is still this one; what it owns goes with it, in the background. On
   * return the cluster has taken the deletion up: {@link #find} may show it terminating for a
   * while.
   */
  Deletion delete(ResourceRef ref, Uid uid);

  /**
   * Opens what a container has printed.
   *
   * @throws NotFoundException where the cluster has no such pod or container, or kept no log of it
   * @throws ConflictException where the container has not started: it has no log yet
   */
  LogStream openLog(LogRequest request);

  /**
   * Opens a watch over the objects that match. It connects when it is first asked, and again by
   * itself after each break, for as long as it is open.
   */
  ClusterWatch watch(Selector selector);

  /** Ends every watch and log that is open, and gives back all threads and connections. */
  @Override
  void close();

  /** What {@link #dryRun} found. */
  record DryRun(LiveObject would, boolean changes) {}

  /** What became of a {@link #delete}. */
  enum Deletion {
    /** It is gone, or goes now. */
    ACCEPTED,
    /** There was none. */
    ABSENT,
    /** There is one of that name with another UID; it was left alone. */
    ANOTHER
  }
}
