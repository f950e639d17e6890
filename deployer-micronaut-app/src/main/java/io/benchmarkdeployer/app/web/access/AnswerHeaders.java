package io.benchmarkdeployer.app.web.access;

import io.micronaut.core.annotation.Order;
import io.micronaut.core.order.Ordered;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.annotation.ServerFilter;

/**
 * What browsers are told with every answer. Outside of {@link AccessFilter}: a page that may not
 * read a refusal could not tell its user what is wrong.
 */
@ServerFilter(ServerFilter.MATCH_ALL_PATTERN)
@Order(AnswerHeaders.ORDER)
final class AnswerHeaders {
  static final int ORDER = Ordered.HIGHEST_PRECEDENCE;
  private static final String READABLE = "Link, Retry-After, WWW-Authenticate";

  private final Origins origins;

  AnswerHeaders(Origins origins) {
    this.origins = origins;
  }

  @ResponseFilter
  void add(HttpRequest<?> request, MutableHttpResponse<?> response) {
    response.header("X-Content-Type-Options", "nosniff");
    response.header("X-Frame-Options", "DENY");
    response.getHeaders().add(HttpHeaders.VARY, HttpHeaders.ORIGIN);
    origins
        .allowedForeign(request)
        .ifPresent(
            origin ->
                response
                    .header(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, origin)
                    .header(HttpHeaders.ACCESS_CONTROL_EXPOSE_HEADERS, READABLE));
  }
}
