package io.benchmarkdeployer.app.web.job;

import io.benchmarkdeployer.app.web.Parameters;
import io.benchmarkdeployer.app.web.access.Access;
import io.benchmarkdeployer.app.web.access.AuditLog;
import io.benchmarkdeployer.app.web.error.MayFail;
import io.benchmarkdeployer.app.wiring.Settings;
import io.benchmarkdeployer.core.Deployer;
import io.benchmarkdeployer.core.model.Caller;
import io.benchmarkdeployer.core.port.NotFoundException;
import io.benchmarkdeployer.core.usecase.AwaitJob.Waited;
import io.benchmarkdeployer.core.usecase.JobLogQuery;
import io.benchmarkdeployer.core.usecase.LogFollower;
import io.benchmarkdeployer.core.usecase.LogQuery;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Tells of jobs by their names, and deletes them. */
@Controller("/jobs")
@Access(Access.Rule.TOKEN)
@ExecuteOn(TaskExecutors.BLOCKING)
@Tag(name = "jobs", description = "Jobs by their names")
@MayFail
@MayFail.NotFound
final class JobController {
  private static final String NAMESPACE = "The job's namespace; the default one where absent.";
  private static final Duration USUAL_WAIT = Duration.ofSeconds(60);

  /** Shorter than the server's patience with a silent connection. */
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(4);

  /** Clients of this route give up after 30 seconds, many of them. */
  private static final Duration LONGEST_FOLLOW = Duration.ofSeconds(25);

  private final Deployer deployer;
  private final AuditLog audit;
  private final Clock clock;
  private final String defaultNamespace;

  JobController(Deployer deployer, AuditLog audit, Clock clock, Settings settings) {
    this.deployer = deployer;
    this.audit = audit;
    this.clock = clock;
    this.defaultNamespace = settings.defaultNamespace();
  }

  private String orDefault(Optional<String> namespace) {
    return namespace.filter(name -> !name.isEmpty()).orElse(defaultNamespace);
  }

  @Operation(summary = "Show a job's status", description = "From the cluster itself.")
  @ApiResponse(responseCode = "200", description = "The job as it is now.")
  @Get("/{job_name}/status")
  JobStatusAnswer jobStatus(
      @PathVariable("job_name") @Parameter(description = "The job's name.") String jobName,
      @QueryValue @Parameter(required = false, description = NAMESPACE)
          Optional<String> namespace) {
    String place = orDefault(namespace);
    return JobStatusAnswer.from(
        deployer.readJob().status(place, jobName), deployer.log(place, jobName));
  }

  @Operation(
      summary = "Read a job's log",
      description = "The last lines of all pods and containers, in the order of time.")
  @ApiResponse(responseCode = "200", description = "The lines.")
  @Get("/{job_name}/logs")
  LogsAnswer jobLogs(
      @PathVariable("job_name") @Parameter(description = "The job's name.") String jobName,
      @QueryValue @Parameter(required = false, description = NAMESPACE) Optional<String> namespace,
      @QueryValue("tail_lines")
          @Parameter(
              description = "The last so many lines.",
              schema = @Schema(implementation = Integer.class, minimum = "0", defaultValue = "100"))
          Optional<String> tailLines,
      @QueryValue
          @Parameter(
              description = "Whether control sequences, as of colours, stay in the lines.",
              schema = @Schema(implementation = Boolean.class, defaultValue = "false"))
          Optional<String> raw)
      throws InterruptedException {
    boolean asPrinted = Parameters.flag("raw", raw);
    return logs(jobName, orDefault(namespace), Tail.of(tailLines), asPrinted);
  }

  @Operation(
      summary = "Read a job's log (by a body)",
      description =
          "As GET /jobs/{job_name}/logs; tail_lines null gives all lines. With follow it answers"
              + " once the log has ended, or after 25 seconds with what is there then.")
  @ApiResponse(responseCode = "200", description = "The lines.")
  @Post("/logs")
  LogsAnswer jobLogsByBody(@Body LogsBody body) throws InterruptedException {
    String jobName = body.requiredJobName();
    String place = orDefault(body.namespace());
    Tail tail = body.tail();
    if (body.isToFollow()) {
      awaitLogEnd(jobName, place);
    }
    return logs(jobName, place, tail, body.isRaw());
  }

  /** A job of others, or one whose log is not kept any more, has nothing to wait for. */
  private void awaitLogEnd(String jobName, String namespace) throws InterruptedException {
    long end = System.nanoTime() + LONGEST_FOLLOW.toNanos();
    var query = LogQuery.of(namespace, jobName).withTail(0);
    try (LogFollower follower = deployer.followLog().run(query)) {
      Duration left = LONGEST_FOLLOW;
      while (left.isPositive() && !isOver(follower.next(left))) {
        left = Duration.ofNanos(end - System.nanoTime());
      }
    } catch (NotFoundException unknown) {
      return;
    }
  }

  private static boolean isOver(LogFollower.Part part) {
    return switch (part) {
      case LogFollower.Part.End end -> true;
      case LogFollower.Part.Closed closed -> true;
      case LogFollower.Part.Entries entries -> false;
      case LogFollower.Part.Status status -> false;
      case LogFollower.Part.Quiet quiet -> false;
    };
  }

  private LogsAnswer logs(String jobName, String namespace, Tail tail, boolean raw)
      throws InterruptedException {
    var query =
        new JobLogQuery(
            namespace,
            jobName,
            tail.lines(),
            Optional.empty(),
            Optional.empty(),
            false,
            Optional.empty());
    return LogsAnswer.from(
        jobName, namespace, deployer.readJobLog().run(query), raw, clock.instant());
  }

  @Operation(
      summary = "Show what the cluster noted about a job",
      description = "About the job and its newest pods; also of a job of ours that is gone.")
  @ApiResponse(responseCode = "200", description = "The events.")
  @Get("/{job_name}/events")
  EventsAnswer jobEvents(
      @PathVariable("job_name") @Parameter(description = "The job's name.") String jobName,
      @QueryValue @Parameter(required = false, description = NAMESPACE)
          Optional<String> namespace) {
    String place = orDefault(namespace);
    return EventsAnswer.from(
        jobName, place, deployer.readJob().events(place, jobName), clock.instant());
  }

  @Operation(
      summary = "Wait until a job has ended",
      description =
          "Answers as soon as the job has completed, failed or gone, or the time is over.")
  @ApiResponse(responseCode = "200", description = "How the waiting ended.")
  @Get("/{job_name}/wait")
  WaitAnswer awaitJob(
      @PathVariable("job_name") @Parameter(description = "The job's name.") String jobName,
      @QueryValue @Parameter(required = false, description = NAMESPACE) Optional<String> namespace,
      @QueryValue
          @Parameter(
              description = "How long to wait at most, as 90s or 2m; at most 240s.",
              schema = @Schema(type = "string", defaultValue = "60s"))
          Optional<String> timeout)
      throws InterruptedException {
    String place = orDefault(namespace);
    Duration atMost = Parameters.duration("timeout", timeout, USUAL_WAIT, LONGEST_WAIT);
    Waited waited = deployer.awaitJob().run(place, jobName, atMost);
    return WaitAnswer.from(jobName, place, waited, deployer.log(place, jobName));
  }

  @Operation(
      summary = "Delete a job",
      description = "With its pods. A job that is already gone is a success.")
  @ApiResponse(responseCode = "200", description = "The job is gone, or goes.")
  @Delete("/{job_name}/delete")
  JobDeletedAnswer deleteJob(
      @PathVariable("job_name") @Parameter(description = "The job's name.") String jobName,
      @QueryValue @Parameter(required = false, description = NAMESPACE) Optional<String> namespace,
      @Parameter(hidden = true) Caller caller) {
    String place = orDefault(namespace);
    boolean wasThere =
        audit.around(
            AuditLog.Action.DELETE,
            caller,
            Map.of("job", place + "/" + jobName),
            () -> deployer.deleteJob().run(place, jobName, caller),
            found -> Map.of("found", String.valueOf(found)));
    return JobDeletedAnswer.of(jobName, place, wasThere);
  }
}
