package io.benchmarkdeployer.app.web.error;

import io.benchmarkdeployer.core.port.DeployerException;
import io.benchmarkdeployer.core.port.UnknownOutcomeException;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.server.exceptions.ExceptionHandler;
import jakarta.inject.Singleton;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers the core's errors by the {@link ErrorTable}. */
@Singleton
final class DeployerExceptionHandler
    implements ExceptionHandler<DeployerException, HttpResponse<ProblemDetail>> {
  private static final Logger LOG = LoggerFactory.getLogger(DeployerExceptionHandler.class);

  // As the framework declares it.
  @SuppressWarnings("rawtypes")
  @Override
  public HttpResponse<ProblemDetail> handle(HttpRequest request, DeployerException error) {
    ErrorTable.Row row = ErrorTable.of(error);
    LOG.debug("answered {}", row.status(), error);
    var problem =
        ProblemDetail.of(
            request,
            row.status(),
            detail(error),
            row.problems().stream().map(ProblemDetail.Item::of).toList());
    var response = ProblemDetail.response(problem);
    row.retryAfter()
        .ifPresent(
            time -> response.header(HttpHeaders.RETRY_AFTER, String.valueOf(time.toSeconds())));
    return response;
  }

  private static String detail(DeployerException error) {
    String message = String.valueOf(error.getMessage());
    return error instanceof UnknownOutcomeException
        ? message + " (it may have happened all the same: look it up before trying again)"
        : message;
  }
}
