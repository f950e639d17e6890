package io.benchmarkdeployer.app.web.system;

import io.benchmarkdeployer.app.web.access.Access;
import io.benchmarkdeployer.app.web.error.MayFail;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;

/** The measurements, for Prometheus. */
@Controller("/metrics")
@Access(Access.Rule.TOKEN)
@ExecuteOn(TaskExecutors.BLOCKING)
@Tag(name = "system", description = "What the service says of itself")
@MayFail
final class MetricsController {
  private final PrometheusMeterRegistry meters;

  MetricsController(PrometheusMeterRegistry meters) {
    this.meters = meters;
  }

  @Operation(summary = "Metrics", description = "In Prometheus' text format.")
  @ApiResponse(responseCode = "200", description = "The measurements.")
  @Get(produces = "text/plain; version=0.0.4; charset=utf-8")
  String metrics() {
    return meters.scrape();
  }
}
