package io.benchmarkdeployer.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.benchmarkdeployer.core.model.LogEntry;
import io.benchmarkdeployer.core.model.LogSegment;
import io.benchmarkdeployer.core.model.LogSource;
import io.benchmarkdeployer.core.model.Uid;
import io.benchmarkdeployer.core.port.LogEnd;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LogSegmentTest {
  private static final LogEnd SOMEWHERE = new LogEnd(1_000_000_000_000L, 1L << 50);
  private static final int DEFLATED = 2;

  private final Random random = new Random(7);
  private final RandomEntries entries = new RandomEntries(random);

  @Test
  void anyEntriesAreUnpackedAsTheyWerePacked() {
    for (int i = 0; i < 300; i++) {
      List<LogEntry> some = entries.entries(SOMEWHERE, 1 + random.nextInt(400));
      LogSegment segment = LogSegment.pack(SOMEWHERE.offset(), some);
      assertThat(segment.entries()).isEqualTo(some);
      assertThat(segment.first()).isEqualTo(SOMEWHERE.sequence() + 1);
      assertThat(segment.last()).isEqualTo(some.getLast().sequence());
      assertThat(segment.offset()).isEqualTo(SOMEWHERE.offset());
      assertThat(segment.size()).isEqualTo(some.stream().mapToLong(LogEntry::size).sum());
    }
  }

  @Test
  void asManyEntriesAsASegmentHasAreUnpackedAsTheyWerePacked() {
    List<LogEntry> most =
        LongStream.rangeClosed(1, LogSegment.MOST_ENTRIES).mapToObj(this::numbered).toList();
    assertThat(LogSegment.pack(0, most).entries()).isEqualTo(most);
  }

  /** Each of another source: the sources are most of it then. */
  private LogEntry numbered(long number) {
    var source = new LogSource("p".repeat(253), new Uid("uid"), "c", (int) number);
    return new LogEntry.Gap(number, source, SampleLog.NOON, "");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 255, 256, 65_535, 65_536, 1 << 20, 10 << 20})
  void aLineOfAnyLengthIsUnpackedAsItWasPacked(int length) {
    LogSegment hard = entries.line(LogEnd.NONE, length);
    assertThat(((LogEntry.Line) hard.entries().getFirst()).bytes()).hasSize(length);
    assertThat(hard.size()).isEqualTo(length + 1);
    assertThat(hard.packed().length).isLessThan(length + 200);
    LogSegment easy = SampleLog.sized(LogEnd.NONE, length + 1, "");
    assertThat(((LogEntry.Line) easy.entries().getFirst()).bytes()).hasSize(length);
    assertThat(easy.packed().length).isLessThan(200 + length / 100);
  }

  @Test
  void whatIsNoSegmentIsNotPacked() {
    assertRefused(List.of());
    assertRefused(
        LongStream.rangeClosed(1, LogSegment.MOST_ENTRIES + 1).mapToObj(this::numbered).toList());
    assertRefused(List.of(SampleLog.line(1, "a"), SampleLog.line(3, "b")));
    assertRefused(List.of(SampleLog.line(2, "a"), SampleLog.line(1, "b")));
    assertRefused(List.of(SampleLog.line(0, "a")));
    assertRefused(List.of(new LogEntry.Truncated(1, 2, 3)));
    assertRefused(List.of(SampleLog.line(1, "a"), new LogEntry.Truncated(2, 3, 4)));
    assertRefused(List.of(SampleLog.line(1, "a".repeat(LogSegment.MOST_BYTES))));
  }

  @ParameterizedTest
  @ValueSource(ints = {1_022, 70_000})
  void aSourceOfLongerNamesThanAClusterGivesIsNotPacked(int length) {
    var source = new LogSource("p".repeat(length), new Uid("uid"), "c", 0);
    assertRefused(List.of(new LogEntry.Gap(1, source, SampleLog.NOON, "why")));
  }

  @Test
  void aSourceOfTheLongestNamesIsUnpackedAsItWasPacked() {
    var source = new LogSource("p".repeat(1_019), new Uid("uid"), "\u0000", Integer.MIN_VALUE);
    List<LogEntry> one = List.of(new LogEntry.Gap(1, source, SampleLog.NOON, ""));
    assertThat(LogSegment.pack(0, one).entries()).isEqualTo(one);
  }

  private static void assertRefused(List<LogEntry> some) {
    assertThatThrownBy(() -> LogSegment.pack(0, some)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 100})
  void whatWasCutOffCantBeUnpacked(int count) {
    LogSegment whole = SampleLog.lines(LogEnd.NONE, count);
    for (int length = 0; length < whole.packed().length; length++) {
      assertBroken(with(whole, Arrays.copyOf(whole.packed(), length)));
    }
    assertBroken(with(whole, Arrays.copyOf(whole.packed(), whole.packed().length + 1)));
  }

  /** A changed byte may be another text; it is never another failure. */
  @ParameterizedTest
  @ValueSource(ints = {1, 100})
  void whatWasChangedIsUnpackedOrRefused(int count) {
    LogSegment whole = SampleLog.lines(LogEnd.NONE, count);
    for (int place = 0; place < whole.packed().length; place++) {
      for (int bit = 0; bit < 8; bit++) {
        byte[] changed = whole.packed().clone();
        changed[place] ^= (byte) (1 << bit);
        assertThat(isUnpackedOrRefused(with(whole, changed))).isTrue();
      }
    }
  }

  @Test
  void randomBytesAreUnpackedOrRefused() {
    for (int i = 0; i < 20_000; i++) {
      var bytes = new byte[1 + random.nextInt(64)];
      random.nextBytes(bytes);
      bytes[0] = (byte) (1 + i % 2);
      assertThat(isUnpackedOrRefused(new LogSegment(1, 2, 0, 10, bytes))).isTrue();
    }
  }

  @Test
  void aSegmentThatSaysAnotherThingOfItselfCantBeUnpacked() {
    LogSegment one = SampleLog.lines(LogEnd.NONE, 10);
    assertBroken(new LogSegment(1, 9, 0, one.size(), one.packed()));
    assertBroken(new LogSegment(1, 11, 0, one.size(), one.packed()));
    assertBroken(new LogSegment(1, 10, 0, one.size() - 1, one.packed()));
    assertBroken(new LogSegment(1, 10, 0, one.size() + 1, one.packed()));
  }

  @Test
  void aBombIsNotUnpackedFurtherThanTheSegmentSaysItsSizeIs() throws IOException {
    byte[] bomb = deflated(new byte[1 << 20], 128);
    assertThat(bomb.length).isLessThan(256 << 10);
    assertThat(allocatedBy(() -> assertBroken(new LogSegment(1, 1, 0, 100, bomb))))
        .isLessThan(1 << 20);
    var boundless = new LogSegment(1, LogSegment.MOST_ENTRIES, 0, Long.MAX_VALUE, bomb);
    assertThat(allocatedBy(() -> assertBroken(boundless))).isLessThan(4L * LogSegment.MOST_BYTES);
  }

  /** Counts and lengths that nothing stands behind. */
  @Test
  void noMemoryIsTakenForWhatIsOnlySaid() {
    var says = new byte[64];
    Arrays.fill(says, (byte) 0x7f);
    says[0] = 1;
    assertThat(
            allocatedBy(
                () -> assertBroken(new LogSegment(1, 1, 0, Long.MAX_VALUE / 2, says.clone()))))
        .isLessThan(1 << 20);
  }

  private static byte[] deflated(byte[] piece, int times) throws IOException {
    var bytes = new ByteArrayOutputStream();
    bytes.write(DEFLATED);
    try (var out = new DeflaterOutputStream(bytes)) {
      for (int i = 0; i < times; i++) {
        out.write(piece);
      }
    }
    return bytes.toByteArray();
  }

  private static long allocatedBy(Runnable work) {
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    work.run();
    long before = threads.getCurrentThreadAllocatedBytes();
    work.run();
    return threads.getCurrentThreadAllocatedBytes() - before;
  }

  private static LogSegment with(LogSegment like, byte[] packed) {
    return new LogSegment(like.first(), like.last(), like.offset(), like.size(), packed);
  }

  private static void assertBroken(LogSegment segment) {
    assertThatThrownBy(segment::entries).isInstanceOf(IllegalArgumentException.class);
  }

  private static boolean isUnpackedOrRefused(LogSegment segment) {
    try {
      return segment.entries().size() == segment.count();
    } catch (IllegalArgumentException refused) {
      return true;
    }
  }

  @Test
  void whatIsNoPlaceIsNoSegment() {
    var packed = new byte[] {1};
    for (long[] place :
        new long[][] {
          {0, 1, 0, 1},
          {2, 1, 0, 1},
          {1, LogSegment.MOST_ENTRIES + 1, 0, 1},
          {1, Long.MAX_VALUE, 0, 1},
          {1, 1, -1, 1},
          {1, 1, 0, -1},
          {1, 1, Long.MAX_VALUE, 1}
        }) {
      assertThatThrownBy(() -> new LogSegment(place[0], place[1], place[2], place[3], packed))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void repetitiveLinesArePackedToAFraction() {
    var lines = new ArrayList<LogEntry>();
    IntStream.rangeClosed(1, 1_000)
        .forEach(i -> lines.add(SampleLog.line(i, "INFO request %d took 13 ms".formatted(i))));
    LogSegment segment = LogSegment.pack(0, lines);
    assertThat((long) segment.packed().length).isLessThan(segment.size() / 2);
  }
}
