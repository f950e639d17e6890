package io.benchmarkdeployer.core.model;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A pod as the cluster tells it.
 *
 * @param phase {@code Pending}, {@code Running}, {@code Succeeded}, {@code Failed} or {@code
 *     Unknown}
 * @param reason why, where the cluster has a word for it ({@code Evicted}); may be empty
 * @param message the same in more words; may be empty
 * @param controller what made it and keeps it; the only proof of belonging
 * @param defaultContainer the container that its annotation {@code
 *     kubectl.kubernetes.io/default-container} names for those who name none
 */
public record Pod(
    String namespace,
    String name,
    Uid uid,
    String phase,
    String reason,
    String message,
    Optional<Controller> controller,
    Optional<String> node,
    Optional<Instant> createdAt,
    Optional<Instant> startedAt,
    boolean terminating,
    Optional<String> defaultContainer,
    List<Condition> conditions,
    List<Container> containers) {

  private static final String DEFAULT_CONTAINER = "kubectl.kubernetes.io/default-container";

  /** The controlling owner of an object (Kubernetes API, {@code OwnerReference.controller}). */
  public record Controller(Kind kind, String name, Uid uid) {}

  /** Reads a pod from the cluster's object. */
  public static Pod of(LiveObject live) {
    Json.Obj pod = live.content();
    return new Pod(
        live.ref().namespace().orElse(""),
        live.ref().name(),
        live.uid(),
        pod.textAt("status", "phase").orElse("Unknown"),
        pod.textAt("status", "reason").orElse(""),
        pod.textAt("status", "message").orElse(""),
        controllerOf(live),
        pod.textAt("spec", "nodeName"),
        Instants.at(pod, "metadata", "creationTimestamp"),
        Instants.at(pod, "status", "startTime"),
        live.terminating(),
        pod.textAt("metadata", "annotations", DEFAULT_CONTAINER),
        Condition.of(pod),
        Container.of(pod));
  }

  /** The controlling owner of any object. */
  public static Optional<Controller> controllerOf(LiveObject live) {
    return live.content().itemsAt("metadata", "ownerReferences").stream()
        .filter(owner -> owner.at("controller").equals(Optional.of(new Json.Bool(true))))
        .map(Pod::controller)
        .flatMap(Optional::stream)
        .findFirst();
  }

  private static Optional<Controller> controller(Json owner) {
    return owner
        .textAt("uid")
        .map(
            uid ->
                new Controller(
                    new Kind(
                        owner.textAt("apiVersion").orElse(""), owner.textAt("kind").orElse("")),
                    owner.textAt("name").orElse(""),
                    new Uid(uid)));
  }

  /** Whether this object made the pod, by UID: a label can be forged. */
  public boolean controlledBy(Uid owner) {
    return controller.filter(made -> made.uid().equals(owner)).isPresent();
  }
}
