package io.benchmarkdeployer.app.bench;

import java.util.Arrays;
import java.util.Collection;

/** How long things took, in milliseconds. One thread at a time. */
final class Latencies {
  private long[] nanos;
  private int count;
  private boolean sorted;

  Latencies(int expected) {
    this.nanos = new long[expected];
  }

  static Latencies all(Collection<Latencies> parts) {
    var all = new Latencies(parts.stream().mapToInt(Latencies::count).sum());
    parts.forEach(part -> Arrays.stream(part.nanos, 0, part.count).forEach(all::add));
    return all;
  }

  void add(long took) {
    if (count == nanos.length) {
      nanos = Arrays.copyOf(nanos, 1 + 2 * count);
    }
    nanos[count++] = took;
    sorted = false;
  }

  int count() {
    return count;
  }

  /** What this part of them, in hundredths, does not pass. */
  double percentile(double hundredths) {
    if (!sorted) {
      Arrays.sort(nanos, 0, count);
      sorted = true;
    }
    return nanos[(int) Math.min(count - 1L, (long) (count * hundredths / 100))] / 1e6;
  }

  @Override
  public String toString() {
    return "p50 %.3f ms, p99 %.3f ms".formatted(percentile(50), percentile(99));
  }
}
