package io.benchmarkdeployer.testkit;

import io.benchmarkdeployer.core.model.Json;
import io.benchmarkdeployer.core.model.Kind;
import io.benchmarkdeployer.core.model.Problem;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** What a cluster refuses of an object, in its words and all at once; a part of its rules. */
final class Validation {
  private static final String REQUIRED = "Required value";
  private static final Pattern LABEL_VALUE =
      Pattern.compile("(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?");
  private static final Pattern LABEL_KEY =
      Pattern.compile("([-a-z0-9.]{1,253}/)?[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?");
  private static final Pattern CONFIG_KEY = Pattern.compile("[-._a-zA-Z0-9]+");
  private static final Pattern CONTAINER_NAME = Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?");
  private static final int LABEL_LENGTH = 63;

  private final Kind kind;
  private final Json.Obj object;
  private final List<Problem> problems = new ArrayList<>();

  private Validation(Kind kind, Json.Obj object) {
    this.kind = kind;
    this.object = object;
  }

  /** All that is wrong with the object; none where it is right. */
  static List<Problem> problemsOf(Kind kind, Json.Obj object) {
    var validation = new Validation(kind, object);
    validation.run();
    return List.copyOf(validation.problems);
  }

  private void run() {
    labels("metadata");
    PodTemplates.specOf(kind).ifPresent(this::podSpec);
    switch (kind.group() + "/" + kind.name()) {
      case "batch/Job" -> job("spec");
      case "batch/CronJob" -> cronJob();
      case "/ConfigMap" -> keys("data");
      case "/Secret" -> secret();
      case "/Service" -> service();
      case "/PersistentVolumeClaim" -> claim();
      default -> selector();
    }
  }

  private void labels(String... path) {
    String where = String.join(".", path) + ".labels";
    Json.Obj labels = object.objectAt(and(path, "labels"));
    for (Map.Entry<String, Json> label : labels.fields().entrySet()) {
      if (!LABEL_KEY.matcher(label.getKey()).matches()) {
        invalid(where, label.getKey(), "name part must consist of alphanumeric characters");
      }
      String value = label.getValue() instanceof Json.Text text ? text.value() : "";
      if (value.length() > LABEL_LENGTH) {
        invalid(where, value, "must be no more than 63 characters");
      } else if (!LABEL_VALUE.matcher(value).matches()) {
        invalid(
            where,
            value,
            "a valid label must be an empty string or consist of alphanumeric characters, '-', '_'"
                + " or '.', and must start and end with an alphanumeric character");
      }
    }
  }

  private static String[] and(String[] path, String last) {
    var steps = new ArrayList<>(List.of(path));
    steps.add(last);
    return steps.toArray(String[]::new);
  }

  private void podSpec(List<String> path) {
    String where = String.join(".", path);
    Json.Obj spec = object.objectAt(path.toArray(String[]::new));
    if (spec.itemsAt("containers").isEmpty()) {
      problem(where + ".containers", REQUIRED);
    }
    var names = new HashSet<String>();
    containers(where + ".initContainers", spec.itemsAt("initContainers"), names);
    containers(where + ".containers", spec.itemsAt("containers"), names);
    if (kind.group().equals("batch")) {
      restartPolicy(where, spec, Set.of("OnFailure", "Never"), "\"OnFailure\", \"Never\"");
    } else if (PodTemplates.isApp(kind)) {
      restartPolicy(where, spec, Set.of("Always"), "\"Always\"");
    }
  }

  private void restartPolicy(String where, Json spec, Set<String> allowed, String words) {
    Optional<String> policy = spec.textAt("restartPolicy");
    if (policy.isEmpty()) {
      problem(where + ".restartPolicy", "Required value: valid values: " + words);
    } else if (!allowed.contains(policy.get())) {
      problem(
          where + ".restartPolicy",
          "Unsupported value: \"%s\": supported values: %s".formatted(policy.get(), words));
    }
  }

  private void containers(String where, List<Json> containers, Set<String> names) {
    for (int i = 0; i < containers.size(); i++) {
      container("%s[%d]".formatted(where, i), containers.get(i), names);
    }
  }

  private void container(String where, Json container, Set<String> names) {
    String name = container.textAt("name").orElse("");
    if (name.isEmpty()) {
      problem(where + ".name", REQUIRED);
    } else if (name.length() > LABEL_LENGTH || !CONTAINER_NAME.matcher(name).matches()) {
      invalid(
          where + ".name",
          name,
          "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-'");
    } else if (!names.add(name)) {
      problem(where + ".name", "Duplicate value: \"%s\"".formatted(name));
    }
    if (container.textAt("image").isEmpty()) {
      problem(where + ".image", REQUIRED);
    }
  }

  private void job(String where) {
    for (String number :
        List.of(
            "parallelism",
            "completions",
            "backoffLimit",
            "activeDeadlineSeconds",
            "ttlSecondsAfterFinished")) {
      notNegative(where, number);
    }
  }

  private void notNegative(String where, String number) {
    object
        .longAt(where, number)
        .filter(value -> value < 0)
        .ifPresent(
            value ->
                problem(
                    where + "." + number,
                    "Invalid value: %d: must be greater than or equal to 0".formatted(value)));
  }

  private void cronJob() {
    String schedule = object.textAt("spec", "schedule").orElse("");
    int fields = schedule.isBlank() ? 0 : schedule.strip().split("\\s+").length;
    if (fields == 0) {
      problem("spec.schedule", REQUIRED);
    } else if (fields != 5 && !schedule.startsWith("@")) {
      invalid(
          "spec.schedule",
          schedule,
          "Expected exactly 5 fields, found %d: %s".formatted(fields, schedule));
    }
  }

  private void keys(String member) {
    for (String key : object.objectAt(member).fields().keySet()) {
      if (!CONFIG_KEY.matcher(key).matches()) {
        invalid(
            "%s[%s]".formatted(member, key),
            key,
            "a valid config key must consist of alphanumeric characters, '-', '_' or '.'");
      }
    }
  }

  /** Says which key is wrong, never a value. */
  private void secret() {
    keys("data");
    object
        .objectAt("data")
        .fields()
        .forEach(
            (key, value) -> {
              if (value instanceof Json.Text text && !isBase64(text.value())) {
                problem("data[%s]".formatted(key), "illegal base64 data");
              }
            });
  }

  private static boolean isBase64(String text) {
    try {
      Base64.getMimeDecoder().decode(text);
      return CONFIG_BASE64.matcher(text).matches();
    } catch (IllegalArgumentException wrong) {
      return false;
    }
  }

  private static final Pattern CONFIG_BASE64 = Pattern.compile("[A-Za-z0-9+/=\\r\\n]*");

  private void service() {
    boolean external = object.textAt("spec", "type").filter("ExternalName"::equals).isPresent();
    boolean headless = object.textAt("spec", "clusterIP").filter("None"::equals).isPresent();
    if (!external && !headless && object.itemsAt("spec", "ports").isEmpty()) {
      problem("spec.ports", REQUIRED);
    }
  }

  private void claim() {
    if (object.itemsAt("spec", "accessModes").isEmpty()) {
      problem("spec.accessModes", "Required value: at least 1 access mode is required");
    }
    if (object.at("spec", "resources", "requests", "storage").isEmpty()) {
      problem("spec.resources[storage]", REQUIRED);
    }
  }

  private void selector() {
    if (!PodTemplates.isApp(kind)) {
      return;
    }
    Json.Obj wanted = object.objectAt("spec", "selector", "matchLabels");
    Json.Obj labels = object.objectAt("spec", "template", "metadata", "labels");
    if (object.at("spec", "selector").isEmpty()) {
      problem("spec.selector", REQUIRED);
    }
    if (wanted.fields().isEmpty() || !Matching.matches(wanted, labels)) {
      problem(
          "spec.template.metadata.labels",
          "Invalid value: `selector` does not match template `labels`");
    }
  }

  private void invalid(String path, String value, String why) {
    problem(path, "Invalid value: \"%s\": %s".formatted(value, why));
  }

  private void problem(String path, String message) {
    problems.add(Problem.at(path, message));
  }
}
