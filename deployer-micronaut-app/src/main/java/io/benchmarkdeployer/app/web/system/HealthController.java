package io.benchmarkdeployer.app.web.system;

import io.benchmarkdeployer.app.web.access.Access;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.security.SecurityRequirements;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Clock;

/** For probes and monitors; open to all, for they carry no token. */
@Controller("/health")
@Access(Access.Rule.OPEN)
@ExecuteOn(TaskExecutors.BLOCKING)
@Tag(name = "system", description = "What the service says of itself")
@SecurityRequirements
final class HealthController {
  private final Vitals vitals;
  private final Stopping stopping;
  private final Clock clock;

  HealthController(Vitals vitals, Stopping stopping, Clock clock) {
    this.vitals = vitals;
    this.stopping = stopping;
    this.clock = clock;
  }

  /** The process lives. */
  @Serdeable
  @Schema(name = "Liveness", description = "The process lives.")
  record Liveness(@Schema(example = "alive") String status) {}

  @Operation(
      summary = "Health",
      description = "Always 200; status says whether the cluster and the database answer.")
  @ApiResponse(responseCode = "200", description = "The service answers.")
  @Get
  HealthAnswer health() {
    return HealthAnswer.of(
        vitals.isClusterConnected(), vitals.isDatabaseConnected(), clock.instant());
  }

  @Operation(
      summary = "Liveness",
      description = "Whether the process lives: not whether it is worth sending it requests.")
  @ApiResponse(responseCode = "200", description = "It lives.")
  @Get("/liveness")
  Liveness liveness() {
    return new Liveness("alive");
  }

  @Operation(
      summary = "Readiness",
      description =
          "Whether requests can be served: the cluster and the database answer, and the service"
              + " does not stop.")
  @ApiResponse(responseCode = "200", description = "They can.")
  @ApiResponse(
      responseCode = "503",
      description = "They can't; the body says what is missing.",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = HealthAnswer.class)))
  @Get("/readiness")
  HttpResponse<HealthAnswer> readiness() {
    HealthAnswer health = health();
    return HttpResponse.<HealthAnswer>status(
            health.isHealthy() && !stopping.isUnderWay()
                ? HttpStatus.OK
                : HttpStatus.SERVICE_UNAVAILABLE)
        .body(health);
  }
}
