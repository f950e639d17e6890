package io.benchmarkdeployer.core.model;

import java.time.Instant;

/**
 * The right to attach to a session once, without a token: for browsers, which can't send one with a
 * WebSocket. Only its digest is kept.
 *
 * @param digest SHA-256 of the ticket, in hexadecimal digits
 * @param until when it is over
 */
public record SessionTicket(String digest, Instant until) {
  public boolean isOver(Instant now) {
    return !now.isBefore(until);
  }
}
