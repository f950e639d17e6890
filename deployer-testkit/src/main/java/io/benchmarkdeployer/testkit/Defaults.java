package io.benchmarkdeployer.testkit;

import static io.benchmarkdeployer.testkit.Values.object;
import static io.benchmarkdeployer.testkit.Values.withDefault;

import io.benchmarkdeployer.core.model.Json;
import io.benchmarkdeployer.core.model.Kind;
import io.benchmarkdeployer.core.model.Uid;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** What a cluster fills in where a manifest says nothing. */
final class Defaults {
  private Defaults() {}

  /** The object with all that is filled in. */
  static Json.Obj of(Kind kind, Uid uid, Json.Obj object) {
    Json.Obj filled =
        PodTemplates.specOf(kind)
            .filter(path -> !object.objectAt(path.toArray(String[]::new)).fields().isEmpty())
            .map(path -> PodTemplates.change(object, path, spec -> podSpec(kind, spec)))
            .orElse(object);
    if (PodTemplates.isApp(kind)) {
      return change(filled, "spec", spec -> app(kind, spec));
    }
    return switch (kind.group() + "/" + kind.name()) {
      case "batch/Job" -> job(uid, filled);
      case "/Pod" -> change(filled, "spec", Defaults::pod);
      case "/Service" -> service(filled);
      case "/Secret" -> withDefault(filled, "type", "Opaque");
      case "/Namespace" -> namespace(filled);
      case "/PersistentVolumeClaim" -> claim(filled);
      default -> filled;
    };
  }

  /** A secret's {@code stringData} is written into its {@code data}, and gone. */
  static Json.Obj withoutStringData(Kind kind, Json.Obj object) {
    if (!kind.isSecret()) {
      return object;
    }
    Json.Obj plain = object.objectAt("stringData");
    var data = new LinkedHashMap<>(object.objectAt("data").fields());
    plain
        .fields()
        .forEach(
            (key, value) -> {
              if (value instanceof Json.Text text) {
                data.put(key, encoded(text));
              }
            });
    Json.Obj rest = object.without("stringData");
    return plain.fields().isEmpty() ? rest : rest.with("data", new Json.Obj(data));
  }

  private static Json.Text encoded(Json.Text text) {
    byte[] bytes = text.value().getBytes(StandardCharsets.UTF_8);
    return Json.text(Base64.getEncoder().encodeToString(bytes));
  }

  private static Json.Obj change(Json.Obj object, String member, UnaryOperator<Json.Obj> change) {
    return PodTemplates.change(object, List.of(member), change);
  }

  private static Json.Obj podSpec(Kind kind, Json.Obj spec) {
    Json.Obj filled = containers(containers(spec, "initContainers"), "containers");
    boolean always = !kind.group().equals("batch");
    filled = withDefault(filled, "dnsPolicy", "ClusterFirst");
    filled = always ? withDefault(filled, "restartPolicy", "Always") : filled;
    filled = withDefault(filled, "schedulerName", "default-scheduler");
    filled = withDefault(filled, "securityContext", Json.Obj.EMPTY);
    return withDefault(filled, "terminationGracePeriodSeconds", 30);
  }

  private static Json.Obj containers(Json.Obj spec, String member) {
    return spec.at(member).orElse(Json.Null.NULL) instanceof Json.Arr array
        ? spec.with(member, Values.list(array.items().stream().map(Defaults::container).toList()))
        : spec;
  }

  private static Json container(Json container) {
    if (!(container instanceof Json.Obj object)) {
      return container;
    }
    Json.Obj filled = ports(object);
    filled = withDefault(filled, "imagePullPolicy", pullPolicy(object));
    filled = withDefault(filled, "resources", Json.Obj.EMPTY);
    filled = withDefault(filled, "terminationMessagePath", "/dev/termination-log");
    return withDefault(filled, "terminationMessagePolicy", "File");
  }

  private static String pullPolicy(Json.Obj container) {
    String image = container.textAt("image").orElse("");
    String tag = image.substring(image.lastIndexOf('/') + 1);
    return tag.endsWith(":latest") || !(tag.contains(":") || tag.contains("@"))
        ? "Always"
        : "IfNotPresent";
  }

  private static Json.Obj ports(Json.Obj owner) {
    return owner.at("ports").orElse(Json.Null.NULL) instanceof Json.Arr array
        ? owner.with("ports", Values.list(array.items().stream().map(Defaults::port).toList()))
        : owner;
  }

  private static Json port(Json port) {
    return port instanceof Json.Obj object ? withDefault(object, "protocol", "TCP") : port;
  }

  private static Json.Obj pod(Json.Obj spec) {
    Json.Obj filled = withDefault(spec, "enableServiceLinks", true);
    filled = withDefault(filled, "preemptionPolicy", "PreemptLowerPriority");
    filled = withDefault(filled, "priority", 0);
    return withDefault(
        filled,
        "tolerations",
        Values.list(
            List.of(
                toleration("node.kubernetes.io/not-ready"),
                toleration("node.kubernetes.io/unreachable"))));
  }

  private static Json.Obj toleration(String key) {
    return object(
        "effect", "NoExecute", "key", key, "operator", "Exists", "tolerationSeconds", 300);
  }

  private static Json.Obj job(Uid uid, Json.Obj job) {
    String name = job.textAt("metadata", "name").orElse("");
    Json.Obj own = object("controller-uid", uid.value());
    Json.Obj filled = change(job, "spec", spec -> jobSpec(spec, own));
    filled = withLabels(filled, own.with("job-name", Json.text(name)), "spec", "template");
    filled =
        filled.objectAt("spec", "template", "metadata").fields().containsKey("creationTimestamp")
            ? filled
            : filled.withAt(Json.Null.NULL, "spec", "template", "metadata", "creationTimestamp");
    return filled.objectAt("metadata", "labels").fields().isEmpty()
        ? filled.withAt(
            filled.objectAt("spec", "template", "metadata", "labels"), "metadata", "labels")
        : filled;
  }

  private static Json.Obj jobSpec(Json.Obj spec, Json.Obj own) {
    boolean plain = spec.at("completions").isEmpty() && spec.at("parallelism").isEmpty();
    Json.Obj filled = withDefault(spec, "backoffLimit", 6);
    filled = plain ? withDefault(filled, "completions", 1) : filled;
    filled = withDefault(filled, "parallelism", 1);
    return withDefault(filled, "selector", object("matchLabels", own));
  }

  private static Json.Obj withLabels(Json.Obj object, Json.Obj labels, String first, String next) {
    Json.Obj there = object.objectAt(first, next, "metadata", "labels");
    return object.withAt(Merge.of(there, labels), first, next, "metadata", "labels");
  }

  private static Json.Obj app(Kind kind, Json.Obj spec) {
    Json.Obj filled = kind.name().equals("DaemonSet") ? spec : withDefault(spec, "replicas", 1);
    return switch (kind.name()) {
      case "Deployment" -> deployment(filled);
      case "StatefulSet" -> statefulSet(filled);
      case "DaemonSet" -> daemonSet(filled);
      default -> filled;
    };
  }

  private static Json.Obj deployment(Json.Obj spec) {
    Json.Obj rolling = object("maxSurge", "25%", "maxUnavailable", "25%");
    Json.Obj filled = withDefault(spec, "progressDeadlineSeconds", 600);
    filled = withDefault(filled, "revisionHistoryLimit", 10);
    return withDefault(
        filled, "strategy", object("rollingUpdate", rolling, "type", "RollingUpdate"));
  }

  private static Json.Obj statefulSet(Json.Obj spec) {
    Json.Obj filled = withDefault(spec, "podManagementPolicy", "OrderedReady");
    filled = withDefault(filled, "revisionHistoryLimit", 10);
    return withDefault(
        filled,
        "updateStrategy",
        object("rollingUpdate", object("partition", 0), "type", "RollingUpdate"));
  }

  private static Json.Obj daemonSet(Json.Obj spec) {
    return withDefault(
        withDefault(spec, "revisionHistoryLimit", 10),
        "updateStrategy",
        object("rollingUpdate", object("maxUnavailable", 1), "type", "RollingUpdate"));
  }

  private static Json.Obj service(Json.Obj service) {
    Json.Obj filled = change(service, "spec", Defaults::serviceSpec);
    return withDefault(filled, "status", object("loadBalancer", Json.Obj.EMPTY));
  }

  private static Json.Obj serviceSpec(Json.Obj spec) {
    Json.Obj filled = withDefault(ports(spec), "type", "ClusterIP");
    filled = withDefault(filled, "sessionAffinity", "None");
    return filled.at("ports").orElse(Json.Null.NULL) instanceof Json.Arr array
        ? filled.with("ports", Values.list(array.items().stream().map(Defaults::target).toList()))
        : filled;
  }

  private static Json target(Json port) {
    Optional<Json> number = port.at("port");
    return port instanceof Json.Obj object && number.isPresent()
        ? withDefault(object, "targetPort", number.get())
        : port;
  }

  private static Json.Obj namespace(Json.Obj namespace) {
    Json.Obj spec = object("finalizers", Values.list(List.of(Json.text("kubernetes"))));
    return withDefault(withDefault(namespace, "spec", spec), "status", object("phase", "Active"));
  }

  private static Json.Obj claim(Json.Obj claim) {
    return withDefault(
        change(claim, "spec", spec -> withDefault(spec, "volumeMode", "Filesystem")),
        "status",
        object("phase", "Pending"));
  }
}
