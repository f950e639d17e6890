package io.benchmarkdeployer.app.web.log;

import io.benchmarkdeployer.app.web.LogView;
import io.benchmarkdeployer.app.web.access.Access;
import io.benchmarkdeployer.app.web.error.MayFail;
import io.benchmarkdeployer.app.web.error.ProblemDetail;
import io.benchmarkdeployer.app.web.sse.StreamBody;
import io.benchmarkdeployer.app.web.sse.Streams;
import io.benchmarkdeployer.app.wiring.Settings;
import io.benchmarkdeployer.core.Deployer;
import io.benchmarkdeployer.core.usecase.LogFollower;
import io.benchmarkdeployer.core.usecase.LogQuery;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Produces;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.http.annotation.RequestBean;
import io.micronaut.json.JsonMapper;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;

/** Streams logs of jobs, live and resumable, gives them as files, and pins them. */
@Controller("/jobs/{job_name}/logs")
@Access(Access.Rule.TOKEN)
@ExecuteOn(TaskExecutors.BLOCKING)
@Tag(name = "logs", description = "Whole logs of jobs, also of those that are gone")
@MayFail
@MayFail.NotFound
final class LogController {
  private static final String NAMESPACE = "The job's namespace; the default one where absent.";
  private static final String NDJSON = "application/x-ndjson";
  private static final String GZIP = "application/gzip";

  private final Deployer deployer;
  private final Followers followers;
  private final Streams streams;
  private final JsonMapper json;
  private final Clock clock;
  private final String defaultNamespace;

  LogController(
      Deployer deployer,
      Followers followers,
      Streams streams,
      JsonMapper json,
      Clock clock,
      Settings settings) {
    this.deployer = deployer;
    this.followers = followers;
    this.streams = streams;
    this.json = json;
    this.clock = clock;
    this.defaultNamespace = settings.defaultNamespace();
  }

  private String orDefault(Optional<String> namespace) {
    return namespace.filter(name -> !name.isEmpty()).orElse(defaultNamespace);
  }

  @Operation(
      summary = "Stream a job's log",
      description =
          "From its first line, live to its end, as server-sent events: log, gap, truncated (their"
              + " id is the cursor), status, end, error. With Accept: text/plain as lines, what is"
              + " said about the log itself beginning with ---.")
  @ApiResponse(
      responseCode = "200",
      description = "The stream.",
      content = {
        @Content(
            mediaType = MediaType.TEXT_EVENT_STREAM,
            schema =
                @Schema(
                    type = "string",
                    example =
                        "id: 7\n"
                            + "event: log\n"
                            + "data:"
                            + " {\"pod\":\"test-job-x7k2p\",\"container\":\"test\",\"timestamp\":\"2026-01-31T12:00:00.123456789Z\",\"text\":\"hello\"}\n\n")),
        @Content(
            mediaType = MediaType.TEXT_PLAIN,
            schema = @Schema(type = "string", example = "[test-job-x7k2p/test] hello\n"))
      })
  @MayFail.TooMany
  @Get("/stream")
  @Produces({MediaType.TEXT_EVENT_STREAM, MediaType.TEXT_PLAIN})
  HttpResponse<StreamBody> streamLog(
      @PathVariable("job_name") @Parameter(description = "The job's name.") String jobName,
      @QueryValue @Parameter(required = false, description = NAMESPACE) Optional<String> namespace,
      @RequestBean StreamParameters parameters,
      HttpRequest<?> request) {
    boolean isText = isText(request.accept());
    LogForm form =
        isText
            ? new TextForm(parameters.hasTimestamps(), parameters.isRaw())
            : new EventForm(parameters.isRaw(), json);
    LogQuery query = parameters.query(orDefault(namespace), jobName, clock.instant());
    streams.refuseMore(LogBody.BOUND);
    return streams.live(
        request,
        isText ? "text/plain; charset=utf-8" : MediaType.TEXT_EVENT_STREAM,
        LogBody.live(followers.follow(query), form));
  }

  private static boolean isText(Collection<MediaType> accepted) {
    return accepted.contains(MediaType.TEXT_PLAIN_TYPE)
        && !accepted.contains(MediaType.TEXT_EVENT_STREAM_TYPE);
  }

  @Operation(
      summary = "Download a job's log",
      description = "What is there of it, as a file; of a job that runs, up to now.")
  @ApiResponse(
      responseCode = "200",
      description = "The file.",
      content = {
        @Content(mediaType = MediaType.TEXT_PLAIN, schema = @Schema(implementation = String.class)),
        @Content(mediaType = NDJSON, schema = @Schema(implementation = String.class)),
        @Content(mediaType = GZIP, schema = @Schema(type = "string", format = "binary"))
      })
  @ApiResponse(
      responseCode = "206",
      description = "The range that was asked for.",
      content =
          @Content(
              mediaType = MediaType.TEXT_PLAIN,
              schema = @Schema(implementation = String.class)))
  @ApiResponse(
      responseCode = "416",
      description = "The file ends before the range begins.",
      content =
          @Content(
              mediaType = MayFail.TYPE,
              schema = @Schema(implementation = ProblemDetail.class)))
  @Get("/download")
  @Produces({MediaType.TEXT_PLAIN, NDJSON, GZIP, MediaType.ALL})
  HttpResponse<?> downloadLog(
      @PathVariable("job_name") @Parameter(description = "The job's name.") String jobName,
      @QueryValue @Parameter(required = false, description = NAMESPACE) Optional<String> namespace,
      @RequestBean DownloadParameters parameters,
      HttpRequest<?> request)
      throws InterruptedException {
    LogQuery query = LogQuery.of(orDefault(namespace), jobName).upToNow();
    Optional<ByteRange> wanted = parameters.wanted();
    return wanted.isPresent()
        ? part(request, parameters, query, wanted.get())
        : whole(request, parameters, query);
  }

  private HttpResponse<?> whole(
      HttpRequest<?> request, DownloadParameters parameters, LogQuery query) {
    var file = new LogBody.Kind.File(parameters.isGzip(), Optional.empty());
    MutableHttpResponse<StreamBody> response = file(HttpStatus.OK, parameters, query.job());
    LogForm form = parameters.form();
    return streams.answer(request, response, new LogBody(followers.follow(query), form, file));
  }

  /** The size of what is there is known only to who has looked through it. */
  private HttpResponse<?> part(
      HttpRequest<?> request, DownloadParameters parameters, LogQuery query, ByteRange wanted)
      throws InterruptedException {
    var count = new ByteCount(wanted.reach());
    boolean isCounted = count(parameters.form(), query, count);
    String size = isCounted ? String.valueOf(count.count()) : "*";
    Optional<ByteRange.Found> found = wanted.of(count.count());
    if (found.isEmpty()) {
      return unsatisfiable(request, count.count());
    }
    ByteRange.Found range = found.get();
    MutableHttpResponse<StreamBody> response =
        file(HttpStatus.PARTIAL_CONTENT, parameters, query.job())
            .header(
                HttpHeaders.CONTENT_RANGE,
                "bytes %d-%d/%s".formatted(range.first(), range.last(), size))
            .contentLength(range.length());
    var file = new LogBody.Kind.File(false, Optional.of(range));
    LogForm form = parameters.form();
    return streams.answer(request, response, new LogBody(followers.follow(query), form, file));
  }

  /** Whether it was counted to its end. */
  private boolean count(LogForm form, LogQuery query, ByteCount count) throws InterruptedException {
    var pace = new StreamBody.Pace(Duration.ofSeconds(15), () -> Duration.ZERO);
    try (LogFollower follower = followers.follow(query)) {
      return new LogTransfer(follower, form, pace, count).run();
    }
  }

  private static HttpResponse<?> unsatisfiable(HttpRequest<?> request, long size) {
    return ProblemDetail.response(
            request,
            HttpStatus.REQUESTED_RANGE_NOT_SATISFIABLE,
            "The file has %d bytes: it ends before this range begins".formatted(size))
        .header(HttpHeaders.CONTENT_RANGE, "bytes */" + size);
  }

  private static MutableHttpResponse<StreamBody> file(
      HttpStatus status, DownloadParameters parameters, String job) {
    return HttpResponse.<StreamBody>status(status)
        .header(HttpHeaders.CACHE_CONTROL, "no-store")
        .header(HttpHeaders.ACCEPT_RANGES, parameters.isGzip() ? "none" : "bytes")
        .header(
            HttpHeaders.CONTENT_DISPOSITION,
            "attachment; filename=\"%s\"".formatted(parameters.fileName(job)))
        .contentType(parameters.mediaType());
  }

  @Operation(
      summary = "Pin a job's log",
      description = "It is kept for good, whatever its age, until it is unpinned.")
  @ApiResponse(responseCode = "200", description = "The log is pinned.")
  @Post("/pin")
  LogView pinLog(
      @PathVariable("job_name") @Parameter(description = "The job's name.") String jobName,
      @QueryValue @Parameter(required = false, description = NAMESPACE)
          Optional<String> namespace) {
    return LogView.from(deployer.pinLog().run(orDefault(namespace), jobName, true));
  }

  @Operation(summary = "Unpin a job's log", description = "Its age counts again.")
  @ApiResponse(responseCode = "200", description = "The log is not pinned.")
  @Delete("/pin")
  LogView unpinLog(
      @PathVariable("job_name") @Parameter(description = "The job's name.") String jobName,
      @QueryValue @Parameter(required = false, description = NAMESPACE)
          Optional<String> namespace) {
    return LogView.from(deployer.pinLog().run(orDefault(namespace), jobName, false));
  }
}
