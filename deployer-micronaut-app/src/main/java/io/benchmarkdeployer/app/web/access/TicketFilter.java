package io.benchmarkdeployer.app.web.access;

import io.micronaut.core.annotation.Order;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Lets in who comes with a good ticket: {@link AccessFilter} has let nobody in with such a request
 * and leaves it to this. A filter of its own, as the framework can't wait for an answer that may be
 * none.
 */
@ServerFilter(ServerFilter.MATCH_ALL_PATTERN)
@Order(AccessFilter.ORDER + 1)
final class TicketFilter {
  private final Tickets tickets;

  TicketFilter(Tickets tickets) {
    this.tickets = tickets;
  }

  /** The request, which may go on; fails where the ticket is not good. */
  @RequestFilter
  CompletionStage<HttpRequest<?>> redeem(HttpRequest<?> request) {
    return Tickets.noted(request)
        .map(ticket -> redeem(request, ticket))
        .orElseGet(() -> CompletableFuture.completedFuture(request));
  }

  private CompletionStage<HttpRequest<?>> redeem(HttpRequest<?> request, Tickets.Shown ticket) {
    return tickets
        .redeem(request, ticket)
        .thenApply(
            caller -> {
              CallerBinder.set(request, caller);
              return request;
            });
  }
}
