package io.benchmarkdeployer.core.model;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What is known of a job's log as a whole: whether it is still being captured, by whom, and how
 * well. Its entries are kept beside it. Immutable; transitions return the next one.
 *
 * @param job the UID of the job: one of the same name later has a log of its own
 * @param ref the job
 * @param deployment which deployment of ours made it
 * @param version counts the stored changes; the store compares and sets it
 * @param lease which process captures it; empty where none does
 * @param fence grows with each process that takes the capture over: what an older one writes late
 *     is refused
 * @param captures one for each life of each container, in the order in which they were found; the
 *     newest {@link #MOST_CAPTURES}
 * @param secrets those whose values are masked in it, as they were when it was begun; empty where
 *     that is not known: they were not read yet, or by a service that did not note them
 * @param sealedAt since when nothing more comes; empty while it is captured
 * @param outcome how the job ended, as far as was seen, once sealed
 * @param keepUntil when it may be forgotten, once sealed
 * @param pinned kept for good, whatever its age
 */
public record CapturedLog(
    Uid job,
    ResourceRef ref,
    DeploymentId deployment,
    long version,
    Optional<Lease> lease,
    long fence,
    List<LogCapture> captures,
    Optional<Set<SecretVersion>> secrets,
    Instant createdAt,
    Optional<Instant> sealedAt,
    Optional<WorkloadPhase> outcome,
    Optional<Instant> keepUntil,
    boolean pinned) {

  /** A job that is retried for days has more lives than anybody looks at. */
  public static final int MOST_CAPTURES = 1_000;

  public CapturedLog {
    captures = List.copyOf(captures);
    secrets = secrets.map(Set::copyOf);
  }

  /** A new one, which this process captures. */
  public static CapturedLog begun(
      Uid job, ResourceRef ref, DeploymentId deployment, Lease lease, Instant now) {
    return new CapturedLog(
        job,
        ref,
        deployment,
        1,
        Optional.of(lease),
        1,
        List.of(),
        Optional.empty(),
        now,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        false);
  }

  public boolean isSealed() {
    return sealedAt.isPresent();
  }

  /** Whether it is sealed and every capture in it is whole. */
  public boolean isWhole() {
    return isSealed()
        && captures.stream().allMatch(capture -> capture.state() == LogCapture.State.SEALED);
  }

  /** Whether no process captures it, or the one that did is taken for dead. */
  public boolean isFree(Instant now) {
    return !isSealed() && lease.filter(held -> !held.isOver(now)).isEmpty();
  }

  /** Taken over by another process. */
  public CapturedLog taken(Lease by) {
    return copy(
        next -> {
          next.lease = Optional.of(by);
          next.fence = fence + 1;
        });
  }

  /** The same under this lease of the process that captures it. */
  public CapturedLog leased(Lease longer) {
    return copy(next -> next.lease = Optional.of(longer));
  }

  /** Let go by the process that captured it: another may take it at once. */
  public CapturedLog released() {
    return copy(next -> next.lease = Optional.empty());
  }

  /** With this capture as it stands now, in the place of what was known of its source. */
  public CapturedLog with(LogCapture capture) {
    var changed = new ArrayList<>(captures);
    int place = captures.stream().map(LogCapture::source).toList().indexOf(capture.source());
    if (place < 0) {
      changed.add(capture);
    } else {
      changed.set(place, capture);
    }
    int from = Math.max(0, changed.size() - MOST_CAPTURES);
    return copy(next -> next.captures = changed.subList(from, changed.size()));
  }

  public Optional<LogCapture> capture(LogSource source) {
    return captures.stream().filter(capture -> capture.source().equals(source)).findFirst();
  }

  /** With these as those whose values are masked; what is known of them already stays. */
  public CapturedLog masking(Set<SecretVersion> found) {
    return copy(next -> next.secrets = Optional.of(secrets.orElse(found)));
  }

  /** Nothing more comes. */
  public CapturedLog sealed(WorkloadPhase how, Instant now, Instant until) {
    return copy(
        next -> {
          next.lease = Optional.empty();
          next.sealedAt = Optional.of(now);
          next.outcome = Optional.of(how);
          next.keepUntil = Optional.of(until);
        });
  }

  public CapturedLog pinned(boolean on) {
    return copy(next -> next.pinned = on);
  }

  /** The same as the store holds it after this many changes. */
  public CapturedLog withVersion(long other) {
    return copy(next -> next.version = other);
  }

  private CapturedLog copy(Consumer<Copy> change) {
    var copy = new Copy();
    change.accept(copy);
    return copy.done();
  }

  /** This log under change: what never changes is not in it. */
  private final class Copy {
    private long version = CapturedLog.this.version;
    private Optional<Lease> lease = CapturedLog.this.lease;
    private long fence = CapturedLog.this.fence;
    private List<LogCapture> captures = CapturedLog.this.captures;
    private Optional<Set<SecretVersion>> secrets = CapturedLog.this.secrets;
    private Optional<Instant> sealedAt = CapturedLog.this.sealedAt;
    private Optional<WorkloadPhase> outcome = CapturedLog.this.outcome;
    private Optional<Instant> keepUntil = CapturedLog.this.keepUntil;
    private boolean pinned = CapturedLog.this.pinned;

    private CapturedLog done() {
      return new CapturedLog(
          job,
          ref,
          deployment,
          version,
          lease,
          fence,
          captures,
          secrets,
          createdAt,
          sealedAt,
          outcome,
          keepUntil,
          pinned);
    }
  }
}
