package io.benchmarkdeployer.core.usecase;

import io.benchmarkdeployer.core.manifest.Manifest;
import io.benchmarkdeployer.core.model.Policy;
import io.benchmarkdeployer.core.port.ClusterPort;
import io.benchmarkdeployer.core.port.StatePort;
import java.time.InstantSource;
import java.util.UUID;

/** All verbs, put together over one cluster and one state. */
public record UseCases(
    Deploy deploy,
    DeleteManifest deleteManifest,
    DeleteDeployment deleteDeployment,
    DeleteJob deleteJob,
    ReadJob readJob,
    ReadJobLog readJobLog,
    AwaitJob awaitJob,
    Reconcile reconcile,
    Upkeep upkeep) {

  /**
   * Puts them together.
   *
   * @param clock tells the time for records and leases
   * @param defaultNamespace that of requests and documents that name none
   */
  public static UseCases of(
      ClusterPort cluster,
      StatePort state,
      InstantSource clock,
      Limits limits,
      Policy policy,
      String defaultNamespace) {
    var store = state.deployments();
    var names = new JobNames(policy);
    var reader = new ReadManifest(cluster, policy, limits, defaultNamespace);
    var leases = new Leases(UUID.randomUUID().toString(), limits.lease(), clock);
    var board = new StatusBoard();
    var recordStatus = new RecordStatus(store, board);
    var takeOver = new TakeOver(store, clock);
    var remove = new RemoveObjects(cluster, limits);
    var planner = new PlanDeployment(cluster, reader, Manifest::randomSuffix);
    var deploy = new Deploy(cluster, store, planner, leases, takeOver, recordStatus, limits, clock);
    var deleteDeployment = new DeleteDeployment(store, remove, leases, clock);
    var deleteObjects = new DeleteObjects(cluster, store, deleteDeployment, remove);
    var readJob = new ReadJob(cluster, store, names);
    var reconcile = new Reconcile(cluster, store, leases, takeOver, recordStatus, deleteDeployment);
    var trackStatus = new TrackStatus(cluster, store, policy, board, recordStatus);
    return new UseCases(
        deploy,
        new DeleteManifest(reader, deleteObjects),
        deleteDeployment,
        new DeleteJob(names, deleteObjects),
        readJob,
        new ReadJobLog(cluster, readJob, limits),
        new AwaitJob(readJob, names, board),
        reconcile,
        new Upkeep(trackStatus, board, reconcile, limits.reconciliation()));
  }
}
