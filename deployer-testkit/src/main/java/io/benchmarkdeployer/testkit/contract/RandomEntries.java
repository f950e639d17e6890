package io.benchmarkdeployer.testkit.contract;

import io.benchmarkdeployer.core.model.LogEntry;
import io.benchmarkdeployer.core.model.LogSegment;
import io.benchmarkdeployer.core.model.LogSource;
import io.benchmarkdeployer.core.model.Uid;
import io.benchmarkdeployer.core.port.LogEnd;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;

/** Entries of every kind with anything in them; of one seed are the same. */
final class RandomEntries {
  private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");
  private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999999999Z");

  private final Random random;

  RandomEntries(Random random) {
    this.random = random;
  }

  static LogSource source(int number) {
    return new LogSource(
        "pod-" + number % 31, new Uid("uid-" + number % 31 + " $.🚀"), "c" + number % 7, number);
  }

  /** So many, from where a log ends so. */
  LogSegment segment(LogEnd end, int count) {
    return LogSegment.pack(end.offset(), entries(end, count));
  }

  /** So many, not packed. */
  List<LogEntry> entries(LogEnd end, int count) {
    return LongStream.rangeClosed(end.sequence() + 1, end.sequence() + count)
        .mapToObj(this::entry)
        .toList();
  }

  /** One line of so many bytes that don't deflate. */
  LogSegment line(LogEnd end, int length) {
    return LogSegment.pack(
        end.offset(),
        List.of(
            new LogEntry.Line(end.sequence() + 1, SampleLog.SOURCE, time(), bytes(length), false)));
  }

  private LogEntry entry(long sequence) {
    LogSource source = source(random.nextInt(40));
    return random.nextInt(10) == 0
        ? new LogEntry.Gap(sequence, source, time(), "빠짐\u0000 ".repeat(random.nextInt(9)))
        : new LogEntry.Line(sequence, source, time(), text(), random.nextBoolean());
  }

  private Instant time() {
    return switch (random.nextInt(8)) {
      case 0 -> EARLIEST;
      case 1 -> LATEST;
      case 2 -> Instant.EPOCH.minusNanos(1);
      default -> SampleLog.NOON.plusNanos(random.nextLong(1L << 50));
    };
  }

  private byte[] text() {
    return bytes(random.nextInt(4) == 0 ? random.nextInt(3) : random.nextInt(300));
  }

  private byte[] bytes(int length) {
    var bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }
}
