package io.benchmarkdeployer.app.web.terminal;

import io.benchmarkdeployer.app.web.access.Access;
import io.benchmarkdeployer.app.web.access.AuditLog;
import io.benchmarkdeployer.app.web.access.OwnAddress;
import io.benchmarkdeployer.app.web.error.MayFail;
import io.benchmarkdeployer.app.wiring.Settings;
import io.benchmarkdeployer.core.Deployer;
import io.benchmarkdeployer.core.model.Caller;
import io.benchmarkdeployer.core.model.SessionId;
import io.benchmarkdeployer.core.model.TerminalSession;
import io.benchmarkdeployer.core.port.NotFoundException;
import io.benchmarkdeployer.core.usecase.SessionRequest;
import io.benchmarkdeployer.core.usecase.Terminals;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.http.annotation.RequestBean;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes terminal sessions, shows them and ends them; what is typed goes by the WebSocket. */
@Controller
@Access(Access.Rule.TOKEN)
@ExecuteOn(TaskExecutors.BLOCKING)
@Tag(name = "terminals", description = "Shells in the pods of jobs")
@MayFail
@MayFail.NotFound
final class TerminalController {
  private final Terminals terminals;
  private final TerminalBodies bodies;
  private final AuditLog audit;
  private final OwnAddress address;
  private final Settings settings;

  TerminalController(
      Deployer deployer,
      TerminalBodies bodies,
      AuditLog audit,
      OwnAddress address,
      Settings settings) {
    this.terminals = deployer.terminals();
    this.bodies = bodies;
    this.audit = audit;
    this.address = address;
    this.settings = settings;
  }

  @Operation(
      summary = "Make a terminal session in a pod of a job",
      description =
          "By the address, by a body, or by both where they agree. The shell starts when somebody"
              + " connects to websocket_url.")
  @RequestBody(
      required = false,
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = TerminalBody.class)))
  @ApiResponse(responseCode = "200", description = "The session is on record.")
  @MayFail.Conflict
  @MayFail.TooMany
  @Post("/jobs/{job_name}/terminal")
  @Consumes(MediaType.ALL)
  TerminalAnswer openTerminal(
      @PathVariable("job_name") @Parameter(description = "The job's name.") String jobName,
      @RequestBean TerminalParameters parameters,
      @Parameter(hidden = true) @Body @Nullable String body,
      @Parameter(hidden = true) HttpRequest<?> request,
      @Parameter(hidden = true) Caller caller) {
    TerminalBody asked = parameters.of(jobName).and(bodies.read(request, body));
    return open(asked, request, caller);
  }

  @Operation(
      summary = "Make a terminal session in a pod of a job (by a body)",
      description = "As POST /jobs/{job_name}/terminal.")
  @ApiResponse(responseCode = "200", description = "The session is on record.")
  @MayFail.Conflict
  @MayFail.TooMany
  @Post("/terminal/create")
  TerminalAnswer openTerminalByBody(
      @Body TerminalBody body,
      @Parameter(hidden = true) HttpRequest<?> request,
      @Parameter(hidden = true) Caller caller) {
    return open(body, request, caller);
  }

  private TerminalAnswer open(TerminalBody asked, HttpRequest<?> request, Caller caller) {
    SessionRequest wanted = asked.request(settings.defaultNamespace(), caller);
    TerminalSession session =
        audit.around(
            AuditLog.Action.CREATE_TERMINAL,
            caller,
            Map.of("job", wanted.namespace() + "/" + wanted.job()),
            () -> terminals.create().run(wanted),
            made ->
                Map.of(
                    "session", made.id().value(),
                    "pod", made.container().pod(),
                    "container", made.container().container()));
    return TerminalAnswer.of(
        session, address.webSocket(request, "/terminal/" + session.id()), ticket(session, caller));
  }

  /** Whoever needs no token needs no ticket. */
  private Optional<TicketAnswer> ticket(TerminalSession session, Caller caller) {
    return settings.tokens().isEmpty()
        ? Optional.empty()
        : Optional.of(TicketAnswer.of(terminals.tickets().issue(session.id(), caller)));
  }

  @Operation(
      summary = "Make a ticket to a terminal session",
      description =
          "For a browser, which can't send a token with a WebSocket: it is good once, and takes the"
              + " place of those before.")
  @ApiResponse(responseCode = "200", description = "The ticket.")
  @MayFail.Conflict
  @Post("/terminal/{session_id}/ticket")
  @Consumes(MediaType.ALL)
  TicketAnswer makeTicket(
      @PathVariable("session_id") @Parameter(description = "The session's id.") String sessionId,
      @Parameter(hidden = true) Caller caller) {
    return TicketAnswer.of(terminals.tickets().issue(id(sessionId), caller));
  }

  @Operation(
      summary = "List terminal sessions",
      description = "Those on record, of all processes of the service.")
  @ApiResponse(responseCode = "200", description = "The sessions.")
  @Get("/terminal/sessions")
  SessionsAnswer listTerminals(
      @QueryValue("job_name")
          @Parameter(required = false, description = "Only those of jobs of this name.")
          Optional<String> jobName) {
    return SessionsAnswer.of(terminals.list(jobName.filter(name -> !name.isEmpty())));
  }

  @Operation(summary = "Show a terminal session", description = "As it is on record.")
  @ApiResponse(responseCode = "200", description = "The session.")
  @Get("/terminal/{session_id}")
  SessionView showTerminal(
      @PathVariable("session_id") @Parameter(description = "The session's id.") String sessionId) {
    return SessionView.from(terminals.find(id(sessionId)));
  }

  @Operation(
      summary = "End a terminal session",
      description = "With its shell. One that has ended stays as it ended.")
  @ApiResponse(responseCode = "200", description = "It has ended, or ends within two seconds.")
  @Delete("/terminal/{session_id}")
  TerminalEndedAnswer endTerminal(
      @PathVariable("session_id") @Parameter(description = "The session's id.") String sessionId,
      @Parameter(hidden = true) Caller caller) {
    SessionId id = id(sessionId);
    return audit.around(
        AuditLog.Action.DELETE_TERMINAL,
        caller,
        Map.of("session", id.value()),
        () -> {
          terminals.end().run(id, caller);
          return TerminalEndedAnswer.of(id);
        },
        ended -> Map.of());
  }

  @Operation(
      summary = "End all terminal sessions of a job",
      description = "With their shells. That there are none is a success.")
  @ApiResponse(responseCode = "200", description = "They have ended, or end within two seconds.")
  @Delete("/terminal/job/{job_name}")
  TerminalEndedAnswer endTerminalsOfJob(
      @PathVariable("job_name") @Parameter(description = "The job's name.") String jobName,
      @QueryValue
          @Parameter(
              required = false,
              description = "The job's namespace; jobs of this name in all where absent.")
          Optional<String> namespace,
      @Parameter(hidden = true) Caller caller) {
    Optional<String> place = namespace.filter(name -> !name.isEmpty());
    return audit.around(
        AuditLog.Action.DELETE_TERMINAL,
        caller,
        Map.of("job", place.orElse("*") + "/" + jobName),
        () -> TerminalEndedAnswer.ofJob(jobName, terminals.end().ofJob(place, jobName, caller)),
        ended -> Map.of("sessions", String.valueOf(ended.sessions())));
  }

  /** What can't be an id is the id of nothing. */
  private static SessionId id(String text) {
    if (!SessionId.isValid(text)) {
      throw new NotFoundException("There is no such terminal session");
    }
    return new SessionId(text);
  }
}
