package io.benchmarkdeployer.app.wiring;

import io.benchmarkdeployer.core.Deployer;
import io.benchmarkdeployer.core.port.ClusterPort;
import io.benchmarkdeployer.core.port.ExecPort;
import io.benchmarkdeployer.core.port.SessionObserver;
import io.benchmarkdeployer.core.port.StatePort;
import io.benchmarkdeployer.core.usecase.Limits;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Factory;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.ZoneOffset;

/** Puts the core together; ends it before the ports that it stands on. */
@Factory
final class Wiring {

  /** In whole milliseconds: clients of today read no finer times. */
  @Singleton
  Clock clock() {
    return Clock.tickMillis(ZoneOffset.UTC);
  }

  @Singleton
  @Bean(preDestroy = "close")
  ClusterPort cluster(Adapters adapters) {
    return adapters.cluster();
  }

  @Singleton
  @Bean(preDestroy = "close")
  StatePort state(Adapters adapters) {
    return adapters.state();
  }

  @Singleton
  @Bean(preDestroy = "close")
  ExecPort exec(Adapters adapters) {
    return adapters.exec();
  }

  /** Begins with the service, not with the first request: statuses are to be followed. */
  @Context
  @Bean(preDestroy = "close")
  Deployer deployer(
      ClusterPort cluster,
      ExecPort exec,
      StatePort state,
      SessionObserver observer,
      Settings settings,
      Clock clock) {
    return Deployer.on(cluster, state)
        .terminals(exec)
        .observer(observer)
        .clock(clock)
        .policy(settings.policy())
        .defaultNamespace(settings.defaultNamespace())
        .limits(limits(settings))
        .build()
        .start();
  }

  /** A lease outlasts what one call may last: its holder must not be taken for dead meanwhile. */
  private static Limits limits(Settings settings) {
    var least = settings.callTimeout().multipliedBy(3);
    var limits =
        Limits.DEFAULT
            .withManifest(settings.manifestLimits())
            .withSessions(settings.sessionLimits())
            .withLogs(settings.logLimits());
    return least.compareTo(limits.lease()) > 0 ? limits.withLease(least) : limits;
  }
}
