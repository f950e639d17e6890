package io.benchmarkdeployer.app.web.event;

import io.benchmarkdeployer.app.web.Parameters;
import io.benchmarkdeployer.app.web.access.Access;
import io.benchmarkdeployer.app.web.error.MayFail;
import io.benchmarkdeployer.app.web.sse.StreamBody;
import io.benchmarkdeployer.app.web.sse.Streams;
import io.benchmarkdeployer.core.Deployer;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Header;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.Optional;

/** Tells what changes, as it happens. */
@Controller("/events")
@Access(Access.Rule.TOKEN)
@ExecuteOn(TaskExecutors.BLOCKING)
@Tag(name = "events", description = "What changes, as it happens")
@MayFail
@MayFail.TooMany
final class EventController {
  private final Deployer deployer;
  private final ChangeEvents events;
  private final Streams streams;

  EventController(Deployer deployer, ChangeEvents events, Streams streams) {
    this.deployer = deployer;
    this.events = events;
    this.streams = streams;
  }

  @Operation(
      summary = "Follow the deployments",
      description =
          "Server-sent events. deployment: one is new or has changed; its data is the element of"
              + " GET /deployments, without yaml_content. reset: read GET /deployments anew, then"
              + " go on; it comes first, unless a cursor is given that is known. The id of an event"
              + " is the cursor.")
  @ApiResponse(
      responseCode = "200",
      description = "The events; they go on until the client leaves.",
      content =
          @Content(
              mediaType = MediaType.TEXT_EVENT_STREAM,
              schema = @Schema(implementation = String.class)))
  @Get(produces = MediaType.TEXT_EVENT_STREAM)
  HttpResponse<StreamBody> followDeployments(
      @QueryValue @Parameter(required = false, description = "Only those in this namespace.")
          Optional<String> namespace,
      @QueryValue
          @Parameter(
              required = false,
              description = "The id of the event taken last: what came since is told first.")
          Optional<String> after,
      @Header("Last-Event-ID")
          @Parameter(
              required = false,
              description = "The same; a browser sends it. Where both are given, it counts.")
          Optional<String> lastEventId,
      @Parameter(hidden = true) HttpRequest<?> request) {
    Optional<String> cursor = lastEventId.or(() -> after);
    streams.refuseMore(ChangeBody.BOUND);
    var follower = deployer.changes().follow(cursor, Parameters.namespace("namespace", namespace));
    return streams.live(request, MediaType.TEXT_EVENT_STREAM, new ChangeBody(follower, events));
  }
}
