package io.benchmarkdeployer.core.usecase;

import io.benchmarkdeployer.core.model.Deployment;
import io.benchmarkdeployer.core.model.DeploymentId;
import io.benchmarkdeployer.core.model.DeploymentState;
import io.benchmarkdeployer.core.port.ConflictException;
import io.benchmarkdeployer.core.port.DeploymentStore;
import io.benchmarkdeployer.core.port.RejectedException;
import io.benchmarkdeployer.core.port.UnknownOutcomeException;
import java.time.InstantSource;
import java.util.Optional;

/** Deploys a manifest: all of its objects or none. */
public final class Deploy {
  private final DeploymentStore store;
  private final PlanDeployment planner;
  private final CarryOutPlan carryOut;
  private final Leases leases;
  private final Limits limits;
  private final InstantSource clock;
  private final Records records;

  Deploy(
      DeploymentStore store,
      PlanDeployment planner,
      CarryOutPlan carryOut,
      Leases leases,
      Limits limits,
      InstantSource clock) {
    this.store = store;
    this.planner = planner;
    this.carryOut = carryOut;
    this.leases = leases;
    this.limits = limits;
    this.clock = clock;
    this.records = new Records(store);
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
   * nothing that it does not name, but for {@link UnknownOutcomeException}: then the record says
   * {@code pending} until the cluster has been asked, and the reconciler finishes or undoes it. Of
   * two requests with one idempotency key the second gets the first one's deployment; of two for
   * the same object at once one is refused.
   *
   * @throws RejectedException where the manifest, or the cluster of one of its objects, is not
   *     right
   * @throws ConflictException where an object of that name is not ours, a job of ours still runs
   *     and differs, or another deployment is at work on the same objects
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
      case DeploymentStore.Insertion.Inserted recorded -> carryOut.run(recorded.deployment(), plan);
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
}
