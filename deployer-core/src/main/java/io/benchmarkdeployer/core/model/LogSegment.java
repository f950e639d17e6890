package io.benchmarkdeployer.core.model;

import java.util.List;

/**
 * A run of a log's entries as it is kept: packed, and read only as a whole.
 *
 * @param first the number of its first entry
 * @param last the number of its last one
 * @param offset how many bytes of the log ({@link LogEntry#size}) come before it
 * @param size how many are in it
 * @param packed for {@link #entries} alone to read; never to be changed
 */
// Equality is never asked for: the bytes may differ for the same entries.
@SuppressWarnings("ArrayRecordComponent")
public record LogSegment(long first, long last, long offset, long size, byte[] packed) {

  /** The most entries that one holds. */
  public static final int MOST_ENTRIES = 16_384;

  public LogSegment {
    if (first < 1 || last < first || offset < 0 || size < 0) {
      throw new IllegalArgumentException(
          "no segment: %d to %d, %d bytes at %d".formatted(first, last, size, offset));
    }
  }

  /**
   * Packs entries with numbers in a row.
   *
   * @param offset how many bytes of the log come before them
   * @throws IllegalArgumentException where they are none, more than {@link #MOST_ENTRIES}, not in a
   *     row, or one of them is a {@link LogEntry.Truncated}
   */
  public static LogSegment pack(long offset, List<LogEntry> entries) {
    if (entries.isEmpty() || entries.size() > MOST_ENTRIES) {
      throw new IllegalArgumentException(entries.size() + " entries are no segment");
    }
    long first = entries.getFirst().sequence();
    long size = entries.stream().mapToLong(LogEntry::size).sum();
    return new LogSegment(
        first, first + entries.size() - 1, offset, size, LogPacking.pack(entries));
  }

  /**
   * Its entries again.
   *
   * @throws IllegalArgumentException where {@code packed} is not what {@link #pack} made
   */
  public List<LogEntry> entries() {
    return LogPacking.unpack(packed, first);
  }

  /** Where the next one begins. */
  public long end() {
    return offset + size;
  }
}
