package io.benchmarkdeployer.k8s;

import io.benchmarkdeployer.core.model.DnsName;
import io.benchmarkdeployer.core.model.Json;
import io.benchmarkdeployer.core.model.Kind;
import io.benchmarkdeployer.core.model.LiveObject;
import io.benchmarkdeployer.core.model.Ownership;
import io.benchmarkdeployer.core.model.ResourceRef;
import io.benchmarkdeployer.core.model.Uid;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/** Objects as the cluster sends them, read. */
final class LiveObjects {
  /** What the cluster writes of its own accord, whatever is applied. */
  private static final List<String> BOOK_KEEPING =
      List.of(
          "managedFields",
          "resourceVersion",
          "generation",
          "creationTimestamp",
          "selfLink",
          "uid",
          "name");

  private LiveObjects() {}

  /**
   * The object; empty where its name or UID is none that a {@link ResourceRef} can hold: access
   * rules have such ({@code system:node}), and nothing that is deployed here.
   */
  static Optional<LiveObject> of(Kind kind, Json object) {
    Optional<String> namespace = object.textAt("metadata", "namespace");
    Optional<Uid> uid = object.textAt("metadata", "uid").map(Uid::new);
    return object
        .textAt("metadata", "name")
        .filter(name -> DnsName.problemOfName(name).isEmpty())
        .map(name -> new ResourceRef(kind, namespace, name))
        .flatMap(ref -> uid.map(known -> new LiveObject(ref, known, whole(kind, object))));
  }

  /** Items of a list don't say what they are. */
  private static Json.Obj whole(Kind kind, Json object) {
    if (object.textAt("kind").isPresent()) {
      return object.objectAt();
    }
    var members = new LinkedHashMap<String, Json>();
    members.put("apiVersion", Json.text(kind.apiVersion()));
    members.put("kind", Json.text(kind.name()));
    members.putAll(object.objectAt().fields());
    return new Json.Obj(members);
  }

  /** Whether they differ in anything that somebody wanted. */
  static boolean differ(LiveObject one, LiveObject other) {
    return !wanted(one.content()).equals(wanted(other.content()));
  }

  private static Json.Obj wanted(Json.Obj content) {
    Json.Obj metadata = content.objectAt("metadata");
    for (String field : BOOK_KEEPING) {
      metadata = metadata.without(field);
    }
    Json.Obj labels = metadata.objectAt("labels").without(Ownership.DEPLOYMENT_ID);
    return content.without("status").with("metadata", metadata.with("labels", labels));
  }
}
