package io.benchmarkdeployer.core.usecase;

import io.benchmarkdeployer.core.port.ClusterPort;
import io.benchmarkdeployer.core.port.LogLine;
import io.benchmarkdeployer.core.port.LogRequest;
import io.benchmarkdeployer.core.port.LogStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Finds a stream that tells no more of a container that prints: a node may lose its log's thread
 * when it rotates a file. Where nothing was heard for long, the cluster is asked for the last line.
 * What is there then must be heard soon; else the stream is closed, to be opened anew. Any thread
 * may call.
 */
final class SilenceCheck {
  private static final Duration SILENCE = Duration.ofSeconds(30);
  private static final Duration SOON = Duration.ofSeconds(2);

  private final ClusterPort cluster;
  private final LogRequest lastLine;
  private final Supplier<Instant> lastTime;
  private final Duration longest;
  private final Duration soon;
  private volatile long lastHeard = System.nanoTime();
  private volatile Optional<LogStream> following = Optional.empty();
  private volatile boolean found;

  /**
   * Of this container.
   *
   * @param log all of what it prints
   * @param lastTime of the last line that was heard
   */
  SilenceCheck(ClusterPort cluster, LogRequest log, Supplier<Instant> lastTime) {
    this(cluster, log, lastTime, SILENCE, SOON);
  }

  SilenceCheck(
      ClusterPort cluster,
      LogRequest log,
      Supplier<Instant> lastTime,
      Duration longest,
      Duration soon) {
    this.cluster = cluster;
    this.lastLine = log.withTail(1);
    this.lastTime = lastTime;
    this.longest = longest;
    this.soon = soon;
  }

  /** This is listened to from now on. */
  void begin(LogStream stream) {
    found = false;
    following = Optional.of(stream);
  }

  /** A line came. */
  void heard() {
    lastHeard = System.nanoTime();
  }

  /** Nothing is listened to any more. */
  void end() {
    following = Optional.empty();
  }

  /** Whether it was this that closed the stream. */
  boolean wasFound() {
    return found;
  }

  /** Returns at once; to be called now and then. */
  void check() {
    Optional<LogStream> stream = following;
    if (stream.isPresent() && System.nanoTime() - lastHeard > longest.toNanos()) {
      heard();
      Thread.ofVirtual().name("log silence").start(() -> check(stream.get()));
    }
  }

  private void check(LogStream stream) {
    long asked = System.nanoTime();
    try {
      boolean printed = hasPrintedSince();
      Thread.sleep(soon);
      if (printed && lastHeard < asked && following.filter(stream::equals).isPresent()) {
        found = true;
        stream.close();
      }
    } catch (InterruptedException | RuntimeException unknown) {
      // It is asked again after the next silence.
      heard();
    }
  }

  private boolean hasPrintedSince() throws InterruptedException {
    Instant last = lastTime.get();
    try (LogStream tail = cluster.openLog(lastLine)) {
      return tail.next().flatMap(LogLine::at).filter(last::isBefore).isPresent();
    }
  }
}
