package io.benchmarkdeployer.app;

import io.micronaut.runtime.Micronaut;
import io.swagger.v3.oas.annotations.OpenAPIDefinition;
import io.swagger.v3.oas.annotations.info.Info;

/** Starts the service; it runs until the process is told to end (SIGTERM or Ctrl-C). */
@OpenAPIDefinition(
    info =
        @Info(
            title = "Benchmark Deployer",
            version = "0.1.0",
            description = "Deploys benchmark jobs, follows them, reads their logs, deletes them."))
public final class Application {
  private Application() {}

  public static void main(String[] args) {
    Micronaut.build(args).mainClass(Application.class).banner(false).start();
  }
}
