package io.benchmarkdeployer.app.web.error;

import io.micronaut.context.annotation.Primary;
import io.micronaut.core.convert.exceptions.ConversionErrorException;
import io.micronaut.core.naming.NameUtils;
import io.micronaut.core.type.Argument;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.server.exceptions.NotAllowedException;
import io.micronaut.http.server.exceptions.response.ErrorContext;
import io.micronaut.http.server.exceptions.response.ErrorResponseProcessor;
import io.micronaut.web.router.exceptions.UnsatisfiedRouteException;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;

/**
 * Answers what the framework refuses by itself, in our words: its own name classes and Java paths.
 */
@Singleton
@Primary
final class FrameworkErrors implements ErrorResponseProcessor<ProblemDetail> {

  @Override
  public MutableHttpResponse<ProblemDetail> processResponse(
      ErrorContext context, MutableHttpResponse<?> response) {
    HttpRequest<?> request = context.getRequest();
    HttpStatus status = HttpStatus.valueOf(response.code());
    var problem =
        context
            .getRootCause()
            .map(cause -> problem(request, status, cause))
            .orElseGet(() -> plain(request, status));
    return response.body(problem).contentType(MediaType.APPLICATION_JSON_PROBLEM_TYPE);
  }

  private static ProblemDetail problem(HttpRequest<?> request, HttpStatus status, Throwable cause) {
    return switch (cause) {
      case UnsatisfiedRouteException missing ->
          field(request, status, missing.getArgument(), "is missing");
      case ConversionErrorException unreadable ->
          field(request, status, unreadable.getArgument(), "can't be read");
      case NotAllowedException other ->
          ProblemDetail.of(
              request,
              status,
              "%s is not for %s: it takes %s"
                  .formatted(
                      request.getUri().getRawPath(),
                      request.getMethodName(),
                      String.join(", ", new TreeSet<>(other.getAllowedMethods()))),
              List.of());
      default -> plain(request, status);
    };
  }

  private static ProblemDetail field(
      HttpRequest<?> request, HttpStatus status, Argument<?> argument, String wrong) {
    if (argument.getName().equals("body")) {
      return plain(request, status);
    }
    String name = NameUtils.underscoreSeparate(argument.getName()).toLowerCase(Locale.ROOT);
    return ProblemDetail.of(
        request, status, name + " " + wrong, List.of(ProblemDetail.Item.at(name, wrong)));
  }

  private static ProblemDetail plain(HttpRequest<?> request, HttpStatus status) {
    return ProblemDetail.of(request, status, detail(request, status), List.of());
  }

  private static String detail(HttpRequest<?> request, HttpStatus status) {
    return switch (status) {
      case BAD_REQUEST -> "The request can't be read; its body must be a JSON object as documented";
      case NOT_FOUND -> "There is nothing at " + request.getUri().getRawPath();
      case NOT_ACCEPTABLE -> "There is no such answer: it would be application/json";
      case UNSUPPORTED_MEDIA_TYPE -> "The body must be sent as application/json";
      case REQUEST_ENTITY_TOO_LARGE ->
          "The request is too large: its body may have 2 MiB, its headers 16 KiB, its address 8"
              + " KiB";
      default -> status.getReason();
    };
  }
}
