package io.benchmarkdeployer.core.usecase;

import io.benchmarkdeployer.core.manifest.Manifest;
import io.benchmarkdeployer.core.model.Policy;
import io.benchmarkdeployer.core.port.ClusterPort;
import io.benchmarkdeployer.core.port.ExecPort;
import io.benchmarkdeployer.core.port.SessionObserver;
import io.benchmarkdeployer.core.port.StatePort;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * All verbs, put together over one cluster and one state.
 *
 * @param openHandles tells what was handed out to be closed and is not, each in words
 */
public record UseCases(
    Deploy deploy,
    ListDeployments listDeployments,
    DeleteManifest deleteManifest,
    DeleteDeployment deleteDeployment,
    DeleteJob deleteJob,
    ReadJob readJob,
    ReadJobLog readJobLog,
    FollowLog followLog,
    PinLog pinLog,
    AwaitJob awaitJob,
    Reconcile reconcile,
    DeploymentChanges changes,
    Optional<Terminals> terminals,
    Upkeep upkeep,
    Supplier<List<String>> openHandles) {
  private static final int MOST_CHANGES = 10_000;
  private static final int MOST_CHANGED_RESOURCES = 20_000;

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
    var journal = new ChangeJournal(MOST_CHANGES, MOST_CHANGED_RESOURCES);
    var store = new AnnouncedDeployments(state.deployments(), journal);
    var names = new JobNames(policy);
    var reader = new ReadManifest(cluster, policy, limits, defaultNamespace);
    var leases = new Leases(UUID.randomUUID().toString(), limits.lease(), time);
    var rivals = new Rivals(store, leases);
    var board = new StatusBoard();
    var recordStatus = new RecordStatus(store, board);
    var takeOver = new TakeOver(store, time);
    var liveLogs = new LiveLogs();
    var handles = new Handles();
    var logsOfJobs = new LogsOfJobs(store, state.logs());
    var lastReading = new LastReading(logsOfJobs, liveLogs);
    var remove = new RemoveObjects(cluster, rivals, lastReading);
    var planner = new PlanDeployment(cluster, reader, Manifest::randomSuffix);
    var carryOut =
        new CarryOutPlan(
            cluster, store, leases, rivals, takeOver, recordStatus, lastReading, limits);
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
    var captureLogs =
        new CaptureLogs(
            cluster,
            board,
            statuses,
            new JobSecrets(cluster, store),
            new ClaimLog(store, state.logs(), leases, time),
            state.logs(),
            liveLogs,
            leases,
            limits.logs(),
            time);
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
                    time,
                    handles));
    return new UseCases(
        deploy,
        new ListDeployments(store),
        new DeleteManifest(reader, deleteObjects),
        deleteDeployment,
        new DeleteJob(names, deleteObjects),
        readJob,
        new ReadJobLog(
            logsOfJobs,
            liveLogs,
            state.logs(),
            statuses,
            new ReadClusterLog(cluster, readJob, limits),
            names,
            limits),
        new FollowLog(logsOfJobs, state.logs(), liveLogs, statuses, names, handles),
        new PinLog(state.logs(), names),
        new AwaitJob(readJob, names, board),
        reconcile,
        new DeploymentChanges(store, journal, handles),
        terminals,
        new Upkeep(trackStatus, board, reconcile, captureLogs, terminals, limits.reconciliation()),
        handles::inWords);
  }
}
