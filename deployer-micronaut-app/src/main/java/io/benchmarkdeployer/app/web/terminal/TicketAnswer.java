package io.benchmarkdeployer.app.web.terminal;

import io.benchmarkdeployer.core.usecase.SessionTickets;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;

/** A ticket to a terminal session, in place of those before. */
@Serdeable
@Schema(name = "Ticket", description = "A ticket to a terminal session, in place of those before.")
record TicketAnswer(
    @Schema(
            description =
                "Lets a browser connect once, as the subprotocol deployer.ticket.<ticket>.")
        String ticket,
    @Schema(description = "For how many seconds it is good.", example = "30")
        long ticketExpiresIn) {

  static TicketAnswer of(String ticket) {
    return new TicketAnswer(ticket, SessionTickets.LIFE.toSeconds());
  }

  /** Without the ticket. */
  @Override
  public String toString() {
    return "TicketAnswer";
  }
}
