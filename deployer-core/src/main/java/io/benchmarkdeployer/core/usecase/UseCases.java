package io.benchmarkdeployer.core.usecase;

import io.benchmarkdeployer.core.manifest.Manifest;
import io.benchmarkdeployer.core.model.Policy;
import io.benchmarkdeployer.core.port.ClusterPort;
import io.benchmarkdeployer.core.port.ExecPort;
import io.benchmarkdeployer.core.port.SessionObserver;
import io.benchmarkdeployer.core.port.StatePort;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;

/** All verbs, put together over one cluster and one state. */
public record UseCases(
    Deploy deploy,
    DeleteManifest deleteManifest,
    DeleteDeployment deleteDeployment,
    DeleteJob deleteJob,
    ReadJob readJob,
    ReadJobLog readJobLog,
    FollowLog followLog,
    PinLog pinLog,
    AwaitJob awaitJob,
    Reconcile reconcile,
    Optional<Terminals> terminals,
    Upkeep upkeep) {

  /**
   * Puts them together.
   *
   * @param clock tells the time for records and leases, which know milliseconds: what a store gives
   *     back must equal what it was given
   * @param exec empty where there are to be no terminals
   * @param observer hears of terminal sessions
   * @param defaultNamespace that of requests and documents that name none
   */
  public static UseCases of(
      ClusterPort cluster,
      Optional<ExecPort> exec,
      StatePort state,
      InstantSource clock,
      Limits limits,
      Policy policy,
      SessionObserver observer,
      String defaultNamespace) {
    InstantSource time = () -> clock.instant().truncatedTo(ChronoUnit.MILLIS);
    var store = state.deployments();
    var names = new JobNames(policy);
    var reader = new ReadManifest(cluster, policy, limits, defaultNamespace);
    var leases = new Leases(UUID.randomUUID().toString(), limits.lease(), time);
    var rivals = new Rivals(store, leases);
    var board = new StatusBoard();
    var recordStatus = new RecordStatus(store, board);
    var takeOver = new TakeOver(store, time);
    var remove = new RemoveObjects(cluster, rivals);
    var planner = new PlanDeployment(cluster, reader, Manifest::randomSuffix);
    var carryOut = new CarryOutPlan(cluster, store, leases, rivals, takeOver, recordStatus, limits);
    var deploy = new Deploy(store, planner, carryOut, leases, limits, time);
    var deleteDeployment = new DeleteDeployment(store, remove, leases, limits, time);
    var deletePart = new DeletePart(store, remove, leases);
    var deleteObjects = new DeleteObjects(cluster, store, deleteDeployment, deletePart, limits);
    var readJob = new ReadJob(cluster, store, names);
    var reconcile =
        new Reconcile(
            cluster, store, leases, rivals, takeOver, recordStatus, deleteDeployment, deletePart);
    var trackStatus = new TrackStatus(cluster, store, policy, board, recordStatus);
    var ourPods = new OurPods(cluster, store, readJob);
    var fate = new SessionFate(cluster, ourPods, board, time);
    var statuses = new JobStatuses(board, store);
    var liveLogs = new LiveLogs();
    var captureLogs =
        new CaptureLogs(
            cluster, board, statuses, store, state.logs(), liveLogs, leases, limits.logs(), time);
    Optional<Terminals> terminals =
        exec.map(
            port ->
                new Terminals(
                    port,
                    state.sessions(),
                    ourPods,
                    fate,
                    names,
                    leases,
                    limits.sessions(),
                    observer,
                    time));
    return new UseCases(
        deploy,
        new DeleteManifest(reader, deleteObjects),
        deleteDeployment,
        new DeleteJob(names, deleteObjects),
        readJob,
        new ReadJobLog(cluster, readJob, limits),
        new FollowLog(store, state.logs(), liveLogs, statuses, names),
        new PinLog(state.logs(), names),
        new AwaitJob(readJob, names, board),
        reconcile,
        terminals,
        new Upkeep(trackStatus, board, reconcile, captureLogs, terminals, limits.reconciliation()));
  }
}
