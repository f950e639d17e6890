package io.benchmarkdeployer.core.model;

/**
 * How many rows and columns a terminal shows.
 *
 * @param rows 1 to 1,000
 * @param columns 1 to 1,000
 */
public record TerminalSize(int rows, int columns) {
  /** That of a terminal whose viewer has not said. */
  public static final TerminalSize USUAL = new TerminalSize(24, 80);

  private static final int MOST = 1_000;

  public TerminalSize {
    if (rows < 1 || rows > MOST || columns < 1 || columns > MOST) {
      throw new IllegalArgumentException("rows and columns are 1 to " + MOST);
    }
  }

  /** The nearest size that there can be. */
  public static TerminalSize clamped(long rows, long columns) {
    return new TerminalSize(Math.clamp(rows, 1, MOST), Math.clamp(columns, 1, MOST));
  }
}
