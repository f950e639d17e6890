package io.benchmarkdeployer.core.model;

import java.util.Arrays;
import java.util.SortedSet;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Finds the longest of many short patterns at any place of a line. The patterns are sorted, so that
 * all with the same first four bytes stand together; a table over those four leads to them, and
 * within them a binary search finds the one that could match. So a place costs one look into the
 * table, or at worst a few comparisons of {@link SecretValues#LONGEST} bytes.
 */
final class SecretPatterns {
  private static final int KEY = SecretValues.SHORTEST;

  private final byte[][] sorted;

  /** Of each the longest other that it begins with; -1 where there is none. */
  private final int[] shorter;

  private final int[] keys;

  /** The first of those with this key; {@code from[slot] == to[slot]} in an empty slot. */
  private final int[] from;

  private final int[] to;
  private final int shift;

  /** Drawn anew each time: no choice of values makes the table slow. */
  private final int multiplier = ThreadLocalRandom.current().nextInt() | 1;

  private SecretPatterns(byte[][] sorted) {
    this.sorted = sorted;
    this.shorter = shorterOf(sorted);
    int bits = Math.max(4, 34 - Integer.numberOfLeadingZeros(sorted.length));
    shift = 32 - bits;
    keys = new int[1 << bits];
    from = new int[1 << bits];
    to = new int[1 << bits];
    fill();
  }

  /**
   * @param patterns in unsigned order, none shorter than {@link SecretValues#SHORTEST}
   */
  static SecretPatterns of(SortedSet<byte[]> patterns) {
    return new SecretPatterns(patterns.toArray(byte[][]::new));
  }

  private static int[] shorterOf(byte[][] sorted) {
    var shorter = new int[sorted.length];
    for (int i = 0; i < sorted.length; i++) {
      int candidate = i - 1;
      while (candidate >= 0 && !startsWith(sorted[i], sorted[candidate])) {
        candidate = shorter[candidate];
      }
      shorter[i] = candidate;
    }
    return shorter;
  }

  private static boolean startsWith(byte[] longer, byte[] beginning) {
    return longer.length >= beginning.length
        && Arrays.equals(longer, 0, beginning.length, beginning, 0, beginning.length);
  }

  private void fill() {
    for (int i = 0; i < sorted.length; i++) {
      int key = key(sorted[i], 0);
      int slot = slot(key);
      if (from[slot] == to[slot]) {
        keys[slot] = key;
        from[slot] = i;
      }
      to[slot] = i + 1;
    }
  }

  private static int key(byte[] bytes, int at) {
    return bytes[at] << 24
        | (bytes[at + 1] & 0xFF) << 16
        | (bytes[at + 2] & 0xFF) << 8
        | (bytes[at + 3] & 0xFF);
  }

  /** Where the key is, or would be. */
  private int slot(int key) {
    int slot = (key * multiplier) >>> shift;
    while (from[slot] != to[slot] && keys[slot] != key) {
      slot = (slot + 1) & (keys.length - 1);
    }
    return slot;
  }

  boolean isEmpty() {
    return sorted.length == 0;
  }

  int size() {
    return sorted.length;
  }

  /** The first place from {@code start} on where a pattern matches; {@code end} if none before. */
  int next(byte[] line, int start, int end) {
    int last = Math.min(end, line.length - KEY + 1);
    if (isEmpty() || start >= last) {
      return end;
    }
    int key = key(line, start) >>> 8;
    for (int i = start; i < last; i++) {
      key = key << 8 | (line[i + KEY - 1] & 0xFF);
      int slot = slot(key);
      if (from[slot] != to[slot] && longest(line, i, slot) > 0) {
        return i;
      }
    }
    return end;
  }

  /** How long the longest pattern is that matches at this place, where one does; else 0. */
  int lengthAt(byte[] line, int at) {
    return longest(line, at, slot(key(line, at)));
  }

  /**
   * The greatest pattern that isn't greater than the line from here begins with every pattern that
   * matches here; so the longest of them is among it and what it begins with.
   */
  private int longest(byte[] line, int at, int slot) {
    int end = Math.min(line.length, at + SecretValues.LONGEST);
    int candidate = floor(line, at, end, slot);
    if (candidate < 0) {
      return 0;
    }
    int common = common(line, at, end, sorted[candidate]);
    while (candidate >= 0 && sorted[candidate].length > common) {
      candidate = shorter[candidate];
    }
    return candidate < 0 ? 0 : sorted[candidate].length;
  }

  private static int common(byte[] line, int at, int end, byte[] pattern) {
    int mismatch = Arrays.mismatch(line, at, end, pattern, 0, pattern.length);
    return mismatch < 0 ? pattern.length : mismatch;
  }

  private int floor(byte[] line, int at, int end, int slot) {
    int low = from[slot];
    int high = to[slot];
    while (low < high) {
      int middle = (low + high) >>> 1;
      byte[] pattern = sorted[middle];
      if (Arrays.compareUnsigned(pattern, 0, pattern.length, line, at, end) <= 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low > from[slot] ? low - 1 : -1;
  }
}
