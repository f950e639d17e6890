package io.benchmarkdeployer.core.model;

import java.util.Optional;

/**
 * Why something is not as one would like it, in words that a person can act on.
 *
 * @param message one sentence or two; what the cluster said where it said something
 * @param pod the pod that shows it, where it is one pod's
 * @param container the container that shows it, where it is one container's
 * @param exitCode its exit code, where it ended
 */
public record Cause(
    Type type,
    String message,
    Optional<String> pod,
    Optional<String> container,
    Optional<Integer> exitCode) {

  /** What kind of trouble. */
  public enum Type {
    /** The image can't be pulled or its name can't be read. */
    IMAGE_PULL,
    /** No node takes the pod. */
    UNSCHEDULABLE,
    /** The container can't be made or started: a missing binary, a missing ConfigMap. */
    START_FAILED,
    /** The container ended with another code than 0. */
    EXIT_CODE,
    /** The container was killed for its memory. */
    OUT_OF_MEMORY,
    /** {@code activeDeadlineSeconds} is over. */
    DEADLINE,
    /** Failed as often as {@code backoffLimit} allows. */
    BACKOFF_LIMIT,
    /** The node threw the pod out. */
    EVICTED,
    /** The cluster won't create the pods: quota, admission, a missing service account. */
    PODS_REFUSED,
    /** Held back by {@code spec.suspend}. */
    SUSPENDED,
    /** Deleted, and not by this service. */
    DELETED_OUTSIDE,
    /** Something else; the message says what. */
    OTHER;

    /** As the wire and the store spell it: {@code image_pull}. */
    public String wireName() {
      return WireName.of(this);
    }
  }

  /** One that no single pod shows. */
  public static Cause of(Type type, String message) {
    return new Cause(type, message, Optional.empty(), Optional.empty(), Optional.empty());
  }
}
