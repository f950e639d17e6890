package io.benchmarkdeployer.core.usecase;

import io.benchmarkdeployer.core.model.DeployedResource;
import io.benchmarkdeployer.core.model.Deployment;
import io.benchmarkdeployer.core.model.DeploymentState;
import io.benchmarkdeployer.core.model.LiveObject;
import io.benchmarkdeployer.core.model.Ownership;
import io.benchmarkdeployer.core.port.ClusterPort;
import io.benchmarkdeployer.core.port.DeployerException;
import io.benchmarkdeployer.core.port.DeploymentStore;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Brings to an end what a crash, or a cluster that went silent, left in the middle: a deployment
 * all of whose objects were applied is finished, any other is undone; a deletion goes on.
 */
public final class Reconcile {
  private static final Logger LOG = System.getLogger(Reconcile.class.getName());

  /** One that takes long must not keep the others waiting: the next round looks again. */
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private final ClusterPort cluster;
  private final DeploymentStore store;
  private final Leases leases;
  private final Rivals rivals;
  private final Records records;
  private final UndoDeployment undo;
  private final TakeOver takeOver;
  private final RecordStatus recordStatus;
  private final DeleteDeployment delete;
  private final DeletePart deletePart;

  Reconcile(
      ClusterPort cluster,
      DeploymentStore store,
      Leases leases,
      Rivals rivals,
      TakeOver takeOver,
      RecordStatus recordStatus,
      DeleteDeployment delete,
      DeletePart deletePart) {
    this.cluster = cluster;
    this.store = store;
    this.leases = leases;
    this.rivals = rivals;
    this.records = new Records(store);
    this.undo = new UndoDeployment(cluster);
    this.takeOver = takeOver;
    this.recordStatus = recordStatus;
    this.delete = delete;
    this.deletePart = deletePart;
  }

  /**
   * Looks once at each unfinished deployment whose holder is taken for dead. What can't be finished
   * now is left as it is, for the next time.
   *
   * @return how many came to an end
   */
  public int run() {
    int ended = 0;
    for (Deployment deployment : store.findUnfinished()) {
      ended += leases.isFree(deployment) && isSettled(deployment) ? 1 : 0;
    }
    return ended;
  }

  private boolean isSettled(Deployment deployment) {
    try {
      Optional<Deployment> mine =
          records.tryReplace(deployment.withLease(Optional.of(leases.fresh())));
      return mine.filter(this::settle).isPresent();
    } catch (DeployerException later) {
      LOG.log(
          Level.WARNING,
          "Deployment {0} can''t be settled now: {1}",
          deployment.id(),
          later.getMessage());
      return false;
    } catch (Holding.Lost theirs) {
      LOG.log(Level.INFO, "Deployment {0} is being settled by another process", deployment.id());
      return false;
    } catch (RuntimeException bug) {
      LOG.log(Level.ERROR, "Settling deployment " + deployment.id() + " failed", bug);
      return false;
    }
  }

  private boolean settle(Deployment mine) {
    boolean ended =
        switch (mine.state()) {
          case PENDING -> finishOrUndo(mine);
          case DEPLOYED -> handOver(mine);
          case DELETING -> delete.carryOut(mine, PATIENCE).state() == DeploymentState.DELETED;
          case FAILED, DELETED -> reduce(mine);
        };
    if (ended) {
      LOG.log(Level.INFO, "Deployment {0} was left in the middle and is settled now", mine.id());
    }
    return ended;
  }

  private boolean finishOrUndo(Deployment mine) {
    if (!rivals.deploying(mine, mine.resources()).isEmpty()) {
      return leave(mine);
    }
    List<Optional<LiveObject>> live =
        Together.map(mine.resources(), resource -> applied(mine, resource));
    return live.stream().allMatch(Optional::isPresent) ? finish(mine, live) : takeBack(mine);
  }

  private boolean leave(Deployment mine) {
    records.tryReplace(mine.withLease(Optional.empty()));
    return false;
  }

  private Optional<LiveObject> applied(Deployment mine, DeployedResource resource) {
    return cluster
        .find(resource.ref())
        .filter(object -> Ownership.deploymentOf(object).equals(Optional.of(mine.id())));
  }

  private boolean finish(Deployment mine, List<Optional<LiveObject>> live) {
    var resources = new ArrayList<DeployedResource>();
    for (int i = 0; i < live.size(); i++) {
      resources.add(mine.resources().get(i).applied(live.get(i).orElseThrow().uid()));
    }
    return records
        .tryReplace(mine.deployed(resources).withLease(mine.lease()))
        .filter(this::handOver)
        .isPresent();
  }

  private boolean handOver(Deployment deployed) {
    takeOver.tell(deployed, takeOver.older(deployed));
    return reduce(recordStatus.catchUp(takeOver.complete(deployed)));
  }

  /** Goes on with the deletion of a part of it, where somebody asked for that. */
  private boolean reduce(Deployment settled) {
    Deployment reduced =
        settled.losesPart() ? deletePart.carryOut(settled, PATIENCE) : takeOver.complete(settled);
    return reduced.lease().isEmpty();
  }

  private boolean takeBack(Deployment mine) {
    var holding = new Holding(mine, leases, records);
    List<DeployedResource> undone =
        undo.run(mine.id(), mine.resources(), UndoDeployment::recorded, holding::keep);
    if (!UndoDeployment.isComplete(undone)) {
      return leave(holding.deployment());
    }
    String why = "It was interrupted and has been undone" + UndoDeployment.leftovers(undone);
    return records.tryReplace(holding.deployment().failed(undone, why)).isPresent();
  }
}
