package io.benchmarkdeployer.core.port;

/** How a terminal ended. */
public sealed interface TerminalEnd {

  /**
   * The shell ended.
   *
   * @param code 0 to 255; 128 and the signal's number where a signal ended it
   */
  record Exited(int code) implements TerminalEnd {}

  /**
   * The connection broke, or the container went away: whether the shell still runs is not known.
   *
   * @param why in words for a person
   */
  record Lost(String why) implements TerminalEnd {}

  /** It was closed here. */
  record Closed() implements TerminalEnd {}
}
