package io.benchmarkdeployer.core.usecase;

import io.benchmarkdeployer.core.model.Kind;
import io.benchmarkdeployer.core.model.LogCapture;
import io.benchmarkdeployer.core.model.LogSource;
import io.benchmarkdeployer.core.model.Pod;
import io.benchmarkdeployer.core.model.ResourceRef;
import io.benchmarkdeployer.core.port.ClusterPort;
import io.benchmarkdeployer.core.port.ConflictException;
import io.benchmarkdeployer.core.port.ForbiddenException;
import io.benchmarkdeployer.core.port.LogLine;
import io.benchmarkdeployer.core.port.LogRequest;
import io.benchmarkdeployer.core.port.LogStream;
import io.benchmarkdeployer.core.port.NotFoundException;
import io.benchmarkdeployer.core.port.UnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Brings all that one life of a container prints into its job's log. A stream that breaks is opened
 * anew where it broke; after the container's end what is left is read once more. One thread runs
 * it; others may tell it what they see.
 */
final class CaptureContainer {
  private static final int KILLED = 128;
  private static final Duration FIRST_PAUSE = Duration.ofMillis(20);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);
  private static final Duration NEWS_OF_END = Duration.ofSeconds(3);

  private final ClusterPort cluster;
  private final StatusBoard board;
  private final LiveLogs live;
  private final LineIntake intake;
  private final InstantSource clock;
  private final String namespace;
  private final LogSource source;
  private final ResumePoint point;

  private LogCapture capture;
  private Optional<LogLine> lastWords = Optional.empty();
  private boolean endedCleanly;
  private Duration pause = FIRST_PAUSE;

  private final Semaphore ends = new Semaphore(0);
  private volatile boolean killed;
  private volatile boolean endedByItself;
  private final SilenceCheck silence;

  /**
   * Goes on after this point.
   *
   * @param intake where the lines go
   * @param capture how it stands so far
   */
  CaptureContainer(
      ClusterPort cluster,
      StatusBoard board,
      LiveLogs live,
      LineIntake intake,
      InstantSource clock,
      String namespace,
      LogCapture capture,
      ResumePoint point) {
    this.cluster = cluster;
    this.board = board;
    this.live = live;
    this.intake = intake;
    this.clock = clock;
    this.namespace = namespace;
    this.source = capture.source();
    this.capture = capture;
    this.point = point;
    this.silence = new SilenceCheck(cluster, all(), intake::lastTime);
  }

  LogSource source() {
    return source;
  }

  /** Somebody saw its pod so. */
  void seen(Pod pod) {
    switch (ContainerLook.of(pod, source)) {
      case ContainerLook.Ended end -> {
        endedByItself |= !pod.terminating() || !wasKilled(end);
        killed |= !endedByItself;
        ends.release();
      }
      case ContainerLook.Running running -> killed |= pod.terminating();
      case ContainerLook.NotBegun notBegun -> {}
      case ContainerLook.Forgotten forgotten -> {}
    }
  }

  /** Of what a signal ended the code is 128 and the signal. */
  private static boolean wasKilled(ContainerLook.Ended end) {
    return end.exitCode().orElse(KILLED) >= KILLED;
  }

  /** To be called now and then while it runs. */
  void checkSilence() {
    silence.check();
  }

  /** Nobody sees its pod any more. */
  void lostSight() {
    ends.release();
  }

  /** Reads it to its end, however long that takes; how it ended. */
  LogCapture run() throws InterruptedException {
    Optional<LogCapture> end = Optional.empty();
    while (end.isEmpty()) {
      live.checkCapturing();
      end = step();
      if (end.isEmpty()) {
        rest();
      }
    }
    intake.finish();
    return end.get();
  }

  /** Reads nothing of it: what it prints might tell what must stay secret. */
  LogCapture withhold(String why) throws InterruptedException {
    return lost(why, OptionalInt.empty());
  }

  /** A stream that ended well tells of the container's end before its node does. */
  private void rest() throws InterruptedException {
    Duration longest = endedCleanly ? NEWS_OF_END : pause;
    if (ends.tryAcquire(longest.toMillis(), TimeUnit.MILLISECONDS)) {
      ends.drainPermits();
    }
    pause = pause.compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
  }

  private Optional<LogCapture> step() throws InterruptedException {
    try {
      Optional<Pod> pod = find();
      return pod.isPresent() ? step(ContainerLook.of(pod.get(), source)) : Optional.of(gone());
    } catch (UnavailableException | ForbiddenException later) {
      // The cluster keeps the log meanwhile.
      endedCleanly = false;
      return Optional.empty();
    }
  }

  private Optional<Pod> find() {
    Optional<Pod> found =
        cluster
            .find(new ResourceRef(Kind.POD, Optional.of(namespace), source.pod()))
            .map((var live) -> Pod.of(live))
            .filter(pod -> pod.uid().equals(source.podUid()));
    found.ifPresent(this::seen);
    return found;
  }

  private Optional<LogCapture> step(ContainerLook look) throws InterruptedException {
    return switch (look) {
      case ContainerLook.NotBegun notBegun -> Optional.empty();
      case ContainerLook.Running running -> follow();
      case ContainerLook.Ended ended -> readRest(ended);
      case ContainerLook.Forgotten forgotten ->
          Optional.of(
              lost("it was started again before its end could be read", OptionalInt.empty()));
    };
  }

  // While it runs.

  private Optional<LogCapture> follow() throws InterruptedException {
    try (LogStream stream = cluster.openLog(request(false).followed())) {
      silence.begin(stream);
      if (isStillThisLife()) {
        endedCleanly = false;
        readAll(stream, false);
        endedCleanly = !silence.wasFound();
      }
    } catch (ConflictException | NotFoundException notYet) {
      endedCleanly = false;
    } finally {
      silence.end();
    }
    return Optional.empty();
  }

  /** The cluster opens whatever life there is: it must not have become another meanwhile. */
  private boolean isStillThisLife() {
    return find()
        .map(pod -> ContainerLook.of(pod, source))
        .filter(
            look ->
                look instanceof ContainerLook.Running
                    || (look instanceof ContainerLook.Ended ended && !ended.previous()))
        .isPresent();
  }

  private void readAll(LogStream stream, boolean atItsEnd) throws InterruptedException {
    ResumePoint.Overlap overlap = point.overlap();
    Optional<LogLine> doubtful = Optional.empty();
    for (var next = stream.next(); next.isPresent(); next = stream.next()) {
      LogLine line = next.get();
      silence.heard();
      if (overlap.covers(timeOf(line))) {
        doubtful = Optional.empty();
      } else if (mayGoOn(line) && !atItsEnd) {
        lastWords = next;
      } else if (overlap.isJoined()) {
        take(line);
      } else if (doubtful.isEmpty()) {
        doubtful = next;
      } else {
        takeBehindGap(doubtful.get(), overlap);
        doubtful = Optional.empty();
        take(line);
      }
    }
    if (doubtful.isPresent()) {
      takeBehindGap(doubtful.get(), overlap);
    }
  }

  /**
   * A stream may begin in the midst of a long line, whose begin is of the second before: what comes
   * before a line that is known is known too.
   */
  private void takeBehindGap(LogLine line, ResumePoint.Overlap overlap)
      throws InterruptedException {
    overlap.join();
    String why = "the cluster had thrown away what came before";
    intake.gap(clock.instant(), why);
    capture = capture.gapped("before " + clock.instant() + ": " + why);
    take(line);
  }

  private Instant timeOf(LogLine line) {
    return line.at().orElseGet(clock::instant);
  }

  /** A line without its end may only be what of it had arrived when the stream broke. */
  private static boolean mayGoOn(LogLine line) {
    return !line.ended() && line.bytes().length < LogLimits.LONGEST_LINE;
  }

  private void take(LogLine line) throws InterruptedException {
    Instant at = timeOf(line);
    intake.line(at, line.bytes(), line.ended());
    point.took(at);
    pause = FIRST_PAUSE;
  }

  private LogRequest request(boolean previous) {
    LogRequest life = previous ? all().ofPrevious() : all();
    return point.since().map(life::withSince).orElse(life);
  }

  private LogRequest all() {
    return LogRequest.of(namespace, source.pod(), source.container());
  }

  // At its end.

  private Optional<LogCapture> readRest(ContainerLook.Ended ended) throws InterruptedException {
    try (LogStream stream = cluster.openLog(request(ended.previous()))) {
      if (!isAsBefore(ended)) {
        return Optional.empty();
      }
      readAll(stream, true);
      lastWords = Optional.empty();
      return Optional.of(ended(ended.exitCode()));
    } catch (ConflictException | NotFoundException cleared) {
      return Optional.of(
          endedCleanly
              ? endedAsHeard(ended.exitCode())
              : lost("the cluster has no log of it any more", ended.exitCode()));
    }
  }

  private boolean isAsBefore(ContainerLook.Ended ended) {
    return find()
        .map(pod -> ContainerLook.of(pod, source))
        .filter(
            look -> look instanceof ContainerLook.Ended now && now.previous() == ended.previous())
        .isPresent();
  }

  private LogCapture ended(OptionalInt code) throws InterruptedException {
    return killed && !endedByItself
        ? lost("its pod was deleted while it ran: what it printed until then is here", code)
        : capture.ended(code);
  }

  /** All was heard up to the end of the stream, which is that of the container. */
  private LogCapture endedAsHeard(OptionalInt code) throws InterruptedException {
    sayLastWords();
    return ended(code);
  }

  private void sayLastWords() throws InterruptedException {
    if (lastWords.isPresent()) {
      take(lastWords.get());
      lastWords = Optional.empty();
    }
  }

  private LogCapture gone() throws InterruptedException {
    Optional<Pod> last = board.lastSeen(source.podUid());
    last.ifPresent(this::seen);
    ContainerLook look =
        last.map(pod -> ContainerLook.of(pod, source)).orElseGet(ContainerLook.NotBegun::new);
    if (look instanceof ContainerLook.Ended ended) {
      return endedCleanly
          ? endedAsHeard(ended.exitCode())
          : lost("its pod was gone before its end could be read", ended.exitCode());
    }
    sayLastWords();
    return lost("its pod was deleted while it ran", OptionalInt.empty());
  }

  private LogCapture lost(String why, OptionalInt code) throws InterruptedException {
    intake.gap(clock.instant(), why);
    return capture.lost(why, code);
  }
}
