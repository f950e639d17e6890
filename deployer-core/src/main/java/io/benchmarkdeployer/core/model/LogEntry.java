package io.benchmarkdeployer.core.model;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;

/**
 * One thing that a job's log tells. The entries of a job are numbered from 1 without a hole, in the
 * one order in which all who read get them; the number is the cursor after which one reads on.
 */
public sealed interface LogEntry {

  /** Its number, from 1. */
  long sequence();

  /** What it counts against the limit of a job's log, in bytes: its text with a line feed. */
  int size();

  /**
   * A line as a container printed it, Secrets' values masked.
   *
   * @param at when the cluster took it
   * @param bytes without the line feed; the array is the reader's to look at, never to change
   * @param ended whether a line feed ended it: false for the last words of a container that printed
   *     none, and for a piece of a line longer than the limit, which goes on in the source's next
   */
  // A copy for each line of a log would be waste; equality is by content, see below.
  @SuppressWarnings("ArrayRecordComponent")
  record Line(long sequence, LogSource source, Instant at, byte[] bytes, boolean ended)
      implements LogEntry {

    /** The line as UTF-8, with U+FFFD where it is none. */
    public String text() {
      return new String(bytes, StandardCharsets.UTF_8);
    }

    @Override
    public int size() {
      return bytes.length + 1;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Line line
          && sequence == line.sequence
          && source.equals(line.source)
          && at.equals(line.at)
          && ended == line.ended
          && Arrays.equals(bytes, line.bytes);
    }

    @Override
    public int hashCode() {
      return Long.hashCode(sequence);
    }

    @Override
    public String toString() {
      return "Line %d of %s: %d bytes at %s".formatted(sequence, source, bytes.length, at);
    }
  }

  /**
   * Here lines of this source may be missing, or are.
   *
   * @param at when that was found out
   * @param why for a person
   */
  record Gap(long sequence, LogSource source, Instant at, String why) implements LogEntry {
    @Override
    public int size() {
      return why.getBytes(StandardCharsets.UTF_8).length + 1;
    }
  }

  /**
   * Here entries were cut out because the log had grown over its limit. It is not on record itself:
   * who reads over the cut gets it.
   *
   * @param first the number of the first entry that was cut out; {@code sequence} is the last one's
   * @param bytes how much they were
   */
  record Truncated(long first, long sequence, long bytes) implements LogEntry {
    @Override
    public int size() {
      return 0;
    }
  }
}
