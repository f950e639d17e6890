package io.benchmarkdeployer.testkit;

/** What reaches a scripted shell from outside, and ends its program or all of it. */
final class ShellSignal extends Exception {
  static final int HANG_UP = 1;
  static final int INTERRUPT = 2;
  static final int KILL = 9;

  private static final long serialVersionUID = 1;

  private final int number;

  ShellSignal(int number) {
    super("signal " + number, null, false, false);
    this.number = number;
  }

  boolean isInterrupt() {
    return number == INTERRUPT;
  }

  /** How a shell says that this ended a program. */
  int code() {
    return 128 + number;
  }
}
