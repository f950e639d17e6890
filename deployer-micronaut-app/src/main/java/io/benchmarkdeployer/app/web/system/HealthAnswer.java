package io.benchmarkdeployer.app.web.system;

import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;

/** Whether the service can work. */
@Serdeable
@Schema(name = "Health", description = "Whether the service can work.")
record HealthAnswer(
    @Schema(description = "healthy or unhealthy.", example = "healthy") String status,
    @Schema(example = "benchmark-deployer") String service,
    @Schema(description = "When it was answered.") Instant timestamp,
    @Schema(description = "Whether the cluster answers.") boolean kubernetesConnected,
    @Schema(description = "Whether the database answers.") boolean databaseConnected) {

  static HealthAnswer of(boolean cluster, boolean database, Instant now) {
    return new HealthAnswer(
        cluster && database ? "healthy" : "unhealthy",
        "benchmark-deployer",
        now,
        cluster,
        database);
  }

  boolean isHealthy() {
    return kubernetesConnected && databaseConnected;
  }
}
