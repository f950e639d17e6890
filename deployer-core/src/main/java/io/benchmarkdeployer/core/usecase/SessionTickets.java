package io.benchmarkdeployer.core.usecase;

import io.benchmarkdeployer.core.model.Caller;
import io.benchmarkdeployer.core.model.SessionId;
import io.benchmarkdeployer.core.model.SessionTicket;
import io.benchmarkdeployer.core.model.TerminalSession;
import io.benchmarkdeployer.core.port.ConflictException;
import io.benchmarkdeployer.core.port.ForbiddenException;
import io.benchmarkdeployer.core.port.NotFoundException;
import io.benchmarkdeployer.core.port.SessionStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Gives and takes the tickets by which a browser attaches to a session: of 256 random bits, good
 * once and for 30 seconds. A new one replaces the one before.
 */
public final class SessionTickets {
  /** How long a ticket is good. */
  public static final Duration LIFE = Duration.ofSeconds(30);

  private static final int TRIES = 20;

  private final SessionStore store;
  private final InstantSource clock;

  SessionTickets(SessionStore store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
  }

  /**
   * A new ticket to this session.
   *
   * @return 64 hexadecimal digits, which are kept nowhere
   * @throws NotFoundException where there is no such session
   * @throws ForbiddenException where it belongs to somebody else
   * @throws ConflictException where it has ended
   */
  public String issue(SessionId id, Caller caller) {
    String ticket = SessionTicket.random();
    var kept = SessionTicket.of(ticket, clock.instant().plus(LIFE));
    TerminalSession session =
        store
            .update(id, now -> isFor(now, caller) ? now.withTicket(Optional.of(kept)) : now)
            .orElseThrow(() -> new NotFoundException("There is no such terminal session"));
    if (!session.owner().equals(caller)) {
      throw new ForbiddenException("Not allowed: the terminal session belongs to somebody else");
    }
    if (!session.isOpen()) {
      throw new ConflictException("The terminal session has ended");
    }
    return ticket;
  }

  private static boolean isFor(TerminalSession session, Caller caller) {
    return session.isOpen() && session.owner().equals(caller);
  }

  /**
   * Takes a ticket: it is good no more.
   *
   * @return whose session it opens
   * @throws ForbiddenException where it is not, or no longer, a ticket to this session
   */
  public Caller redeem(SessionId id, String ticket) {
    for (int tries = 0; tries < TRIES; tries++) {
      TerminalSession session =
          store
              .find(id)
              .filter(found -> isGood(found, ticket))
              .orElseThrow(
                  () ->
                      new ForbiddenException(
                          "Not allowed: the ticket is not good, or no longer; ask for a new one"));
      if (store.replace(session.withTicket(Optional.empty())).isPresent()) {
        return session.owner();
      }
    }
    throw new ConflictException("The terminal session is being changed by many at once; try again");
  }

  private boolean isGood(TerminalSession session, String ticket) {
    return session
        .ticket()
        .filter(kept -> !kept.isOver(clock.instant()) && kept.isOf(ticket))
        .isPresent();
  }
}
