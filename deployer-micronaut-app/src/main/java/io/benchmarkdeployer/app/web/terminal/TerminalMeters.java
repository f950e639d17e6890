package io.benchmarkdeployer.app.web.terminal;

import io.benchmarkdeployer.core.Deployer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micronaut.context.BeanProvider;
import jakarta.inject.Singleton;

/** How many shells there are. */
@Singleton
final class TerminalMeters implements MeterBinder {
  private final BeanProvider<Deployer> deployer;

  /** Asked for later: what hears of sessions needs the registry that this one adds to. */
  TerminalMeters(BeanProvider<Deployer> deployer) {
    this.deployer = deployer;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    Gauge.builder("deployer.terminals.open", () -> deployer.get().terminals().held())
        .description("Terminal sessions whose shells this process holds")
        .register(registry);
  }
}
