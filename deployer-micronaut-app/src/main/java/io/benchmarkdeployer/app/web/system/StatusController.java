package io.benchmarkdeployer.app.web.system;

import io.benchmarkdeployer.app.web.access.Access;
import io.benchmarkdeployer.app.web.error.MayFail;
import io.benchmarkdeployer.app.wiring.Notices;
import io.benchmarkdeployer.app.wiring.Settings;
import io.benchmarkdeployer.app.wiring.Version;
import io.benchmarkdeployer.core.Deployer;
import io.benchmarkdeployer.core.port.ClusterDescription;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Optional;

/** What the service is and how it is. */
@Controller("/status")
@Access(Access.Rule.TOKEN)
@ExecuteOn(TaskExecutors.BLOCKING)
@Tag(name = "system", description = "What the service says of itself")
@MayFail
final class StatusController {
  private final Vitals vitals;
  private final Deployer deployer;
  private final Settings settings;

  StatusController(Vitals vitals, Deployer deployer, Settings settings) {
    this.vitals = vitals;
    this.deployer = deployer;
    this.settings = settings;
  }

  @Operation(
      summary = "Status",
      description = "What the service is, how it is, and what its operator should know.")
  @ApiResponse(responseCode = "200", description = "The status.")
  @Get
  StatusAnswer serviceStatus() {
    Optional<ClusterDescription> cluster = vitals.cluster();
    boolean database = vitals.isDatabaseConnected();
    boolean stale = deployer.isStale();
    Duration uptime = Duration.ofMillis(ManagementFactory.getRuntimeMXBean().getUptime());
    return new StatusAnswer(
        "Benchmark Deployer",
        word(cluster.isPresent() && !stale, database),
        cluster.map(ClusterDescription::version),
        vitals.activeDeployments(),
        StatusAnswer.words(uptime),
        uptime.toSeconds(),
        Version.OF_THIS,
        settings.isEmbedded() ? "embedded" : "kubernetes",
        cluster.isPresent(),
        database,
        stale,
        Notices.of(settings),
        Notices.warnings(settings));
  }

  private static String word(boolean cluster, boolean database) {
    if (!database) {
      return "unhealthy";
    }
    return cluster ? "healthy" : "degraded";
  }
}
