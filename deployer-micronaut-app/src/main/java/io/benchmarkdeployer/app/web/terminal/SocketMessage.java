package io.benchmarkdeployer.app.web.terminal;

import io.benchmarkdeployer.core.model.TerminalSize;

/** What a client says in a text message. */
sealed interface SocketMessage {

  /** To be typed. */
  record Input(String text) implements SocketMessage {}

  /** How large the viewer's terminal is. */
  record Resize(TerminalSize size) implements SocketMessage {}

  /** To be answered with a pong. */
  record Ping() implements SocketMessage {}

  /**
   * So much has been taken in.
   *
   * @param received of the session's output, from its first byte on
   */
  record Ack(long received) implements SocketMessage {}

  /**
   * Nothing of these.
   *
   * @param why a sentence for a person
   */
  record Malformed(String why) implements SocketMessage {}
}
