package io.benchmarkdeployer.core.model;

import java.util.List;
import java.util.Optional;

/**
 * One object of a deployment: what was planned for it and what became of it.
 *
 * @param uid the object's identity, once it is known: of the one found before, then of the one
 *     applied
 * @param reason why the outcome is what it is, where it isn't the good one; never a Secret's value
 * @param before the object as it was before it was changed, to put it back after a crash; of a
 *     Secret only whose it was
 * @param status what it does, for one that runs
 */
public record DeployedResource(
    ResourceRef ref,
    Action action,
    Outcome outcome,
    Optional<Uid> uid,
    Optional<String> reason,
    Optional<Json.Obj> before,
    Optional<WorkloadStatus> status) {

  /** What is planned. */
  public enum Action {
    /** There is no such object. */
    CREATE,
    /** There is one of ours that differs. */
    CONFIGURE,
    /** There is one of ours just as asked for. */
    KEEP,
    /** There is a finished job of ours: its deletion comes first. */
    REPLACE;

    public String wireName() {
      return WireName.of(this);
    }
  }

  /** What became of it. */
  public enum Outcome {
    /** Nothing was tried yet, or a crash hides what was. */
    PLANNED,
    CREATED,
    CONFIGURED,
    UNCHANGED,
    /** Refused; {@link #reason} says why. */
    FAILED,
    /** Applied, then taken back. */
    UNDONE,
    /** The write's answer never came; it is being looked up. */
    UNKNOWN,
    /** Should have been taken back, and could not be; {@link #reason} says why. */
    LEFT_BEHIND,
    /** A later deployment applied it and owns it now. */
    TAKEN_OVER,
    /** Its deletion was asked for; the cluster has not confirmed it. */
    DELETING,
    /** The cluster answered that it is gone. */
    DELETED;

    public String wireName() {
      return WireName.of(this);
    }

    /** Whether the object is the deployment's, as far as is known. */
    public boolean isHeld() {
      return this == CREATED || this == CONFIGURED || this == UNCHANGED;
    }

    /** Whether nothing of it is the deployment's any more. */
    public boolean isOver() {
      return this == UNDONE || this == TAKEN_OVER || this == DELETED;
    }
  }

  /** The one that all of them are known by: the first job, else the first. */
  public static DeployedResource primaryOf(List<DeployedResource> resources) {
    return resources.stream()
        .filter(resource -> resource.ref().kind().isJob())
        .findFirst()
        .orElse(resources.getFirst());
  }

  /** One that is planned; {@code live} is the object of that name, where there is one. */
  public static DeployedResource planned(
      ResourceRef ref, Action action, Optional<LiveObject> live) {
    Optional<Json.Obj> before =
        action == Action.REPLACE
            ? Optional.empty()
            : live.map(LiveObject::content)
                .map(content -> ref.kind().isSecret() ? Ownership.only(content) : content);
    return new DeployedResource(
        ref,
        action,
        Outcome.PLANNED,
        live.map(LiveObject::uid),
        Optional.empty(),
        before,
        Optional.empty());
  }

  /** Applied as planned: the cluster holds it under this UID. What it was before is forgotten. */
  public DeployedResource applied(Uid applied) {
    Outcome good =
        switch (action) {
          case CREATE, REPLACE -> Outcome.CREATED;
          case CONFIGURE -> Outcome.CONFIGURED;
          case KEEP -> Outcome.UNCHANGED;
        };
    Optional<WorkloadStatus> status =
        Workload.runs(ref.kind()) ? Optional.of(WorkloadStatus.PENDING) : Optional.empty();
    return new DeployedResource(
        ref, action, good, Optional.of(applied), Optional.empty(), before, status);
  }

  /** The same with another outcome. */
  public DeployedResource ended(Outcome other, String why) {
    return new DeployedResource(
        ref,
        action,
        other,
        uid,
        why.isEmpty() ? Optional.empty() : Optional.of(why),
        before,
        status);
  }

  /** The same, known to be this object of the cluster. */
  public DeployedResource identified(Uid known) {
    return new DeployedResource(ref, action, outcome, Optional.of(known), reason, before, status);
  }

  /** The same with what it does now. */
  public DeployedResource observed(WorkloadStatus now) {
    return new DeployedResource(ref, action, outcome, uid, reason, before, Optional.of(now));
  }

  /**
   * Whether it was not known that it does this. Another process may have seen more by now: of what
   * is gone, or has ended for good, nothing is news that comes from before.
   */
  boolean isNews(WorkloadStatus now) {
    return outcome != Outcome.DELETED && status.filter(known -> covers(known, now)).isEmpty();
  }

  private boolean covers(WorkloadStatus known, WorkloadStatus now) {
    return known.equals(now) || (Workload.ends(ref.kind()) && known.isEndAfter(now));
  }

  /** The same without what is needed only while an undo may come. */
  public DeployedResource settled() {
    return new DeployedResource(ref, action, outcome, uid, reason, Optional.empty(), status);
  }

  /** Whether this object is meant. */
  public boolean is(Uid other) {
    return uid.filter(other::equals).isPresent();
  }
}
