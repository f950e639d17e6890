package io.benchmarkdeployer.testkit;

import io.benchmarkdeployer.core.model.Json;
import io.benchmarkdeployer.core.model.Kind;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Where kinds have what their pods shall be. */
final class PodTemplates {
  static final Set<String> APPS = Set.of("Deployment", "ReplicaSet", "StatefulSet", "DaemonSet");
  private static final List<String> OF_POD = List.of("spec");
  private static final List<String> OF_WORKLOAD = List.of("spec", "template", "spec");
  private static final List<String> OF_CRON_JOB =
      List.of("spec", "jobTemplate", "spec", "template", "spec");

  private PodTemplates() {}

  /** The path of the pod's spec in objects of this kind; empty where they have none. */
  static Optional<List<String>> specOf(Kind kind) {
    if (kind.sameResource(Kind.POD)) {
      return Optional.of(OF_POD);
    }
    if (kind.isJob() || isApp(kind)) {
      return Optional.of(OF_WORKLOAD);
    }
    return kind.group().equals("batch") && kind.name().equals("CronJob")
        ? Optional.of(OF_CRON_JOB)
        : Optional.empty();
  }

  static boolean isApp(Kind kind) {
    return kind.group().equals("apps") && APPS.contains(kind.name());
  }

  static Json.Obj change(Json.Obj object, List<String> path, UnaryOperator<Json.Obj> change) {
    String[] steps = path.toArray(String[]::new);
    Json.Obj changed = change.apply(object.objectAt(steps));
    return object.withAt(changed, steps[0], Arrays.copyOfRange(steps, 1, steps.length));
  }
}
