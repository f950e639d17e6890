package io.benchmarkdeployer.core.port;

import io.benchmarkdeployer.core.model.Deployment;
import io.benchmarkdeployer.core.model.DeploymentId;
import io.benchmarkdeployer.core.model.DeploymentState;
import io.benchmarkdeployer.core.model.ResourceRef;
import io.benchmarkdeployer.core.model.Uid;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * The deployments on record. Each write is atomic and, once it returned, survives the process and
 * is seen by every later read. A write whose answer never came is an {@link
 * UnknownOutcomeException}: read, and see. What is read equals what was written, instants to the
 * nanosecond.
 */
public interface DeploymentStore {

  /**
   * Records a new deployment, with version 1, whatever its own says.
   *
   * @return the deployment as recorded; or the one that holds the same idempotency key already, and
   *     then nothing was recorded
   * @throws ConflictException where one of that id exists, under whatever key
   * @throws LimitException where it is larger than the store takes
   */
  Insertion insert(Deployment deployment);

  /**
   * Replaces the record if it still is of this deployment's version.
   *
   * @return the deployment with its next version; empty where somebody else was faster or it is no
   *     longer there, and then nothing was changed
   * @throws ConflictException where another deployment holds its idempotency key
   * @throws LimitException where it is larger than the store takes
   */
  Optional<Deployment> replace(Deployment changed);

  Optional<Deployment> find(DeploymentId id);

  /** The deployment that was made under this idempotency key. */
  Optional<Deployment> findByIdempotencyKey(String key);

  /** A page of what matches, newest first ({@code createdAt}, then id, both descending). */
  DeploymentPage list(DeploymentQuery query);

  /**
   * The deployments that name this object among their resources, in whatever version of its group,
   * newest first, 100 at most.
   *
   * @param includeDeleted whether those in state {@code DELETED} are among them
   */
  List<Deployment> findByResource(ResourceRef ref, boolean includeDeleted);

  /**
   * The deployments, whatever their state, that hold the object of this UID, newest first, 100 at
   * most.
   */
  List<Deployment> findByUid(Uid uid);

  /**
   * The deployments that somebody has to bring to an end: {@code PENDING}, {@code DELETING}, or
   * with a lease on them; oldest first, 1,000 at most.
   */
  List<Deployment> findUnfinished();

  /** How many are in one of these states. */
  long count(Set<DeploymentState> states);

  /**
   * Which deployments were inserted or replaced since the look before, by whichever process. Each
   * is told once, however often it changed, in no order; some may be told again. What another
   * process writes while its clock is more than a few seconds off may be missed. Documents of the
   * old service count from their first change here.
   *
   * @param place the {@link Changes#next} of the look before, maybe of another process; empty for
   *     the first: nothing is told then, but where to begin
   * @param most how many are told at most
   */
  Changes changes(Optional<String> place, int most);

  /**
   * Reads, changes and replaces, again after each lost race, 20 times at most.
   *
   * @param change may return what it was given: then nothing is written
   * @return the deployment as it is then on record; empty where there is none of that id
   * @throws ConflictException where others were faster each time
   */
  default Optional<Deployment> update(DeploymentId id, UnaryOperator<Deployment> change) {
    for (int tries = 0; tries < 20; tries++) {
      Optional<Deployment> found = find(id);
      if (found.isEmpty()) {
        return found;
      }
      Deployment changed = change.apply(found.get());
      Optional<Deployment> stored = changed.equals(found.get()) ? found : replace(changed);
      if (stored.isPresent()) {
        return stored;
      }
    }
    throw new ConflictException(
        "deployment " + id + " is being changed by many at once; try again");
  }

  /** What became of an {@link #insert}. */
  sealed interface Insertion {
    record Inserted(Deployment deployment) implements Insertion {}

    record KeyTaken(Deployment holder) implements Insertion {}
  }

  /**
   * What a look for changes found.
   *
   * @param next where the next look begins; opaque
   * @param complete whether these are all: otherwise the list is to be read anew
   */
  record Changes(List<Change> changes, String next, boolean complete) {
    public Changes {
      changes = List.copyOf(changes);
    }
  }

  /** This deployment has come to this version, or to a later one. */
  record Change(DeploymentId id, long version) {}
}
