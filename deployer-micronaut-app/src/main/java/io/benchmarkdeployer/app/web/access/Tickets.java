package io.benchmarkdeployer.app.web.access;

import io.benchmarkdeployer.core.Deployer;
import io.benchmarkdeployer.core.model.Caller;
import io.benchmarkdeployer.core.model.SessionId;
import io.benchmarkdeployer.core.usecase.SessionTickets;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.server.netty.NettyHttpRequest;
import io.micronaut.scheduling.TaskExecutors;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Knows callers by the tickets with which they come to a terminal: a browser can send no token with
 * a WebSocket, but it can ask for a subprotocol. What is no ticket is never chosen as one.
 */
@Singleton
final class Tickets {
  private static final String ATTRIBUTE = "benchmark-deployer.ticket";
  private static final String SUBPROTOCOL = "deployer.ticket.";
  private static final String SUBPROTOCOLS = "Sec-WebSocket-Protocol";
  private static final Pattern TERMINAL = Pattern.compile("/terminal/([0-9a-f]{32})");

  private final SessionTickets tickets;
  private final ExecutorService blocking;

  Tickets(Deployer deployer, @Named(TaskExecutors.BLOCKING) ExecutorService blocking) {
    this.tickets = deployer.terminals().tickets();
    this.blocking = blocking;
  }

  /** A ticket, and to what. */
  record Shown(SessionId session, String ticket) {
    /** Without the ticket. */
    @Override
    public String toString() {
      return "a ticket to " + session;
    }
  }

  /** Notes the ticket that a request shows, to be redeemed; tells whether it shows one. */
  static boolean note(HttpRequest<?> request) {
    Optional<Shown> shown = shown(request);
    shown.ifPresent(ticket -> request.setAttribute(ATTRIBUTE, ticket));
    return shown.isPresent();
  }

  static Optional<Shown> noted(HttpRequest<?> request) {
    return request.getAttribute(ATTRIBUTE, Shown.class);
  }

  /** The one ticket that comes with the opening of a terminal's WebSocket. */
  private static Optional<Shown> shown(HttpRequest<?> request) {
    Matcher path = TERMINAL.matcher(request.getPath());
    List<String> shown = isUpgrade(request) ? ticketsOf(request) : List.of();
    return path.matches() && shown.size() == 1
        ? Optional.of(new Shown(new SessionId(path.group(1)), shown.getFirst()))
        : Optional.empty();
  }

  private static boolean isUpgrade(HttpRequest<?> request) {
    return "websocket".equalsIgnoreCase(request.getHeaders().get(HttpHeaders.UPGRADE));
  }

  private static List<String> ticketsOf(HttpRequest<?> request) {
    return request.getHeaders().getAll(SUBPROTOCOLS).stream()
        .flatMap(line -> Stream.of(line.split(",")))
        .map(String::strip)
        .filter(name -> name.startsWith(SUBPROTOCOL))
        .map(name -> name.substring(SUBPROTOCOL.length()))
        .toList();
  }

  /**
   * Takes the ticket, whose it is. The record is asked on a thread that may wait; what follows runs
   * where the request came from, as the framework opens a WebSocket rightly on no other thread.
   */
  CompletionStage<Caller> redeem(HttpRequest<?> request, Shown shown) {
    return CompletableFuture.supplyAsync(
            () -> tickets.redeem(shown.session(), shown.ticket()), blocking)
        .whenCompleteAsync((caller, failed) -> {}, threadOf(request));
  }

  private static Executor threadOf(HttpRequest<?> request) {
    return request instanceof NettyHttpRequest<?> here
        ? here.getChannelHandlerContext().executor()
        : Runnable::run;
  }
}
