package io.benchmarkdeployer.testkit.contract;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.benchmarkdeployer.core.model.CapturedLog;
import io.benchmarkdeployer.core.model.DeploymentId;
import io.benchmarkdeployer.core.model.Kind;
import io.benchmarkdeployer.core.model.Lease;
import io.benchmarkdeployer.core.model.LogCapture;
import io.benchmarkdeployer.core.model.LogEntry;
import io.benchmarkdeployer.core.model.LogSegment;
import io.benchmarkdeployer.core.model.LogSource;
import io.benchmarkdeployer.core.model.ResourceRef;
import io.benchmarkdeployer.core.model.SecretVersion;
import io.benchmarkdeployer.core.model.Uid;
import io.benchmarkdeployer.core.model.WorkloadPhase;
import io.benchmarkdeployer.core.port.LogEnd;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.LongStream;

/** Records of logs, and entries; of equal numbers are equal jobs. */
final class SampleLog {
  /** To the millisecond, and not to the second. */
  static final Instant NOON = Instant.parse("2026-03-01T12:00:00.123Z");

  static final Instant LATER = NOON.plusMillis(30_001);
  static final Lease LEASE = new Lease("a process", LATER);
  static final ResourceRef JOB = ResourceRef.job("default", "test-job");
  static final LogSource SOURCE = new LogSource("test-job-x7k2p", new Uid("pod-uid"), "main", 0);

  private SampleLog() {}

  static Uid uid(int number) {
    return new Uid("%08d-uid".formatted(number));
  }

  static CapturedLog of(int number) {
    return at(number, NOON);
  }

  static CapturedLog at(int number, Instant createdAt) {
    return of(number, JOB, createdAt);
  }

  static CapturedLog of(int number, ResourceRef job, Instant createdAt) {
    return CapturedLog.begun(uid(number), job, new DeploymentId("a-deployment"), LEASE, createdAt);
  }

  /** One that is sealed, to be kept until then. */
  static CapturedLog sealed(int number, Instant until) {
    return of(number).sealed(WorkloadPhase.COMPLETED, NOON, until);
  }

  /** One with something in every field, none of it plain. */
  static CapturedLog full(int number) {
    var odd = new LogSource("p.".repeat(126) + "p", new Uid("$uid.🚀"), "c".repeat(63), 17);
    return new CapturedLog(
        uid(number),
        new ResourceRef(
            new Kind("batch.example.com/v1beta1", "Job"), Optional.of("0-ns"), "0.a-b.c"),
        new DeploymentId("0_a.B"),
        7,
        Optional.of(new Lease("host.1 $ 호스트/4711", LATER)),
        Long.MAX_VALUE,
        List.of(
            LogCapture.begun(SOURCE),
            new LogCapture(
                odd, LogCapture.State.LOST, "끝: \"cut\"\n$set \u0000 🙅", OptionalInt.of(-1))),
        Optional.of(Set.of(secret("0.a-b.c", "$9 \u0000 판"), secret("b", ""))),
        NOON,
        Optional.of(NOON.plusMillis(1)),
        Optional.of(WorkloadPhase.FAILED),
        Optional.of(NOON.plusMillis(2)),
        true);
  }

  static SecretVersion secret(String name, String version) {
    return new SecretVersion(
        new ResourceRef(Kind.SECRET, Optional.of("0-ns"), name), new Uid("$uid." + name), version);
  }

  static LogEntry line(long sequence, String text) {
    return new LogEntry.Line(
        sequence, SOURCE, NOON.plusNanos(sequence), text.getBytes(UTF_8), true);
  }

  /** So many short lines that begin where a log ends so. */
  static LogSegment lines(LogEnd end, int count) {
    return LogSegment.pack(
        end.offset(),
        LongStream.rangeClosed(end.sequence() + 1, end.sequence() + count)
            .mapToObj(number -> line(number, "line " + number))
            .toList());
  }

  /** One line that counts so many bytes, and begins so. */
  static LogSegment sized(LogEnd end, int size, String begin) {
    String text = begin + "x".repeat(size - 1 - begin.length());
    return LogSegment.pack(end.offset(), List.of(line(end.sequence() + 1, text)));
  }

  static LogEnd endOf(LogSegment segment) {
    return new LogEnd(segment.last(), segment.end());
  }
}
