package io.benchmarkdeployer.app.web.system;

import io.benchmarkdeployer.core.model.DeploymentState;
import io.benchmarkdeployer.core.port.ClusterDescription;
import io.benchmarkdeployer.core.port.ClusterPort;
import io.benchmarkdeployer.core.port.StatePort;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** How the two things are that the service stands on; asking often costs them little. */
@Singleton
final class Vitals implements MeterBinder {
  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final Set<DeploymentState> ACTIVE =
      EnumSet.allOf(DeploymentState.class).stream()
          .filter(DeploymentState::isActive)
          .collect(Collectors.toUnmodifiableSet());

  private final Pulse<ClusterDescription> cluster;
  private final Pulse<Boolean> state;
  private final Pulse<Long> activeDeployments;

  Vitals(ClusterPort cluster, StatePort state) {
    this.cluster = new Pulse<>(cluster::describe, Duration.ofSeconds(1), PATIENCE);
    this.state =
        new Pulse<>(
            () -> {
              state.check();
              return true;
            },
            Duration.ofSeconds(1),
            PATIENCE);
    this.activeDeployments =
        new Pulse<>(() -> state.deployments().count(ACTIVE), Duration.ofSeconds(5), PATIENCE);
  }

  /** What the cluster says of itself; empty where it does not answer. */
  Optional<ClusterDescription> cluster() {
    return cluster.now();
  }

  boolean isClusterConnected() {
    return cluster.now().isPresent();
  }

  boolean isDatabaseConnected() {
    return state.now().isPresent();
  }

  /** How many deployments are active; empty where the database does not answer. */
  Optional<Long> activeDeployments() {
    return activeDeployments.now();
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    Gauge.builder(
            "deployer.deployments.active",
            () -> activeDeployments().map(Long::doubleValue).orElse(Double.NaN))
        .description("Deployments that are not deleted")
        .register(registry);
  }
}
