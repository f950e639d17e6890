package io.benchmarkdeployer.core.port;

import io.benchmarkdeployer.core.model.TerminalSession;

/**
 * Hears of what happens to the sessions of this process: for an audit and for measurements. Called
 * from any thread; returns at once and throws nothing.
 */
public interface SessionObserver {
  /** One who doesn't listen. */
  SessionObserver NONE =
      new SessionObserver() {
        @Override
        public void attached(TerminalSession session, boolean resumed) {}

        @Override
        public void ended(TerminalSession session) {}

        @Override
        public void carried(long typed, long printed) {}
      };

  /**
   * Somebody attached.
   *
   * @param resumed whether the shell ran already
   */
  void attached(TerminalSession session, boolean resumed);

  /** A session is over and on record so; told once, by the process that ended it. */
  void ended(TerminalSession session);

  /** So many bytes were typed or printed; called for each piece. */
  void carried(long typed, long printed);
}
