package io.benchmarkdeployer.testkit;

import static io.benchmarkdeployer.testkit.Values.object;

import io.benchmarkdeployer.core.model.Json;
import io.benchmarkdeployer.core.model.Kind;
import io.benchmarkdeployer.core.model.LiveObject;
import io.benchmarkdeployer.core.model.Pod;
import io.benchmarkdeployer.core.model.ResourceRef;
import io.benchmarkdeployer.core.port.DeployerException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/** What controllers do with the pods that they keep. */
final class ManagedPods {
  private static final String LETTERS = "bcdfghjklmnpqrstvwxz2456789";

  private final ObjectStore store;
  private final Api api;
  private final Journal journal;

  ManagedPods(ObjectStore store, Api api, Journal journal) {
    this.store = store;
    this.api = api;
    this.journal = journal;
  }

  /** The pods that this object controls, oldest first. */
  List<LiveObject> of(LiveObject owner) {
    return store.dependentsOf(owner.uid()).stream()
        .filter(object -> object.ref().kind().sameResource(Kind.POD))
        .filter(
            pod -> Pod.controllerOf(pod).filter(one -> one.uid().equals(owner.uid())).isPresent())
        .toList();
  }

  static boolean isOver(LiveObject pod) {
    String phase = pod.content().textAt("status", "phase").orElse("");
    return phase.equals("Succeeded") || phase.equals("Failed");
  }

  static boolean isActive(LiveObject pod) {
    return !isOver(pod) && !pod.terminating();
  }

  static boolean isReady(LiveObject pod) {
    return isActive(pod)
        && Pod.of(pod).conditions().stream()
            .anyMatch(condition -> condition.type().equals("Ready") && condition.holds());
  }

  /** Creates a pod by the owner's template under a name that begins with the owner's. */
  boolean create(LiveObject owner, String source) {
    String prefix = owner.ref().name() + "-";
    return create(owner, source, prefix + suffix(), Optional.of(prefix));
  }

  /** Whether the pod was made; where the cluster refuses it, an event says why. */
  boolean create(LiveObject owner, String source, String name, Optional<String> generateName) {
    var ref = new ResourceRef(Kind.POD, owner.ref().namespace(), name);
    try {
      api.create(ref, pod(owner, name, generateName));
    } catch (DeployerException refused) {
      journal.warning(source, owner, "FailedCreate", "Error creating: " + refused.getMessage());
      return false;
    }
    journal.normal(source, owner, "SuccessfulCreate", "Created pod: " + name);
    return true;
  }

  void delete(LiveObject owner, String source, LiveObject pod) {
    api.delete(pod);
    journal.normal(source, owner, "SuccessfulDelete", "Deleted pod: " + pod.ref().name());
  }

  private static Json.Obj pod(LiveObject owner, String name, Optional<String> generateName) {
    Json.Obj template = owner.content().objectAt("spec", "template");
    Json.Obj metadata =
        template
            .objectAt("metadata")
            .without("creationTimestamp")
            .with("name", Json.text(name))
            .with("ownerReferences", Values.list(List.of(reference(owner))));
    metadata =
        generateName.isPresent()
            ? metadata.with("generateName", Json.text(generateName.get()))
            : metadata;
    return object(
        "apiVersion", "v1", "kind", "Pod", "metadata", metadata, "spec", template.objectAt("spec"));
  }

  static Json.Obj reference(LiveObject owner) {
    return object(
        "apiVersion", owner.ref().kind().apiVersion(),
        "blockOwnerDeletion", true,
        "controller", true,
        "kind", owner.ref().kind().name(),
        "name", owner.ref().name(),
        "uid", owner.uid().value());
  }

  private static String suffix() {
    var random = ThreadLocalRandom.current();
    var suffix = new StringBuilder();
    for (int i = 0; i < 5; i++) {
      suffix.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
    }
    return suffix.toString();
  }
}
