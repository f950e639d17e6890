package io.benchmarkdeployer.core.usecase;

import io.benchmarkdeployer.core.model.DeployedResource;
import io.benchmarkdeployer.core.model.DeployedResource.Outcome;
import io.benchmarkdeployer.core.model.Deployment;
import io.benchmarkdeployer.core.model.DeploymentId;
import io.benchmarkdeployer.core.model.DeploymentState;
import io.benchmarkdeployer.core.model.LiveObject;
import io.benchmarkdeployer.core.model.Ownership;
import io.benchmarkdeployer.core.model.ResourceRef;
import io.benchmarkdeployer.core.model.Uid;
import io.benchmarkdeployer.core.port.ClusterPort;
import io.benchmarkdeployer.core.port.ConflictException;
import io.benchmarkdeployer.core.port.DeployerException;
import io.benchmarkdeployer.core.port.DeploymentStore;
import io.benchmarkdeployer.core.port.RejectedException;
import io.benchmarkdeployer.core.port.UnavailableException;
import io.benchmarkdeployer.core.port.UnknownOutcomeException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Deploys a manifest: all of its objects or none. */
public final class Deploy {
  private final ClusterPort cluster;
  private final DeploymentStore store;
  private final PlanDeployment planner;
  private final Leases leases;
  private final Limits limits;
  private final InstantSource clock;
  private final Records records;
  private final UndoDeployment undo;
  private final TakeOver takeOver;
  private final RecordStatus recordStatus;

  Deploy(
      ClusterPort cluster,
      DeploymentStore store,
      PlanDeployment planner,
      Leases leases,
      TakeOver takeOver,
      RecordStatus recordStatus,
      Limits limits,
      InstantSource clock) {
    this.cluster = cluster;
    this.store = store;
    this.planner = planner;
    this.leases = leases;
    this.limits = limits;
    this.clock = clock;
    this.records = new Records(store);
    this.undo = new UndoDeployment(cluster);
    this.takeOver = takeOver;
    this.recordStatus = recordStatus;
  }

  /**
   * What {@link #run} would do, object by object in the order of application, with all that it
   * would refuse; changes nothing.
   */
  public Plan dryRun(DeployRequest request) {
    return planner.run(DeploymentId.random(), request);
  }

  /**
   * On return every object is in the cluster and the deployment on record. An error has changed
   * nothing, but for {@link UnknownOutcomeException}: then the record says {@code pending} until
   * the cluster has been asked, and the reconciler finishes or undoes it. Of two requests with one
   * idempotency key the second gets the first one's deployment.
   *
   * @throws RejectedException where the manifest, or the cluster of one of its objects, is not
   *     right
   * @throws ConflictException where an object of that name is not ours, or a job of ours still runs
   *     and differs
   */
  public Deployment run(DeployRequest request) {
    Optional<RepeatedRequest> repeated =
        request.idempotencyKey().map(key -> new RepeatedRequest(store, key, request, limits));
    Optional<Deployment> earlier = repeated.flatMap(RepeatedRequest::earlier);
    return earlier.isPresent() ? earlier.get() : deploy(request, repeated);
  }

  private Deployment deploy(DeployRequest request, Optional<RepeatedRequest> repeated) {
    Plan plan = planner.run(DeploymentId.random(), request);
    Deployment intent = intent(plan, request, repeated);
    return switch (records.insert(intent)) {
      case DeploymentStore.Insertion.Inserted recorded ->
          new Execution(recorded.deployment(), plan).run();
      case DeploymentStore.Insertion.KeyTaken taken ->
          repeated.orElseThrow().answerOf(taken.holder());
    };
  }

  private Deployment intent(Plan plan, DeployRequest request, Optional<RepeatedRequest> repeated) {
    return new Deployment(
        plan.id(),
        0,
        DeploymentState.PENDING,
        request.label().filter(label -> !label.isBlank()),
        plan.namespace(),
        plan.yaml(),
        plan.resources(),
        clock.instant(),
        request.caller(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.of(leases.fresh()),
        repeated.map(RepeatedRequest::key));
  }

  /** One plan being carried out. */
  private final class Execution {
    private final Plan plan;
    private final List<DeployedResource> resources;
    private final Map<ResourceRef, LiveObject> before = new HashMap<>();
    private Deployment deployment;

    Execution(Deployment recorded, Plan plan) {
      this.deployment = recorded;
      this.plan = plan;
      this.resources = new ArrayList<>(recorded.resources());
      plan.steps().forEach(step -> step.live().ifPresent(live -> before.put(live.ref(), live)));
    }

    Deployment run() {
      try {
        applyAll();
      } catch (RuntimeException failed) {
        takeBack(failed);
        throw failed;
      }
      return finish();
    }

    /** What can't be taken back now, the reconciler takes back once our lease is over. */
    private void takeBack(RuntimeException failed) {
      try {
        undo(failed);
      } catch (DeployerException later) {
        failed.addSuppressed(later);
      }
    }

    private void applyAll() {
      for (int i = 0; i < plan.steps().size(); i++) {
        deployment = leases.renewed(deployment, records);
        apply(i, plan.steps().get(i));
      }
    }

    private void apply(int i, Plan.Step step) {
      try {
        resources.set(i, resources.get(i).applied(effect(step)));
      } catch (DeployerException failed) {
        Outcome outcome =
            failed instanceof UnknownOutcomeException ? Outcome.UNKNOWN : Outcome.FAILED;
        resources.set(i, resources.get(i).ended(outcome, String.valueOf(failed.getMessage())));
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
      cluster.delete(old.ref(), old.uid());
      boolean gone = Pauses.until(() -> isGone(old), limits.disappearance());
      if (!gone) {
        throw new ConflictException(
            "%s is finished but does not go away (a finalizer holds it?); try again later"
                .formatted(old.ref()));
      }
    }

    private boolean isGone(LiveObject old) {
      return cluster.find(old.ref()).filter(live -> live.uid().equals(old.uid())).isEmpty();
    }

    private void undo(RuntimeException failed) {
      List<DeployedResource> undone =
          undo.run(
              deployment.with(resources),
              resource -> Optional.ofNullable(before.get(resource.ref())));
      if (UndoDeployment.isComplete(undone)) {
        String why =
            failed instanceof DeployerException known
                ? String.valueOf(known.getMessage())
                : "internal error";
        records.tryReplace(deployment.failed(undone, why + UndoDeployment.leftovers(undone)));
      }
    }

    private Deployment finish() {
      try {
        return recordStatus.catchUp(recorded(deployment.deployed(resources)));
      } catch (UnavailableException unrecorded) {
        throw new UnknownOutcomeException(
            "Everything was applied, but the record can't be completed now; that is done later: see"
                + " deployment "
                + deployment.id(),
            unrecorded);
      }
    }

    /**
     * The lease stays while older deployments are told: if we crash meanwhile, another tells them.
     */
    private Deployment recorded(Deployment deployed) {
      if (!takeOver.isNeeded(deployed)) {
        return records.replace(deployed);
      }
      Deployment leased = records.replace(deployed.withLease(deployment.lease()));
      takeOver.run(leased);
      return takeOver.complete(leased);
    }
  }
}
