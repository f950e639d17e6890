package io.benchmarkdeployer.core.model;

import java.util.Arrays;
import java.util.Optional;

/** Ours or not ours: the labels that tell, and how an object gets them. */
public final class Ownership {
  /** On every object that we apply (Kubernetes documentation, "Recommended Labels"). */
  public static final String MANAGED_BY = "app.kubernetes.io/managed-by";

  public static final String MANAGER = "benchmark-deployer";

  /** The deployment that an object belongs to: the last one that applied it. */
  public static final String DEPLOYMENT_ID = "benchmark-deployer.io/deployment-id";

  /**
   * On the pods of what we apply, so that they can be watched. It never changes: a job's pod
   * template may not.
   */
  public static final String POD = "benchmark-deployer.io/managed";

  private static final String[] POD_TEMPLATE = {"spec", "template"};
  private static final String[] CRON_POD_TEMPLATE = {"spec", "jobTemplate", "spec", "template"};

  private Ownership() {}

  /** The object with our labels; its pod template, where it has one, with the pods' label. */
  public static Json.Obj mark(Kind kind, Json.Obj object, DeploymentId id) {
    Json.Obj marked = labelled(labelled(object, MANAGED_BY, MANAGER), DEPLOYMENT_ID, id.value());
    if (kind.sameResource(Kind.POD)) {
      return labelled(marked, POD, "true");
    }
    return withMarkedTemplate(withMarkedTemplate(marked, POD_TEMPLATE), CRON_POD_TEMPLATE);
  }

  /** Whether we applied this object. */
  public static boolean isOurs(LiveObject object) {
    return object.label(MANAGED_BY).filter(MANAGER::equals).isPresent()
        && deploymentOf(object).isPresent();
  }

  /** The deployment that this object says it belongs to. */
  public static Optional<DeploymentId> deploymentOf(LiveObject object) {
    return object.label(DEPLOYMENT_ID).filter(DeploymentId::isValid).map(DeploymentId::new);
  }

  /** Nothing of an object but the label that says whose it is. */
  static Json.Obj only(Json.Obj object) {
    return object
        .textAt("metadata", "labels", DEPLOYMENT_ID)
        .map(id -> labelled(Json.Obj.EMPTY, DEPLOYMENT_ID, id))
        .orElse(Json.Obj.EMPTY);
  }

  /** The object as it is, but belonging to whom it did when it looked like that. */
  public static LiveObject returned(LiveObject object, Json.Obj before) {
    Json.Obj content =
        before
            .textAt("metadata", "labels", DEPLOYMENT_ID)
            .map(id -> labelled(object.content(), DEPLOYMENT_ID, id))
            .orElse(object.content());
    return new LiveObject(object.ref(), object.uid(), content);
  }

  private static Json.Obj withMarkedTemplate(Json.Obj object, String... path) {
    Json.Obj template = object.objectAt(path);
    return template.objectAt("spec").fields().isEmpty()
        ? object
        : replaced(object, labelled(template, POD, "true"), path);
  }

  private static Json.Obj labelled(Json.Obj object, String label, String value) {
    return object.withAt(Json.text(value), "metadata", "labels", label);
  }

  private static Json.Obj replaced(Json.Obj object, Json value, String... path) {
    var rest = Arrays.copyOfRange(path, 1, path.length);
    return object.withAt(value, path[0], rest);
  }
}
