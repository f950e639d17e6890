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

  /** The most bytes that the entries of one take, unpacked: names, times and all. */
  public static final int MOST_BYTES = 64 << 20;

  public LogSegment {
    boolean ofEntries = first >= 1 && last >= first && last - first < MOST_ENTRIES;
    if (!ofEntries || offset < 0 || size < 0 || offset + size < 0) {
      throw new IllegalArgumentException(
          "no segment: %d to %d, %d bytes at %d".formatted(first, last, size, offset));
    }
  }

  /**
   * Packs entries with numbers in a row.
   *
   * @param offset how many bytes of the log come before them
   * @throws IllegalArgumentException where they are none, more than {@link #MOST_ENTRIES} or {@link
   *     #MOST_BYTES}, not in a row, one of them is a {@link LogEntry.Truncated}, or of a source
   *     with names as no cluster gives them (over a kilobyte)
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
   * @throws IllegalArgumentException where {@code packed} is not what {@link #pack} made of as many
   *     entries of this size
   */
  public List<LogEntry> entries() {
    return LogPacking.unpack(this);
  }

  /** How many entries it has. */
  public long count() {
    return last - first + 1;
  }

  /** Where the next one begins. */
  public long end() {
    return offset + size;
  }
}
