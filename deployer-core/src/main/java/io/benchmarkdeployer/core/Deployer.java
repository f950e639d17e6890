package io.benchmarkdeployer.core;

import io.benchmarkdeployer.core.model.CapturedLog;
import io.benchmarkdeployer.core.model.Deployment;
import io.benchmarkdeployer.core.model.DeploymentId;
import io.benchmarkdeployer.core.model.Policy;
import io.benchmarkdeployer.core.port.ClusterPort;
import io.benchmarkdeployer.core.port.DeploymentPage;
import io.benchmarkdeployer.core.port.DeploymentQuery;
import io.benchmarkdeployer.core.port.ExecPort;
import io.benchmarkdeployer.core.port.NotFoundException;
import io.benchmarkdeployer.core.port.SessionObserver;
import io.benchmarkdeployer.core.port.StatePort;
import io.benchmarkdeployer.core.usecase.AwaitJob;
import io.benchmarkdeployer.core.usecase.DeleteDeployment;
import io.benchmarkdeployer.core.usecase.DeleteJob;
import io.benchmarkdeployer.core.usecase.DeleteManifest;
import io.benchmarkdeployer.core.usecase.Deploy;
import io.benchmarkdeployer.core.usecase.DeploymentChanges;
import io.benchmarkdeployer.core.usecase.FollowLog;
import io.benchmarkdeployer.core.usecase.Limits;
import io.benchmarkdeployer.core.usecase.PinLog;
import io.benchmarkdeployer.core.usecase.ReadJob;
import io.benchmarkdeployer.core.usecase.ReadJobLog;
import io.benchmarkdeployer.core.usecase.Reconcile;
import io.benchmarkdeployer.core.usecase.Terminals;
import io.benchmarkdeployer.core.usecase.UseCases;
import java.time.Clock;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Deploys manifests to a cluster, follows what they do, reads what they print, deletes them. The
 * one object that an embedding program builds:
 *
 * <pre>{@code
 * try (var deployer = Deployer.on(cluster, state).build().start()) {
 *   Deployment deployment = deployer.deploy().run(DeployRequest.of(yaml));
 *   deployer.awaitJob().run("default", "test-job", Duration.ofMinutes(5));
 * }
 * }</pre>
 *
 * <p>Every method may be called from any thread. Errors are {@link
 * io.benchmarkdeployer.core.port.DeployerException}s.
 */
public final class Deployer implements AutoCloseable {
  private final StatePort state;
  private final UseCases useCases;

  private Deployer(Builder builder) {
    this.state = builder.state;
    this.useCases =
        UseCases.of(
            builder.cluster,
            builder.exec,
            state,
            builder.clock,
            builder.limits,
            builder.policy,
            builder.observer,
            builder.defaultNamespace);
  }

  /** Begins a deployer on these ports; it does not close them. */
  public static Builder on(ClusterPort cluster, StatePort state) {
    return new Builder(cluster, state);
  }

  /**
   * Begins to follow statuses, to settle what a crash left, and to look after terminals, on threads
   * of its own; returns at once. To be called once. Without it deployments and deletions work, but
   * statuses on record stay as they are.
   */
  public Deployer start() {
    useCases.upkeep().start();
    return this;
  }

  public Deploy deploy() {
    return useCases.deploy();
  }

  public DeleteManifest deleteManifest() {
    return useCases.deleteManifest();
  }

  public DeleteDeployment deleteDeployment() {
    return useCases.deleteDeployment();
  }

  public DeleteJob deleteJob() {
    return useCases.deleteJob();
  }

  public ReadJob readJob() {
    return useCases.readJob();
  }

  public ReadJobLog readJobLog() {
    return useCases.readJobLog();
  }

  public FollowLog followLog() {
    return useCases.followLog();
  }

  public PinLog pinLog() {
    return useCases.pinLog();
  }

  public AwaitJob awaitJob() {
    return useCases.awaitJob();
  }

  public Reconcile reconcile() {
    return useCases.reconcile();
  }

  /** How deployments and their jobs change, as it happens. */
  public DeploymentChanges changes() {
    return useCases.changes();
  }

  /**
   * Terminals in the pods of jobs.
   *
   * @throws IllegalStateException where it was built without {@link Builder#terminals}
   */
  public Terminals terminals() {
    return useCases
        .terminals()
        .orElseThrow(() -> new IllegalStateException("this deployer was built without terminals"));
  }

  /**
   * A page of the deployments on record, with their last known status; the cluster is not asked. A
   * page with manifests ends early, with a next one, once these come to more than 16 MiB.
   */
  public DeploymentPage list(DeploymentQuery query) {
    return useCases.listDeployments().run(query);
  }

  /**
   * One deployment as it is on record, deleted ones too; the cluster is not asked.
   *
   * @throws NotFoundException where there is none of that id
   */
  public Deployment deployment(DeploymentId id) {
    return state
        .deployments()
        .find(id)
        .orElseThrow(() -> new NotFoundException("There is no deployment " + id));
  }

  /**
   * How the log of the newest job of this name stands; also long after the job is gone. Empty where
   * none was captured, or none is kept any more.
   */
  public Optional<CapturedLog> log(String namespace, String job) {
    return state.logs().findNewest(namespace, job);
  }

  /** Whether the statuses on record may be old, because the cluster can't be heard just now. */
  public boolean isStale() {
    return useCases.upkeep().isStale();
  }

  /**
   * The followers of logs and of changes and the attachments to terminals that were begun here and
   * are not closed, each in words; a leak guard asks.
   */
  public List<String> openHandles() {
    return useCases.openHandles().get();
  }

  /**
   * Ends what {@link #start} began, the terminals, and all who follow {@link #changes}. The ports
   * stay open: close them after it. Idempotent.
   */
  @Override
  public void close() {
    useCases.changes().close();
    useCases.upkeep().close();
  }

  /** How a deployer shall be; each setting has a default. */
  public static final class Builder {
    private final ClusterPort cluster;
    private final StatePort state;
    private Optional<ExecPort> exec = Optional.empty();
    private SessionObserver observer = SessionObserver.NONE;
    private InstantSource clock = Clock.systemUTC();
    private Limits limits = Limits.DEFAULT;
    private Policy policy = Policy.DEFAULT;
    private String defaultNamespace = "default";

    private Builder(ClusterPort cluster, StatePort state) {
      this.cluster = cluster;
      this.state = state;
    }

    /**
     * Where terminals are opened; it is not closed with the deployer. Without it there are none.
     */
    public Builder terminals(ExecPort port) {
      exec = Optional.of(port);
      return this;
    }

    /** Who hears of terminal sessions; nobody by default. */
    public Builder observer(SessionObserver other) {
      observer = other;
      return this;
    }

    /** What tells the time for records and leases; the system's clock by default. */
    public Builder clock(InstantSource other) {
      clock = other;
      return this;
    }

    public Builder limits(Limits other) {
      limits = other;
      return this;
    }

    public Builder policy(Policy other) {
      policy = other;
      return this;
    }

    /** The namespace of requests and documents that name none; {@code default} by default. */
    public Builder defaultNamespace(String other) {
      defaultNamespace = other;
      return this;
    }

    public Deployer build() {
      return new Deployer(this);
    }
  }
}
