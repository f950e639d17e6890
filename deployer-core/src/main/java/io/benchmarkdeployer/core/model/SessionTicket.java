package io.benchmarkdeployer.core.model;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;

/**
 * The right to attach to a session once, without a token: for browsers, which can't send one with a
 * WebSocket. Only its digest is kept.
 *
 * @param digest SHA-256 of the ticket, in hexadecimal digits
 * @param until when it is over
 */
public record SessionTicket(String digest, Instant until) {

  /** A ticket that nobody guesses: 256 bits, in hexadecimal digits. */
  public static String random() {
    return RandomHex.ofBits(256);
  }

  /** What is kept of a ticket. */
  public static SessionTicket of(String ticket, Instant until) {
    return new SessionTicket(digestOf(ticket), until);
  }

  public boolean isOver(Instant now) {
    return !now.isBefore(until);
  }

  /** Whether this is the ticket; the time that it takes tells nothing. */
  public boolean isOf(String ticket) {
    return MessageDigest.isEqual(
        digest.getBytes(StandardCharsets.UTF_8), digestOf(ticket).getBytes(StandardCharsets.UTF_8));
  }

  private static String digestOf(String ticket) {
    try {
      var sha256 = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(sha256.digest(ticket.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException("every Java platform has SHA-256", missing);
    }
  }
}
