package io.benchmarkdeployer.app.web.error;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.server.exceptions.ExceptionHandler;
import jakarta.inject.Singleton;
import java.io.EOFException;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers what nobody thought of: the caller learns a number, the log the rest. */
@Singleton
final class UnexpectedExceptionHandler
    implements ExceptionHandler<Throwable, HttpResponse<ProblemDetail>> {
  private static final Logger LOG = LoggerFactory.getLogger(UnexpectedExceptionHandler.class);

  // As the framework declares it.
  @SuppressWarnings("rawtypes")
  @Override
  public HttpResponse<ProblemDetail> handle(HttpRequest request, Throwable error) {
    if (error instanceof EOFException) {
      return brokenOff(request);
    }
    UUID id = UUID.randomUUID();
    LOG.error("error {} in {} {}", id, request.getMethodName(), path(request), error);
    return ProblemDetail.response(
        request,
        HttpStatus.INTERNAL_SERVER_ERROR,
        "Something went wrong in the service; its log says more under " + id);
  }

  /** Whoever hung up in the middle of a body: no fault of ours, and nobody is there to be told. */
  private static HttpResponse<ProblemDetail> brokenOff(HttpRequest<?> request) {
    LOG.debug("the caller of {} hung up before all was sent", path(request));
    return ProblemDetail.response(
        request, HttpStatus.BAD_REQUEST, "The request broke off before its end");
  }

  /** As it was sent, still encoded: no line break can be in it. */
  private static String path(HttpRequest<?> request) {
    return String.valueOf(request.getUri().getRawPath());
  }
}
