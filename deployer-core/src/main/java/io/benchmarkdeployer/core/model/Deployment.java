package io.benchmarkdeployer.core.model;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * What somebody deployed with one manifest, and what became of it. Immutable; transitions return
 * the next one and refuse those that {@link DeploymentState} does not allow with {@link
 * IllegalStateException}.
 *
 * @param version counts the stored changes; the store compares and sets it
 * @param label the free name that the caller gave it
 * @param namespace the namespace that was asked for: the one of documents that name none
 * @param yaml the manifest, masked: fit to be stored and answered
 * @param failure why it failed, for a person; no Secret's value
 * @param lease who brings it to its end, while it is {@code PENDING} or {@code DELETING}, and who
 *     tells older deployments of it or deletes a part of it after that
 */
public record Deployment(
    DeploymentId id,
    long version,
    DeploymentState state,
    Optional<String> label,
    String namespace,
    String yaml,
    List<DeployedResource> resources,
    Instant createdAt,
    Caller createdBy,
    Optional<Instant> deletedAt,
    Optional<Caller> deletedBy,
    Optional<String> failure,
    Optional<Lease> lease,
    Optional<IdempotencyKey> idempotencyKey) {

  public Deployment {
    resources = List.copyOf(resources);
    if (resources.isEmpty()) {
      throw new IllegalArgumentException("a deployment has at least one resource");
    }
  }

  /** The resource that the deployment is known by: its first job, else its first resource. */
  public DeployedResource primary() {
    return DeployedResource.primaryOf(resources);
  }

  /** What its primary resource does; empty where that runs nothing. */
  public Optional<WorkloadStatus> status() {
    return primary().status();
  }

  /**
   * Where it is in its life, in one word: what its primary resource does, as long as it has one.
   * One that runs nothing is {@code DEPLOYED}; one that is being deleted is still what it was.
   */
  public WorkloadPhase phase() {
    return switch (state) {
      case PENDING -> WorkloadPhase.PENDING;
      case DEPLOYED, DELETING -> status().map(WorkloadStatus::phase).orElse(WorkloadPhase.DEPLOYED);
      case FAILED -> WorkloadPhase.FAILED;
      case DELETED -> WorkloadPhase.DELETED;
    };
  }

  /** The resource that is this object, whatever version of its group it was asked for in. */
  public Optional<DeployedResource> resource(ResourceRef ref) {
    return resources.stream().filter(resource -> resource.ref().sameObject(ref)).findFirst();
  }

  /** All of it was applied; {@code applied} are its resources with their outcomes. */
  public Deployment deployed(List<DeployedResource> applied) {
    return become(
        DeploymentState.DEPLOYED,
        next -> {
          next.resources = settled(applied);
          next.lease = Optional.empty();
        });
  }

  /**
   * It was not applied; {@code undone} are its resources with what became of each. Its idempotency
   * key is free again: nothing came of the request, so it may be tried once more.
   */
  public Deployment failed(List<DeployedResource> undone, String why) {
    return become(
        DeploymentState.FAILED,
        next -> {
          next.resources = settled(undone);
          next.failure = Optional.of(why);
          next.lease = Optional.empty();
          next.idempotencyKey = Optional.empty();
        });
  }

  /** Somebody asked for its deletion. */
  public Deployment deleting(Caller by, Lease until) {
    return become(
        DeploymentState.DELETING,
        next -> {
          next.deletedBy = Optional.of(by);
          next.lease = Optional.of(until);
        });
  }

  /** Nothing of it is left in a cluster that answered. */
  public Deployment deleted(Caller by, Instant at) {
    return become(
        DeploymentState.DELETED,
        next -> {
          next.deletedAt = Optional.of(at);
          next.deletedBy = Optional.of(deletedBy.orElse(by));
          next.lease = Optional.empty();
        });
  }

  /**
   * One of its objects was seen doing this; itself where that is no news or the object isn't its.
   */
  public Deployment observed(Uid uid, WorkloadStatus status) {
    return withEach(
        resource ->
            resource.is(uid) && resource.isNews(status) ? resource.observed(status) : resource);
  }

  /** One of its objects came to this. */
  public Deployment ended(ResourceRef ref, DeployedResource.Outcome outcome, String why) {
    return withEach(
        resource -> resource.ref().sameObject(ref) ? resource.ended(outcome, why) : resource);
  }

  /** Whether no object in the cluster is its any more, as far as is known. */
  public boolean holdsNothing() {
    return resources.stream().allMatch(resource -> resource.outcome().isOver());
  }

  /** Whether some of its objects are being deleted while the rest stays. */
  public boolean losesPart() {
    return state != DeploymentState.DELETING
        && resources.stream()
            .anyMatch(resource -> resource.outcome() == DeployedResource.Outcome.DELETING);
  }

  /** The same with each resource passed through this; itself where nothing changes. */
  public Deployment withEach(UnaryOperator<DeployedResource> change) {
    var changed = resources.stream().map(change).toList();
    return changed.equals(resources) ? this : with(changed);
  }

  /** The same with these resources. */
  public Deployment with(List<DeployedResource> changed) {
    return copy(next -> next.resources = changed);
  }

  /** The same under another lease, or under none. */
  public Deployment withLease(Optional<Lease> other) {
    return copy(next -> next.lease = other);
  }

  /** The same as the store holds it after this many changes. */
  public Deployment withVersion(long other) {
    return copy(next -> next.version = other);
  }

  /**
   * The same without what makes it large and is not to be shown again and again: the manifest is
   * empty, and what its objects were before they were changed is forgotten.
   */
  public Deployment slim() {
    return copy(
        next -> {
          next.yaml = "";
          next.resources = settled(resources);
        });
  }

  private Deployment become(DeploymentState other, Consumer<Copy> change) {
    if (!state.mayBecome(other)) {
      throw new IllegalStateException(
          "deployment %s is %s and can't become %s"
              .formatted(id, state.wireName(), other.wireName()));
    }
    return copy(change.andThen(next -> next.state = other));
  }

  private Deployment copy(Consumer<Copy> change) {
    var copy = new Copy();
    change.accept(copy);
    return copy.done();
  }

  /** This deployment under change: what never changes is not in it. */
  private final class Copy {
    private long version = Deployment.this.version;
    private DeploymentState state = Deployment.this.state;
    private String yaml = Deployment.this.yaml;
    private List<DeployedResource> resources = Deployment.this.resources;
    private Optional<Instant> deletedAt = Deployment.this.deletedAt;
    private Optional<Caller> deletedBy = Deployment.this.deletedBy;
    private Optional<String> failure = Deployment.this.failure;
    private Optional<Lease> lease = Deployment.this.lease;
    private Optional<IdempotencyKey> idempotencyKey = Deployment.this.idempotencyKey;

    private Deployment done() {
      return new Deployment(
          id,
          version,
          state,
          label,
          namespace,
          yaml,
          resources,
          createdAt,
          createdBy,
          deletedAt,
          deletedBy,
          failure,
          lease,
          idempotencyKey);
    }
  }

  private static List<DeployedResource> settled(List<DeployedResource> resources) {
    return resources.stream().map(DeployedResource::settled).toList();
  }
}
