package io.benchmarkdeployer.testkit;

import io.benchmarkdeployer.core.model.Json;
import io.benchmarkdeployer.core.model.Kind;
import io.benchmarkdeployer.core.model.LiveObject;
import io.benchmarkdeployer.core.model.ResourceRef;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a container finds in its environment: values, ConfigMaps, Secrets and its pod's fields. */
final class Environment {
  private static final Kind CONFIG_MAP = new Kind("v1", "ConfigMap");
  private static final Pattern REFERENCE = Pattern.compile("\\$(?:\\$|\\(([^)]*)\\))");

  private final ObjectStore store;
  private final LiveObject pod;
  private final Map<String, String> variables = new LinkedHashMap<>();

  private Environment(ObjectStore store, LiveObject pod) {
    this.store = store;
    this.pod = pod;
  }

  /** Something that the environment needs is not there; the message says what. */
  static final class Missing extends Exception {
    private static final long serialVersionUID = 1;

    private final String what;

    Missing(String what) {
      super(what);
      this.what = what;
    }

    String what() {
      return what;
    }
  }

  static Map<String, String> of(ObjectStore store, LiveObject pod, Json container) throws Missing {
    var environment = new Environment(store, pod);
    for (Json source : container.itemsAt("envFrom")) {
      environment.addAll(source);
    }
    for (Json variable : container.itemsAt("env")) {
      environment.add(variable);
    }
    return environment.variables;
  }

  private void addAll(Json source) throws Missing {
    String prefix = source.textAt("prefix").orElse("");
    boolean secret = source.at("secretRef").isPresent();
    Json ref = source.objectAt(secret ? "secretRef" : "configMapRef");
    Optional<LiveObject> from = find(secret, ref);
    from.ifPresent(
        object ->
            object
                .content()
                .objectAt("data")
                .fields()
                .forEach((key, value) -> variables.put(prefix + key, text(secret, value))));
  }

  private void add(Json variable) throws Missing {
    String name = variable.textAt("name").orElse("");
    Optional<String> value =
        variable.at("valueFrom").isPresent()
            ? from(variable.objectAt("valueFrom"))
            : Optional.of(expanded(variables, variable.textAt("value").orElse("")));
    value.ifPresent(text -> variables.put(name, text));
  }

  private Optional<String> from(Json source) throws Missing {
    if (source.at("configMapKeyRef").isPresent()) {
      return key(false, source.objectAt("configMapKeyRef"));
    }
    if (source.at("secretKeyRef").isPresent()) {
      return key(true, source.objectAt("secretKeyRef"));
    }
    return source.textAt("fieldRef", "fieldPath").map(this::field);
  }

  private Optional<String> key(boolean secret, Json ref) throws Missing {
    Optional<LiveObject> from = find(secret, ref);
    String key = ref.textAt("key").orElse("");
    Optional<Json> value = from.flatMap(object -> object.content().at("data", key));
    if (from.isPresent() && value.isEmpty() && !isOptional(ref)) {
      throw new Missing(
          "couldn't find key %s in %s %s/%s"
              .formatted(key, secret ? "Secret" : "ConfigMap", namespace(), name(ref)));
    }
    return value.map(found -> text(secret, found));
  }

  private Optional<LiveObject> find(boolean secret, Json ref) throws Missing {
    Kind kind = secret ? Kind.SECRET : CONFIG_MAP;
    Optional<LiveObject> found =
        store.find(new ResourceRef(kind, Optional.of(namespace()), name(ref)));
    if (found.isEmpty() && !isOptional(ref)) {
      throw new Missing(
          "%s \"%s\" not found".formatted(secret ? "secret" : "configmap", name(ref)));
    }
    return found;
  }

  private String namespace() {
    return pod.ref().namespace().orElseThrow();
  }

  private static String name(Json ref) {
    return ref.textAt("name").orElse("");
  }

  private static boolean isOptional(Json ref) {
    return ref.at("optional").equals(Optional.of(new Json.Bool(true)));
  }

  private static String text(boolean secret, Json value) {
    String text = value instanceof Json.Text some ? some.value() : value.toString();
    return secret ? new String(Base64.getMimeDecoder().decode(text), StandardCharsets.UTF_8) : text;
  }

  private String field(String path) {
    return switch (path) {
      case "status.podIP", "status.hostIP" -> "127.0.0.1";
      default -> pod.content().textAt(path.split("\\.")).orElse("");
    };
  }

  /**
   * {@code $(NAME)} stands for that variable and {@code $$} for a dollar sign; what names no
   * variable stays as it is, and what comes in is not looked at again.
   */
  static String expanded(Map<String, String> variables, String text) {
    return REFERENCE
        .matcher(text)
        .replaceAll(found -> Matcher.quoteReplacement(meant(variables, found)));
  }

  private static String meant(Map<String, String> variables, MatchResult found) {
    String name = found.group(1);
    return name == null ? "$" : variables.getOrDefault(name, found.group());
  }
}
