package io.benchmarkdeployer.app.web.terminal;

/** What comes over a WebSocket. */
sealed interface Frame {

  /**
   * A piece of a message: long ones come in many, each as soon as it is there.
   *
   * @param isText whether the message is text
   * @param isLast whether the message ends with it
   */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  record Data(boolean isText, boolean isLast, byte[] bytes) implements Frame {}

  /** To be answered with the same bytes. */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  record Ping(byte[] bytes) implements Frame {}

  /** The client is there. */
  record Pong() implements Frame {}

  /** The client leaves. */
  record Close() implements Frame {}
}
