package io.benchmarkdeployer.core.model;

import java.util.OptionalInt;

/**
 * How well the log of one life of a container was kept.
 *
 * @param why what is missing, where and why, for a person; empty where nothing is
 * @param exitCode how the container ended; empty while it has not, or where that is not known
 */
public record LogCapture(LogSource source, State state, String why, OptionalInt exitCode) {

  /** How it stands. */
  public enum State {
    /** It goes on. */
    CAPTURING,
    /** Whole: from the first line to the container's own end. */
    SEALED,
    /** Over, and lines are missing somewhere before its end. */
    GAPPED,
    /** Over, and its end is missing, or all of it. */
    LOST;

    public String wireName() {
      return WireName.of(this);
    }
  }

  /** One that has just begun. */
  public static LogCapture begun(LogSource source) {
    return new LogCapture(source, State.CAPTURING, "", OptionalInt.empty());
  }

  /** The same with lines missing before this place; it goes on. */
  public LogCapture gapped(String where) {
    return new LogCapture(source, state, why.isEmpty() ? where : why, exitCode);
  }

  /** The same, over: whole where nothing is missing. */
  public LogCapture ended(OptionalInt code) {
    return new LogCapture(source, why.isEmpty() ? State.SEALED : State.GAPPED, why, code);
  }

  /** The same, over, without its end. */
  public LogCapture lost(String because, OptionalInt code) {
    return new LogCapture(source, State.LOST, because, code);
  }

  public boolean isOver() {
    return state != State.CAPTURING;
  }
}
