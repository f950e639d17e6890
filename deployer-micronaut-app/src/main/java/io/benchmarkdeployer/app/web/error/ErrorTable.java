package io.benchmarkdeployer.app.web.error;

import io.benchmarkdeployer.core.model.Problem;
import io.benchmarkdeployer.core.port.ConflictException;
import io.benchmarkdeployer.core.port.DeployerException;
import io.benchmarkdeployer.core.port.ForbiddenException;
import io.benchmarkdeployer.core.port.LimitException;
import io.benchmarkdeployer.core.port.NotFoundException;
import io.benchmarkdeployer.core.port.RejectedException;
import io.benchmarkdeployer.core.port.UnavailableException;
import io.benchmarkdeployer.core.port.UnknownOutcomeException;
import io.micronaut.http.HttpStatus;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What each of the core's errors is in HTTP: the one place that knows. */
public final class ErrorTable {
  private static final Duration SOON = Duration.ofSeconds(5);

  private ErrorTable() {}

  /**
   * What an error is answered with.
   *
   * @param word one word for the log and the metrics
   * @param retryAfter when it is worth another try, where it is
   */
  public record Row(
      HttpStatus status, String word, List<Problem> problems, Optional<Duration> retryAfter) {

    private static Row of(HttpStatus status, String word) {
      return new Row(status, word, List.of(), Optional.empty());
    }

    private Row with(List<Problem> some) {
      return new Row(status, word, some, retryAfter);
    }

    private Row retried() {
      return new Row(status, word, problems, Optional.of(SOON));
    }
  }

  public static Row of(DeployerException error) {
    return switch (error) {
      case RejectedException rejected ->
          switch (rejected.by()) {
            case READER -> Row.of(HttpStatus.BAD_REQUEST, "malformed").with(rejected.problems());
            case CLUSTER ->
                Row.of(HttpStatus.UNPROCESSABLE_ENTITY, "rejected").with(rejected.problems());
          };
      case ForbiddenException forbidden ->
          Row.of(HttpStatus.FORBIDDEN, "forbidden").with(forbidden.problems());
      case NotFoundException absent -> Row.of(HttpStatus.NOT_FOUND, "not_found");
      case ConflictException conflict ->
          Row.of(HttpStatus.CONFLICT, "conflict").with(conflict.problems());
      case LimitException limit ->
          switch (limit.limit()) {
            case SIZE -> Row.of(HttpStatus.REQUEST_ENTITY_TOO_LARGE, "too_large");
            case COUNT -> Row.of(HttpStatus.TOO_MANY_REQUESTS, "too_many").retried();
          };
      case UnavailableException unavailable ->
          switch (unavailable.how()) {
            case UNREACHABLE -> Row.of(HttpStatus.SERVICE_UNAVAILABLE, "unreachable").retried();
            case SILENT -> Row.of(HttpStatus.GATEWAY_TIMEOUT, "silent");
          };
      case UnknownOutcomeException unknown -> Row.of(HttpStatus.GATEWAY_TIMEOUT, "unknown_outcome");
    };
  }
}
