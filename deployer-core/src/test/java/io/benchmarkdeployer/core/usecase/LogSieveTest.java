package io.benchmarkdeployer.core.usecase;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.benchmarkdeployer.core.model.LogEntry;
import io.benchmarkdeployer.core.model.LogSource;
import io.benchmarkdeployer.core.model.Uid;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class LogSieveTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final LogSource A = source("a", "main");
  private static final LogSource B = source("b", "main");

  private long last;

  @Test
  void withoutAFilterTheSameListPasses() {
    var entries = List.of(line(A, "x"), line(B, "y"));

    assertThat(LogFilter.NONE.sieve().pass(entries)).isSameAs(entries);
  }

  @Test
  void onlyTheNamedPodAndContainerPass() {
    LogSource side = source("a", "side");
    var entries = List.of(line(A, "x"), line(side, "y"), line(B, "z"));

    assertThat(numbers(filter("a", "", "", 0).pass(entries))).containsExactly(1L, 2L);
    assertThat(numbers(filter("", "main", "", 0).pass(entries))).containsExactly(1L, 3L);
    assertThat(numbers(filter("a", "main", "", 0).pass(entries))).containsExactly(1L);
  }

  @Test
  void onlyHitsPassWithoutContext() {
    LogSieve sieve = looking(0);

    assertThat(numbers(sieve.pass(lines(A, "-", "hit", "-")))).containsExactly(2L);
    assertThat(sieve.pass(lines(A, "-"))).isEmpty();
  }

  @Test
  void theLinesAroundAHitPassAlsoWhereTheyCameInOtherBatches() {
    LogSieve sieve = looking(2);

    assertThat(sieve.pass(lines(A, "-", "-"))).isEmpty();
    assertThat(sieve.pass(lines(A, "-"))).isEmpty();
    assertThat(numbers(sieve.pass(lines(A, "hit")))).containsExactly(2L, 3L, 4L);
    assertThat(numbers(sieve.pass(lines(A, "-")))).containsExactly(5L);
    assertThat(numbers(sieve.pass(lines(A, "-", "-")))).containsExactly(6L);
  }

  @Test
  void contextsThatOverlapPassOnce() {
    assertThat(numbers(looking(2).pass(lines(A, "-", "hit", "-", "-", "-", "hit", "hit"))))
        .containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L);
  }

  @Test
  void contextIsOfTheSameSource() {
    var entries = List.of(line(A, "-"), line(B, "-"), line(A, "hit"), line(B, "-"), line(A, "-"));

    assertThat(numbers(looking(1).pass(entries))).containsExactly(1L, 3L, 5L);
  }

  @Test
  void aBatchPassesInTheLogsOrder() {
    var entries = List.of(line(A, "-"), line(B, "hit"), line(A, "hit"));

    assertThat(numbers(looking(1).pass(entries))).containsExactly(1L, 2L, 3L);
  }

  @Test
  void linesBeforeAHitAreLateWhereOthersPassedMeanwhile() {
    LogSieve sieve = looking(1);

    assertThat(numbers(sieve.pass(List.of(line(A, "-"), line(B, "hit"))))).containsExactly(2L);
    assertThat(numbers(sieve.pass(List.of(line(A, "hit"))))).containsExactly(1L, 3L);
  }

  @Test
  void gapsPassButThoseOfOthers() {
    var entries = List.of(gap(A), gap(B), new LogEntry.Truncated(3, 5, 100));

    assertThat(numbers(filter("a", "", "hit", 0).pass(entries))).containsExactly(1L, 5L);
  }

  @Test
  void noContextReachesOverAGapOfItsSource() {
    assertThat(numbers(looking(2).pass(List.of(line(A, "-"), gap(A), line(A, "hit")))))
        .containsExactly(2L, 3L);
    assertThat(numbers(looking(2).pass(List.of(line(A, "hit"), gap(A), line(A, "-")))))
        .containsExactly(4L, 5L);
    assertThat(numbers(looking(2).pass(List.of(line(A, "-"), gap(B), line(A, "hit")))))
        .containsExactly(7L, 8L, 9L);
  }

  @Test
  void noContextReachesOverACut() {
    var entries = List.of(line(A, "-"), new LogEntry.Truncated(2, 4, 100), numbered(5, A, "hit"));

    assertThat(numbers(looking(2).pass(entries))).containsExactly(4L, 5L);
  }

  @Test
  void aHitIsWhatAPersonReads() {
    assertThat(looking(0).pass(lines(A, "h\u001b[1mit\u001b[0m"))).hasSize(1);
    assertThat(looking(0).pass(lines(A, "hit\rover"))).isEmpty();
  }

  @Test
  void linesThatAreHeldAreBoundedInBytes() {
    LogSieve sieve = looking(100);
    for (int i = 0; i < 100; i++) {
      assertThat(sieve.pass(lines(A, "x".repeat(100_000)))).isEmpty();
    }

    List<LogEntry> passed = sieve.pass(lines(A, "hit"));

    assertThat(passed.stream().mapToLong(LogEntry::size).sum()).isBetween(1L << 20, 2L << 20);
    assertThat(passed.getLast().sequence()).isEqualTo(101);
  }

  @Test
  void sourcesAreForgottenFromTheQuietestOnButNoHitIs() {
    LogSieve sieve = looking(1);
    sieve.pass(lines(A, "-"));
    for (int i = 0; i < LogSieve.MOST_SOURCES; i++) {
      sieve.pass(lines(source("pod-" + i, "main"), "-"));
    }

    assertThat(sieve.pass(lines(A, "hit"))).hasSize(1);
    assertThat(sieve.pass(lines(source("pod-999", "main"), "hit"))).hasSize(2);
  }

  @Test
  void whateverTheBatchesAreTheSameEntriesPassEachOnceAndInTheOrderOfTheirSource() {
    for (int seed = 0; seed < 500; seed++) {
      var random = new Random(seed);
      int context = random.nextInt(4);
      List<LogEntry> log = randomLog(random);

      var passed = new ArrayList<LogEntry>();
      LogSieve sieve = looking(context);
      for (int at = 0, to; at < log.size(); at = to) {
        to = Math.min(log.size(), at + 1 + random.nextInt(10));
        passed.addAll(sieve.pass(log.subList(at, to)));
      }

      assertThat(passed)
          .as("seed %d", seed)
          .doesNotHaveDuplicates()
          .containsExactlyInAnyOrderElementsOf(simplySifted(log, context));
      for (LogSource source : List.of(A, B)) {
        assertThat(numbers(passed.stream().filter(entry -> isOf(source, entry)).toList()))
            .as("seed %d", seed)
            .isSorted();
      }
    }
  }

  private List<LogEntry> randomLog(Random random) {
    last = 0;
    var log = new ArrayList<LogEntry>();
    for (int i = 0; i < 60; i++) {
      LogSource source = random.nextBoolean() ? A : B;
      int what = random.nextInt(12);
      log.add(what == 0 ? gap(source) : line(source, what < 3 ? "hit" : "-"));
    }
    return log;
  }

  /** Source by source, run by run between its gaps. */
  private static Set<LogEntry> simplySifted(List<LogEntry> log, int context) {
    var passed = new LinkedHashSet<LogEntry>();
    Map<LogSource, List<LogEntry>> runs = new HashMap<>();
    for (LogEntry entry : log) {
      if (entry instanceof LogEntry.Gap gap) {
        passed.add(gap);
        siftRun(runs.getOrDefault(gap.source(), List.of()), context, passed);
        runs.remove(gap.source());
      } else if (entry instanceof LogEntry.Line line) {
        runs.computeIfAbsent(line.source(), source -> new ArrayList<>()).add(line);
      }
    }
    runs.values().forEach(run -> siftRun(run, context, passed));
    return passed;
  }

  private static void siftRun(List<LogEntry> run, int context, Set<LogEntry> passed) {
    for (int i = 0; i < run.size(); i++) {
      if (((LogEntry.Line) run.get(i)).text().equals("hit")) {
        passed.addAll(run.subList(Math.max(0, i - context), Math.min(run.size(), i + context + 1)));
      }
    }
  }

  private static boolean isOf(LogSource source, LogEntry entry) {
    return switch (entry) {
      case LogEntry.Line line -> line.source().equals(source);
      case LogEntry.Gap gap -> gap.source().equals(source);
      case LogEntry.Truncated cut -> false;
    };
  }

  private static LogSieve looking(int context) {
    return filter("", "", "hit", context);
  }

  private static LogSieve filter(String pod, String container, String text, int context) {
    return new LogFilter(
            given(pod), given(container), given(text).map(LogSieveTest::containing), context)
        .sieve();
  }

  private static Predicate<String> containing(String text) {
    return line -> line.contains(text);
  }

  private static Optional<String> given(String text) {
    return Optional.of(text).filter(value -> !value.isEmpty());
  }

  private static LogSource source(String pod, String container) {
    return new LogSource(pod, new Uid("uid-" + pod), container, 0);
  }

  private List<LogEntry> lines(LogSource source, String... texts) {
    return Arrays.stream(texts).map(text -> line(source, text)).toList();
  }

  private LogEntry line(LogSource source, String text) {
    return numbered(++last, source, text);
  }

  private static LogEntry numbered(long sequence, LogSource source, String text) {
    return new LogEntry.Line(sequence, source, NOW, text.getBytes(UTF_8), true);
  }

  private LogEntry gap(LogSource source) {
    return new LogEntry.Gap(++last, source, NOW, "cut");
  }

  private static List<Long> numbers(List<LogEntry> entries) {
    return entries.stream().map(LogEntry::sequence).toList();
  }
}
