package io.benchmarkdeployer.core.port;

/**
 * Where a log ends.
 *
 * @param sequence the number of its last entry; 0 where it has none
 * @param offset how many bytes of entries were ever added, those that were dropped since included
 */
public record LogEnd(long sequence, long offset) {
  /** Of a log without entries. */
  public static final LogEnd NONE = new LogEnd(0, 0);
}
