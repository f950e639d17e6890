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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Brings to an end what a crash, or a cluster that went silent, left in the middle: a deployment
 * all of whose objects were applied is finished, any other is undone; a deletion goes on.
 */
public final class Reconcile {
  private static final Logger LOG = System.getLogger(Reconcile.class.getName());

  private final ClusterPort cluster;
  private final DeploymentStore store;
  private final Leases leases;
  private final Records records;
  private final UndoDeployment undo;
  private final TakeOver takeOver;
  private final RecordStatus recordStatus;
  private final DeleteDeployment delete;

  Reconcile(
      ClusterPort cluster,
      DeploymentStore store,
      Leases leases,
      TakeOver takeOver,
      RecordStatus recordStatus,
      DeleteDeployment delete) {
    this.cluster = cluster;
    this.store = store;
    this.leases = leases;
    this.records = new Records(store);
    this.undo = new UndoDeployment(cluster);
    this.takeOver = takeOver;
    this.recordStatus = recordStatus;
    this.delete = delete;
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
      ended += leases.isFree(deployment) && settled(deployment) ? 1 : 0;
    }
    return ended;
  }

  private boolean settled(Deployment deployment) {
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
    }
  }

  private boolean settle(Deployment mine) {
    boolean ended =
        switch (mine.state()) {
          case PENDING -> finishOrUndo(mine);
          case DEPLOYED -> handOver(mine);
          case DELETING -> delete.carryOut(mine).state() == DeploymentState.DELETED;
          case FAILED, DELETED -> true;
        };
    if (ended) {
      LOG.log(Level.INFO, "Deployment {0} was left in the middle and is settled now", mine.id());
    }
    return ended;
  }

  private boolean finishOrUndo(Deployment mine) {
    List<Optional<LiveObject>> live =
        mine.resources().stream().map(resource -> applied(mine, resource)).toList();
    return live.stream().allMatch(Optional::isPresent) ? finish(mine, live) : takeBack(mine);
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
    return handOver(records.replace(mine.deployed(resources).withLease(mine.lease())));
  }

  private boolean handOver(Deployment deployed) {
    takeOver.run(deployed);
    recordStatus.catchUp(takeOver.complete(deployed));
    return true;
  }

  private boolean takeBack(Deployment mine) {
    List<DeployedResource> undone = undo.run(mine, UndoDeployment::recorded);
    if (!UndoDeployment.isComplete(undone)) {
      records.replace(mine.withLease(Optional.empty()));
      return false;
    }
    String why = "It was interrupted and has been undone" + UndoDeployment.leftovers(undone);
    records.replace(mine.failed(undone, why));
    return true;
  }
}
