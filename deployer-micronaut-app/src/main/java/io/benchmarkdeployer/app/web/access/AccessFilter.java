package io.benchmarkdeployer.app.web.access;

import io.benchmarkdeployer.app.web.error.ProblemDetail;
import io.benchmarkdeployer.core.model.Caller;
import io.micronaut.core.annotation.Order;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpMethod;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.web.router.RouteAttributes;
import java.util.List;
import java.util.Optional;

/**
 * Lets nothing through that no rule lets through: first the host and the page that calls, then who
 * calls. What is no route (the documentation's files, a path of nothing) asks for a token too.
 */
@ServerFilter(ServerFilter.MATCH_ALL_PATTERN)
@Order(AccessFilter.ORDER)
final class AccessFilter {
  static final int ORDER = AnswerHeaders.ORDER + 1;
  private static final String METHODS = "GET, HEAD, POST, DELETE";
  private static final String REQUEST_HEADERS =
      "Authorization, Content-Type, Accept, Idempotency-Key, Last-Event-ID";
  private static final String AN_HOUR = "3600";

  private final Origins origins;
  private final Tokens tokens;

  AccessFilter(Origins origins, Tokens tokens) {
    this.origins = origins;
    this.tokens = tokens;
  }

  /** The refusal; empty where the request may go on. */
  @RequestFilter
  Optional<HttpResponse<?>> judge(HttpRequest<?> request) {
    Optional<String> refusal = origins.refusalOf(request);
    if (refusal.isPresent()) {
      return Optional.of(refused(request, refusal.get()));
    }
    Optional<String> broken = Handshakes.problemOf(request);
    if (broken.isPresent()) {
      return Optional.of(
          ProblemDetail.response(request, HttpStatus.BAD_REQUEST, broken.get())
              .header("Sec-WebSocket-Version", "13"));
    }
    if (isPreflight(request)) {
      return Optional.of(preflight());
    }
    return judgeCaller(request);
  }

  private Optional<HttpResponse<?>> judgeCaller(HttpRequest<?> request) {
    return switch (ruleOf(request)) {
      case Judged.Open open -> letIn(request, Caller.ANONYMOUS);
      case Judged.Closed closed ->
          Optional.of(refused(request, "Not allowed here: no rule opens this route"));
      case Judged.ByToken byToken -> judgeToken(request);
    };
  }

  /** What the route's rule says. */
  private sealed interface Judged {
    record Open() implements Judged {}

    record ByToken() implements Judged {}

    record Closed() implements Judged {}
  }

  private static Judged ruleOf(HttpRequest<?> request) {
    var route = RouteAttributes.getRouteMatch(request);
    if (route.isEmpty()) {
      return new Judged.ByToken();
    }
    return route
        .get()
        .getAnnotationMetadata()
        .enumValue(Access.class, Access.Rule.class)
        .<Judged>map(
            rule ->
                switch (rule) {
                  case OPEN -> new Judged.Open();
                  case TOKEN -> new Judged.ByToken();
                })
        .orElseGet(Judged.Closed::new);
  }

  private Optional<HttpResponse<?>> judgeToken(HttpRequest<?> request) {
    if (!tokens.areAsked()) {
      return letIn(request, Caller.ANONYMOUS);
    }
    List<String> shown = request.getHeaders().getAll(HttpHeaders.AUTHORIZATION);
    if (shown.isEmpty() && Tickets.note(request)) {
      // Nobody is let in yet: that is for the TicketFilter, which looks whether it is good.
      return Optional.empty();
    }
    Optional<Caller> caller =
        shown.size() == 1 ? tokens.callerOf(shown.getFirst()) : Optional.empty();
    return caller.isPresent()
        ? letIn(request, caller.get())
        : Optional.of(unauthorized(request, shown.isEmpty()));
  }

  private static Optional<HttpResponse<?>> letIn(HttpRequest<?> request, Caller caller) {
    CallerBinder.set(request, caller);
    return Optional.empty();
  }

  private static HttpResponse<?> refused(HttpRequest<?> request, String rule) {
    return ProblemDetail.response(request, HttpStatus.FORBIDDEN, rule);
  }

  private static HttpResponse<?> unauthorized(HttpRequest<?> request, boolean nothingShown) {
    String detail =
        nothingShown
            ? "Not allowed without a token: send Authorization: Bearer <token>"
            : "Not allowed: this token is not known here";
    return ProblemDetail.response(request, HttpStatus.UNAUTHORIZED, detail)
        .header(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"benchmark-deployer\"");
  }

  private boolean isPreflight(HttpRequest<?> request) {
    return request.getMethod() == HttpMethod.OPTIONS
        && request.getHeaders().contains(HttpHeaders.ACCESS_CONTROL_REQUEST_METHOD)
        && origins.allowedForeign(request).isPresent();
  }

  private static HttpResponse<?> preflight() {
    return HttpResponse.noContent()
        .header(HttpHeaders.ACCESS_CONTROL_ALLOW_METHODS, METHODS)
        .header(HttpHeaders.ACCESS_CONTROL_ALLOW_HEADERS, REQUEST_HEADERS)
        .header(HttpHeaders.ACCESS_CONTROL_MAX_AGE, AN_HOUR);
  }
}
