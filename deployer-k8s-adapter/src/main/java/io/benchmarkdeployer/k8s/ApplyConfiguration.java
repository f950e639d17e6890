package io.benchmarkdeployer.k8s;

import io.benchmarkdeployer.core.model.DesiredObject;
import io.benchmarkdeployer.core.model.Json;
import io.benchmarkdeployer.core.model.Kind;
import io.benchmarkdeployer.core.model.LiveObject;
import io.benchmarkdeployer.core.model.ResourceRef;
import io.benchmarkdeployer.core.model.Uid;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/** What is sent to be applied: the fields that we own from then on, and to which object. */
final class ApplyConfiguration {
  private static final Kind SERVICE = new Kind("v1", "Service");
  private static final Json TCP = Json.text("TCP");

  /**
   * No object can have it: it is the revision of the empty store, before the first write (etcd's
   * revisions begin with 1). Server-side apply passes over a resourceVersion when it creates, and
   * refuses one that differs when it changes (registry/generic/registry/store.go): so this one
   * makes an apply that creates or fails, in one step. A POST would own the fields as an "Update",
   * and stand in the way of each later apply.
   */
  private static final Json OF_NO_OBJECT = Json.text("1");

  private ApplyConfiguration() {}

  /** Changes the object of this UID or, where none is given, makes it. */
  static Json.Obj of(DesiredObject desired, Optional<Uid> expected) {
    return expected.map(uid -> changing(desired, uid)).orElseGet(() -> creating(desired));
  }

  /** Makes the object, or conflicts with the one that is there. */
  private static Json.Obj creating(DesiredObject desired) {
    return equivalent(desired).withAt(OF_NO_OBJECT, "metadata", "resourceVersion");
  }

  /** Changes the object of this UID, or conflicts. */
  private static Json.Obj changing(DesiredObject desired, Uid uid) {
    return equivalent(desired).withAt(Json.text(uid.value()), "metadata", "uid");
  }

  /** What we had applied to this object by then. */
  static Json.Obj restoring(LiveObject before) {
    Json.Obj owned = OwnedFields.of(before);
    return owned
        .with("apiVersion", Json.text(before.ref().kind().apiVersion()))
        .with("kind", Json.text(before.ref().kind().name()))
        .withAt(Json.text(before.ref().name()), "metadata", "name")
        .withAt(Json.text(before.uid().value()), "metadata", "uid");
  }

  /** No field at all: what the manager owned of this object, it gives up. */
  static Json.Obj nothing(ResourceRef ref, Uid uid) {
    return Json.object("apiVersion", Json.text(ref.kind().apiVersion()))
        .with("kind", Json.text(ref.kind().name()))
        .withAt(Json.text(ref.name()), "metadata", "name")
        .withAt(Json.text(uid.value()), "metadata", "uid");
  }

  /** What is sent for it: the same in the cluster's eyes, and fit for server-side apply. */
  static Json.Obj equivalent(DesiredObject desired) {
    if (desired.ref().kind().isSecret()) {
      return withDataOnly(desired.content());
    }
    return desired.ref().kind().sameResource(SERVICE)
        ? withProtocols(desired.content())
        : desired.content();
  }

  /**
   * The cluster turns {@code stringData} into {@code data} behind the back of server-side apply:
   * nobody owns the data then, and what a later apply leaves out is never removed.
   */
  private static Json.Obj withDataOnly(Json.Obj secret) {
    Json.Obj texts = secret.objectAt("stringData");
    if (!texts.fields().values().stream().allMatch(Json.Text.class::isInstance)) {
      return secret;
    }
    if (texts.fields().isEmpty()) {
      return secret.without("stringData");
    }
    var data = new LinkedHashMap<>(secret.objectAt("data").fields());
    texts.fields().forEach((key, text) -> data.put(key, base64(text)));
    return secret.without("stringData").with("data", new Json.Obj(data));
  }

  private static Json base64(Json text) {
    byte[] bytes = ((Json.Text) text).value().getBytes(StandardCharsets.UTF_8);
    return Json.text(Base64.getEncoder().encodeToString(bytes));
  }

  /** The default, which older clusters don't add before they look for it as a key. */
  private static Json.Obj withProtocols(Json.Obj service) {
    List<Json> ports = service.itemsAt("spec", "ports");
    List<Json> complete = ports.stream().map(ApplyConfiguration::withProtocol).toList();
    return ports.isEmpty() ? service : service.withAt(new Json.Arr(complete), "spec", "ports");
  }

  private static Json withProtocol(Json port) {
    return port instanceof Json.Obj object && object.at("protocol").isEmpty()
        ? object.with("protocol", TCP)
        : port;
  }
}
