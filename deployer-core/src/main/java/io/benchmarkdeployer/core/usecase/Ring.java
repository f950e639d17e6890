package io.benchmarkdeployer.core.usecase;

/**
 * The last bytes of a stream, at most so many; grows with what it holds. Positions count from the
 * stream's first byte. One thread at a time.
 */
final class Ring {
  private static final int FIRST = 4 << 10;
  private static final int LONGEST_CHARACTER = 4;

  private final int capacity;
  private byte[] bytes;
  private long end;

  Ring(int capacity) {
    this.capacity = capacity;
    this.bytes = new byte[Math.min(FIRST, capacity)];
  }

  int capacity() {
    return capacity;
  }

  /** Where the next byte will stand. */
  long end() {
    return end;
  }

  /** The oldest byte that is there. */
  long start() {
    return Math.max(0, end - bytes.length);
  }

  /** Where to begin for somebody who has seen nothing: not within a character (UTF-8). */
  long firstCharacter() {
    long start = start();
    long first = start;
    while (start > 0 && first < end && first - start < LONGEST_CHARACTER && isInner(first)) {
      first++;
    }
    return first;
  }

  private boolean isInner(long position) {
    return (bytes[index(position)] & 0xC0) == 0x80;
  }

  private int index(long position) {
    return (int) (position % bytes.length);
  }

  /** Adds them; the oldest make room. */
  void append(byte[] more) {
    grow(more.length);
    int from = Math.max(0, more.length - bytes.length);
    end += from;
    int left = more.length - from;
    int beforeWrap = Math.min(left, bytes.length - index(end));
    System.arraycopy(more, from, bytes, index(end), beforeWrap);
    System.arraycopy(more, from + beforeWrap, bytes, 0, left - beforeWrap);
    end += left;
  }

  private void grow(int more) {
    long wanted = Math.min(capacity, (end - start()) + more);
    if (wanted <= bytes.length) {
      return;
    }
    long start = start();
    byte[] old = copy(start, (int) (end - start));
    int size = (int) Math.min(capacity, Math.max(wanted, 2L * bytes.length));
    bytes = new byte[size];
    for (int i = 0; i < old.length; i++) {
      bytes[index(start + i)] = old[i];
    }
  }

  /** Up to so many bytes from there on, which must not be older than {@link #start}. */
  byte[] copy(long from, int most) {
    int size = (int) Math.min(most, end - from);
    int beforeWrap = Math.min(size, bytes.length - index(from));
    var copy = new byte[size];
    System.arraycopy(bytes, index(from), copy, 0, beforeWrap);
    System.arraycopy(bytes, 0, copy, beforeWrap, size - beforeWrap);
    return copy;
  }
}
