package io.benchmarkdeployer.app.web.system;

import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What the service is and how it is. */
@Serdeable
@Schema(name = "Status", description = "What the service is and how it is.")
record StatusAnswer(
    @Schema(example = "Benchmark Deployer") String service,
    @Schema(
            description =
                "healthy; degraded where the cluster does not answer or statuses may be old;"
                    + " unhealthy where the database does not answer.",
            example = "healthy")
        String status,
    @Schema(
            type = "string",
            nullable = true,
            description = "Null while the cluster does not answer.",
            example = "v1.32.0")
        Optional<String> kubernetesVersion,
    @Schema(
            type = "integer",
            nullable = true,
            description = "Deployments that are not deleted; null while the database is silent.",
            example = "3")
        Optional<Long> activeDeployments,
    @Schema(description = "Time since the start, for people.", example = "2d 3h 4m 5s")
        String uptime,
    @Schema(description = "The same in seconds.", example = "183845") long uptimeSeconds,
    @Schema(description = "This service's version.", example = "0.1.0") String version,
    @Schema(
            description = "kubernetes, or embedded: containers are processes of this machine.",
            example = "kubernetes")
        String cluster,
    @Schema(description = "Whether the cluster answers.") boolean kubernetesConnected,
    @Schema(description = "Whether the database answers.") boolean databaseConnected,
    @Schema(description = "Whether the statuses in lists may be old.") boolean stale,
    @Schema(description = "What a user should know of how it is set up.") List<String> notices,
    @Schema(description = "What its operator should mend.") List<String> warnings) {

  static String words(Duration time) {
    var words = new StringBuilder();
    if (time.toDays() > 0) {
      words.append(time.toDays()).append("d ");
    }
    if (time.toHours() > 0) {
      words.append(time.toHoursPart()).append("h ");
    }
    if (time.toMinutes() > 0) {
      words.append(time.toMinutesPart()).append("m ");
    }
    return words.append(time.toSecondsPart()).append("s").toString();
  }
}
