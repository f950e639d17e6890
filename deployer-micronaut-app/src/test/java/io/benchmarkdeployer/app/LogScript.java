package io.benchmarkdeployer.app;

import io.benchmarkdeployer.core.model.CapturedLog;
import io.benchmarkdeployer.core.model.DeploymentId;
import io.benchmarkdeployer.core.model.Lease;
import io.benchmarkdeployer.core.model.LogCapture;
import io.benchmarkdeployer.core.model.LogEntry;
import io.benchmarkdeployer.core.model.LogSource;
import io.benchmarkdeployer.core.model.ResourceRef;
import io.benchmarkdeployer.core.model.Uid;
import io.benchmarkdeployer.core.model.WorkloadPhase;
import io.benchmarkdeployer.core.model.WorkloadStatus;
import io.benchmarkdeployer.core.usecase.LogFollower.Part;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/** What scripted logs tell. */
final class LogScript {
  static final Instant NOON = Instant.parse("2026-01-31T12:00:00.000000001Z");
  static final LogSource MAIN = new LogSource("pod-a", new Uid("uid-a"), "main", 0);
  static final LogSource AGAIN = new LogSource("pod-a", new Uid("uid-a"), "main", 2);

  private LogScript() {}

  static LogEntry line(long sequence, String text) {
    return line(sequence, MAIN, text);
  }

  static LogEntry line(long sequence, LogSource source, String text) {
    return line(sequence, source, text.getBytes(StandardCharsets.UTF_8), true);
  }

  static LogEntry line(long sequence, LogSource source, byte[] bytes, boolean ended) {
    return new LogEntry.Line(sequence, source, NOON, bytes, ended);
  }

  static LogEntry gap(long sequence, String why) {
    return new LogEntry.Gap(sequence, MAIN, NOON, why);
  }

  static WorkloadStatus status(WorkloadPhase phase) {
    return new WorkloadStatus(
        phase, 1, 0, 0, Optional.of(NOON), Optional.empty(), Optional.empty());
  }

  static CapturedLog running() {
    return CapturedLog.begun(
        new Uid("job-uid"),
        ResourceRef.job("default", "job"),
        DeploymentId.random(),
        new Lease("holder", NOON.plus(Duration.ofSeconds(30))),
        NOON);
  }

  static CapturedLog sealed(LogCapture... captures) {
    CapturedLog log = running();
    for (LogCapture capture : captures) {
      log = log.with(capture);
    }
    return log.sealed(WorkloadPhase.COMPLETED, NOON, NOON.plus(Duration.ofDays(30)));
  }

  static LogCapture whole() {
    return LogCapture.begun(MAIN).ended(OptionalInt.of(0));
  }

  static LogCapture lost() {
    return LogCapture.begun(AGAIN).lost("its node is gone", OptionalInt.empty());
  }

  /** All was told, and nothing is missing. */
  static Part end() {
    return end(sealed(whole()));
  }

  static Part end(CapturedLog log) {
    return new Part.End(log, Optional.empty());
  }
}
