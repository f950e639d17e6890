package io.benchmarkdeployer.core.usecase;

import io.benchmarkdeployer.core.model.DeployedResource;
import io.benchmarkdeployer.core.model.DeployedResource.Action;
import io.benchmarkdeployer.core.model.DeployedResource.Outcome;
import io.benchmarkdeployer.core.model.Deployment;
import io.benchmarkdeployer.core.model.DeploymentState;
import io.benchmarkdeployer.core.model.Lease;
import io.benchmarkdeployer.core.model.LiveObject;
import io.benchmarkdeployer.core.model.Ownership;
import io.benchmarkdeployer.core.model.ResourceRef;
import io.benchmarkdeployer.core.model.Uid;
import io.benchmarkdeployer.core.port.ClusterPort;
import io.benchmarkdeployer.core.port.ConflictException;
import io.benchmarkdeployer.core.port.DeployerException;
import io.benchmarkdeployer.core.port.DeploymentStore;
import io.benchmarkdeployer.core.port.UnavailableException;
import io.benchmarkdeployer.core.port.UnknownOutcomeException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Carries a plan out whose intent is on record: applies all of its objects, or takes back what it
 * did.
 */
final class CarryOutPlan {
  private static final Logger LOG = System.getLogger(CarryOutPlan.class.getName());
  private static final Comparator<Deployment> BY_AGE =
      Comparator.comparing(Deployment::createdAt).thenComparing(one -> one.id().value());

  private final ClusterPort cluster;
  private final DeploymentStore store;
  private final Leases leases;
  private final Rivals rivals;
  private final Limits limits;
  private final Records records;
  private final UndoDeployment undo;
  private final DeleteObject delete;
  private final TakeOver takeOver;
  private final RecordStatus recordStatus;
  private final LastReading lastReading;

  CarryOutPlan(
      ClusterPort cluster,
      DeploymentStore store,
      Leases leases,
      Rivals rivals,
      TakeOver takeOver,
      RecordStatus recordStatus,
      LastReading lastReading,
      Limits limits) {
    this.lastReading = lastReading;
    this.cluster = cluster;
    this.store = store;
    this.leases = leases;
    this.rivals = rivals;
    this.limits = limits;
    this.records = new Records(store);
    this.undo = new UndoDeployment(cluster);
    this.delete = new DeleteObject(cluster);
    this.takeOver = takeOver;
    this.recordStatus = recordStatus;
  }

  /**
   * On return all of it is applied and on record; what it throws is what {@link Deploy#run} does.
   */
  Deployment run(Deployment recorded, Plan plan) {
    return new Execution(recorded, plan).run();
  }

  /** One plan being carried out. */
  private final class Execution {
    private final Plan plan;
    private final List<DeployedResource> resources;
    private final Map<ResourceRef, LiveObject> before = new HashMap<>();
    private final Holding holding;

    Execution(Deployment recorded, Plan plan) {
      this.holding = new Holding(recorded, leases, records);
      this.plan = plan;
      this.resources = new ArrayList<>(recorded.resources());
      plan.steps().forEach(step -> step.live().ifPresent(live -> before.put(live.ref(), live)));
    }

    Deployment run() {
      try {
        carryOut();
        return finish();
      } catch (Holding.Lost theirs) {
        return settledElsewhere();
      }
    }

    private void carryOut() {
      try {
        giveWay();
        Together.map(plan.steps(), this::asPlanned);
        applyAll();
      } catch (Holding.Lost theirs) {
        throw theirs;
      } catch (RuntimeException failed) {
        throw takenBack(failed);
      }
    }

    /**
     * Of two at work on one object the one that began later gives way; the other waits for that.
     */
    private void giveWay() {
      for (Deployment rival : rivals.all(holding.deployment(), resources)) {
        boolean waits =
            rival.state() == DeploymentState.PENDING && beganLater(rival, holding.deployment());
        if (!waits || !Pauses.until(() -> isOver(rival), limits.lease().dividedBy(3))) {
          refuse(rival);
        }
      }
    }

    private static void refuse(Deployment rival) {
      String what = rival.state() == DeploymentState.PENDING ? "deployed" : "deleted";
      throw new ConflictException(
          "Nothing was changed; deployment %s of the same objects is just being %s: try again"
              .formatted(rival.id(), what));
    }

    private static boolean beganLater(Deployment one, Deployment other) {
      return BY_AGE.compare(one, other) > 0;
    }

    private boolean isOver(Deployment rival) {
      return store
          .find(rival.id())
          .filter(now -> now.state() == DeploymentState.PENDING && !leases.isFree(now))
          .isEmpty();
    }

    /**
     * Since the plan was made another deployment may have come and gone: it would be undone, too.
     */
    private Plan.Step asPlanned(Plan.Step step) {
      boolean changes = step.action() == Action.CONFIGURE || step.action() == Action.KEEP;
      if (changes && !isAsPlanned(step.live().orElseThrow())) {
        throw new ConflictException(
            "Nothing was changed; %s was changed by another deployment just now: try again"
                .formatted(step.desired().ref()));
      }
      return step;
    }

    private boolean isAsPlanned(LiveObject planned) {
      return cluster
          .find(planned.ref())
          .filter(now -> now.uid().equals(planned.uid()))
          .filter(now -> Ownership.deploymentOf(now).equals(Ownership.deploymentOf(planned)))
          .isPresent();
    }

    private void applyAll() {
      for (int i = 0; i < plan.steps().size(); i++) {
        apply(i, plan.steps().get(i));
      }
    }

    private void apply(int i, Plan.Step step) {
      try {
        resources.set(i, resources.get(i).applied(effect(step)));
      } catch (DeployerException failed) {
        Outcome outcome =
            failed instanceof UnknownOutcomeException ? Outcome.UNKNOWN : Outcome.FAILED;
        resources.set(i, resources.get(i).ended(outcome, message(failed)));
        throw failed;
      }
    }

    private Uid effect(Plan.Step step) {
      return switch (step.action()) {
        case CREATE -> applied(step, Optional.empty());
        case CONFIGURE, KEEP -> applied(step, step.live().map(LiveObject::uid));
        case REPLACE -> {
          remove(step.live().orElseThrow());
          yield applied(step, Optional.empty());
        }
      };
    }

    private Uid applied(Plan.Step step, Optional<Uid> expected) {
      holding.keep();
      try {
        return cluster.apply(step.desired(), expected).uid();
      } catch (UnknownOutcomeException unknown) {
        return lookUp(step).orElseThrow(() -> unknown);
      }
    }

    /** What carries our deployment's id was applied by that very write. */
    private Optional<Uid> lookUp(Plan.Step step) {
      try {
        return cluster
            .find(step.desired().ref())
            .filter(live -> Ownership.deploymentOf(live).equals(Optional.of(plan.id())))
            .map(LiveObject::uid);
      } catch (UnavailableException silent) {
        return Optional.empty();
      }
    }

    private void remove(LiveObject old) {
      lastReading.await(old, limits.lease().dividedBy(2));
      holding.keep();
      delete.run(old.ref(), old.uid());
      boolean gone = Pauses.until(() -> isGone(old), limits.disappearance());
      if (!gone) {
        throw new ConflictException(
            "%s is to be replaced and does not go away (a finalizer holds it?); try again later"
                .formatted(old.ref()));
      }
    }

    private boolean isGone(LiveObject old) {
      return cluster.find(old.ref()).filter(live -> live.uid().equals(old.uid())).isEmpty();
    }

    /** What is to be thrown once all is taken back that can be. */
    private RuntimeException takenBack(RuntimeException failed) {
      try {
        List<DeployedResource> undone = undo.run(plan.id(), resources, this::former, holding::keep);
        return UndoDeployment.isComplete(undone) ? failed(failed, undone) : unsettled(failed);
      } catch (DeployerException later) {
        failed.addSuppressed(later);
        return unsettled(failed);
      }
    }

    private Optional<UndoDeployment.Former> former(DeployedResource resource, LiveObject now) {
      return Optional.ofNullable(before.get(resource.ref()))
          .map(old -> new UndoDeployment.Former(old, true));
    }

    private RuntimeException failed(RuntimeException failed, List<DeployedResource> undone) {
      String left = UndoDeployment.leftovers(undone);
      String why =
          (failed instanceof DeployerException ? message(failed) : "internal error") + left;
      record(holding.deployment().failed(undone, why));
      return left.isEmpty() ? failed : new ConflictException(why);
    }

    private void record(Deployment failed) {
      try {
        records.tryReplace(failed);
      } catch (DeployerException later) {
        LOG.log(
            Level.WARNING,
            "Deployment {0} failed and is undone; the record says so later: {1}",
            failed.id(),
            later.getMessage());
      }
    }

    /** What can't be taken back now, the reconciler takes back once our lease is over. */
    private RuntimeException unsettled(RuntimeException failed) {
      return new UnknownOutcomeException(
          "%s. Whether all of it is taken back is not known yet; it will be: see deployment %s"
              .formatted(message(failed), plan.id()),
          failed);
    }

    private Deployment finish() {
      Deployment deployed = holding.deployment().deployed(resources);
      try {
        List<TakeOver.Older> older = takeOver.older(deployed);
        Optional<Lease> lease = older.isEmpty() ? Optional.empty() : holding.deployment().lease();
        return told(
            records.tryReplace(deployed.withLease(lease)).orElseThrow(Holding.Lost::new), older);
      } catch (UnavailableException unrecorded) {
        throw new UnknownOutcomeException(
            "Everything was applied, but the record can't be completed now; that is done later: see"
                + " deployment "
                + plan.id(),
            unrecorded);
      }
    }

    /**
     * The lease stays while older deployments are told: if that fails or we crash meanwhile, the
     * reconciler tells them. It is deployed all the same.
     */
    private Deployment told(Deployment deployed, List<TakeOver.Older> older) {
      try {
        takeOver.tell(deployed, older);
        return recordStatus.catchUp(older.isEmpty() ? deployed : takeOver.complete(deployed));
      } catch (DeployerException later) {
        LOG.log(
            Level.WARNING,
            "Deployment {0} is complete; what was seen of it is recorded later: {1}",
            deployed.id(),
            later.getMessage());
        return deployed;
      }
    }

    /** We were taken for dead: what another process made of the deployment counts. */
    private Deployment settledElsewhere() {
      Deployment now = now();
      return switch (now.state()) {
        case DEPLOYED, DELETING, DELETED -> now;
        case FAILED -> throw undoneElsewhere();
        case PENDING ->
            throw new UnknownOutcomeException(
                "Deployment %s took too long and is brought to its end by another process: see there"
                    .formatted(plan.id()));
      };
    }

    private Deployment now() {
      try {
        return store.find(plan.id()).orElse(holding.deployment());
      } catch (UnavailableException unread) {
        return holding.deployment();
      }
    }

    /** A write of ours may have come after the other had looked: nobody else would ever find it. */
    private RuntimeException undoneElsewhere() {
      List<DeployedResource> late = undo.run(plan.id(), resources, this::former, () -> {});
      return new ConflictException(
          "Deployment %s took too long, was given up and has been undone; try again%s"
              .formatted(plan.id(), UndoDeployment.leftovers(late)));
    }

    private static String message(Throwable failed) {
      return String.valueOf(failed.getMessage());
    }
  }
}
