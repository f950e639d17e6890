package io.benchmarkdeployer.app.web.error;

import io.benchmarkdeployer.core.model.Problem;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.Optional;

/** Why a request was not answered as asked (RFC 9457). */
@Serdeable
@Schema(
    name = "Problem",
    description = "Why a request was not answered as asked (RFC 9457, application/problem+json).")
public record ProblemDetail(
    @Schema(description = "Always about:blank: the status says of what kind it is.") String type,
    @Schema(description = "The status in words.", example = "Not Found") String title,
    @Schema(description = "The HTTP status.", example = "404") int status,
    @Schema(
            description = "What happened and what to do, for a person.",
            example = "There is no Job default/test-job")
        String detail,
    @Schema(description = "The path that was asked for.", example = "/jobs/test-job/status")
        String instance,
    @Schema(description = "Each thing that is wrong, where several may be; else empty.")
        List<Item> errors) {

  /** One thing that is wrong. */
  @Serdeable
  @Schema(name = "ProblemItem", description = "One thing that is wrong, and where.")
  public record Item(
      @Schema(
              description =
                  "A field of the request, or the place in the manifest's document; empty for the"
                      + " whole.",
              example = "spec.template.spec.containers[0].image")
          String path,
      @Schema(description = "What is wrong.") String message,
      @Schema(
              type = "integer",
              nullable = true,
              description = "The document of the manifest, from 1; null elsewhere.")
          Optional<Integer> document,
      @Schema(
              type = "integer",
              nullable = true,
              description = "The line in the manifest, from 1; null where unknown.")
          Optional<Integer> line,
      @Schema(
              type = "integer",
              nullable = true,
              description = "The column in that line, from 1; null where unknown.")
          Optional<Integer> column) {

    static Item of(Problem problem) {
      return new Item(
          problem.path(),
          problem.message(),
          known(problem.document()),
          known(problem.line()),
          known(problem.column()));
    }

    static Item at(String path, String message) {
      return new Item(path, message, Optional.empty(), Optional.empty(), Optional.empty());
    }

    private static Optional<Integer> known(int number) {
      return number > 0 ? Optional.of(number) : Optional.empty();
    }
  }

  public ProblemDetail {
    errors = List.copyOf(errors);
  }

  static ProblemDetail of(
      HttpRequest<?> request, HttpStatus status, String detail, List<Item> errors) {
    return new ProblemDetail(
        "about:blank",
        status.getReason(),
        status.getCode(),
        detail,
        String.valueOf(request.getUri().getRawPath()),
        errors);
  }

  /** An answer that refuses this request. */
  public static MutableHttpResponse<ProblemDetail> response(
      HttpRequest<?> request, HttpStatus status, String detail) {
    return response(of(request, status, detail, List.of()));
  }

  static MutableHttpResponse<ProblemDetail> response(ProblemDetail problem) {
    return HttpResponse.<ProblemDetail>status(HttpStatus.valueOf(problem.status()))
        .contentType(MediaType.APPLICATION_JSON_PROBLEM_TYPE)
        .body(problem);
  }
}
