package io.benchmarkdeployer.core.manifest;

import io.benchmarkdeployer.core.model.Json;
import io.benchmarkdeployer.core.model.Kind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Takes the values of a manifest's Secrets out of it. What is known to hold none stays; everything
 * else in a Secret is masked, so that a misspelt {@code stringdata} or a {@code data} of the wrong
 * shape doesn't leak either.
 */
final class SecretMask {
  /** Not base64, so that a cluster refuses it under {@code data} even if it came so far. */
  static final String MASK = "<masked by benchmark-deployer>";

  private static final String HIDDEN = "...";
  private static final Set<String> NAMES = Set.of("secret", "secrets");
  private static final Set<String> TYPE = Set.of("apiVersion", "kind");
  private static final Set<String> OPEN = Set.of("apiVersion", "kind", "type", "immutable");
  private static final Set<String> OPEN_METADATA =
      Set.of("name", "generateName", "namespace", "finalizers", "ownerReferences");
  private static final Set<String> NAMING = Set.of("name", "generateName", "namespace");
  private static final String METADATA = "metadata";
  private static final String LABELS = "labels";
  private static final String ANNOTATIONS = "annotations";
  private static final String LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";
  private static final Pattern KEY = Pattern.compile("[-._/A-Za-z0-9]+");

  /** Shorter ones stand in any text by chance. */
  private static final int SHORTEST_TELLING = 4;

  /** As {@code postgres://bench:hunter2hunter2@db}. */
  private static final int SHORTEST_PART = 8;

  /** More are not looked for: each is looked for in the whole text. */
  private static final int MOST_TELLING = 500;

  private final Set<Json> values = new HashSet<>();
  private final Set<String> telling = new HashSet<>();

  private SecretMask() {}

  /** For a manifest of these objects. */
  static SecretMask of(List<ManifestObject> objects) {
    var mask = new SecretMask();
    objects.stream()
        .filter(object -> isSecret(object.kind(), object.content()))
        .forEach(secret -> members(secret.content(), mask::learn));
    return mask;
  }

  /** Whether its values are to be masked: also where its kind or the group of it is misspelt. */
  static boolean isSecret(Kind kind, Json.Obj content) {
    return NAMES.contains(kind.name().toLowerCase(Locale.ROOT))
        || content.fields().containsKey("stringData")
        || (content.fields().containsKey("data") && !kind.name().equals("ConfigMap"));
  }

  /**
   * Whether this key can't be one of a Secret's: <code>{password:hunter2}</code> is a key, without
   * a value. Not of annotations, whose keys the cluster checks.
   */
  static boolean isStrangeKey(String key) {
    return !KEY.matcher(key).matches();
  }

  /** Where masks stand in place of values. */
  static List<List<String>> masksIn(Json.Obj object) {
    var found = new ArrayList<List<String>>();
    masksIn(object, List.of(), found);
    return found;
  }

  private Json learn(String key, Json value) {
    if (!OPEN.contains(key) && !key.equals(METADATA)) {
      learn(value);
    }
    return value;
  }

  private void learn(Json value) {
    switch (value) {
      case Json.Obj object -> object.fields().values().forEach(this::learn);
      case Json.Arr array -> array.items().forEach(this::learn);
      case Json.Text text -> learn(text);
      case Json.Num number -> values.add(number);
      case Json.Bool bool -> {}
      case Json.Null nothing -> {}
    }
  }

  private void learn(Json.Text text) {
    values.add(text);
    learn(text.value().strip());
    try {
      learn(
          new String(Base64.getMimeDecoder().decode(text.value()), StandardCharsets.UTF_8).strip());
    } catch (IllegalArgumentException notBase64) {
      // The value itself is known already.
    }
  }

  private void learn(String text) {
    if (text.length() >= SHORTEST_TELLING) {
      telling.add(text);
    }
  }

  /** These words with the values left out; short ones, which stand anywhere, only in quotes. */
  String hide(String words) {
    String hidden = words;
    for (String value : telling) {
      String shown = value.length() < SHORTEST_PART ? '"' + value + '"' : value;
      hidden = hidden.replace(shown, HIDDEN);
    }
    return hidden;
  }

  /** Whether this text tells a Secret's value, in a comment perhaps; of very many it may. */
  boolean isToldBy(String text) {
    return telling.size() > MOST_TELLING || telling.stream().anyMatch(text::contains);
  }

  /** The object without any Secret's values. */
  Json.Obj mask(ManifestObject object) {
    return isSecret(object.kind(), object.content())
        ? withoutNulls(members(object.content(), this::secretMember))
        : members(object.content(), this::otherMember);
  }

  private interface Member {
    Json apply(String key, Json value);
  }

  private static Json.Obj members(Json.Obj object, Member member) {
    var fields = new LinkedHashMap<String, Json>();
    object.fields().forEach((key, value) -> fields.put(key, member.apply(key, value)));
    return new Json.Obj(fields);
  }

  private Json secretMember(String key, Json value) {
    if (OPEN.contains(key)) {
      return value instanceof Json.Obj || value instanceof Json.Arr ? masked(value) : value;
    }
    return key.equals(METADATA) && value instanceof Json.Obj metadata
        ? withoutNulls(members(metadata, this::metadataMember))
        : masked(value);
  }

  private Json metadataMember(String key, Json value) {
    if (key.equals(ANNOTATIONS) && value instanceof Json.Obj annotations) {
      return members(annotations, (name, old) -> tells(name, old) ? masked(old) : old);
    }
    if (key.equals(LABELS)) {
      return withoutValues(value);
    }
    return OPEN_METADATA.contains(key) ? value : masked(value);
  }

  /** Tools keep the whole object in an annotation, as JSON. */
  private boolean tells(String annotation, Json value) {
    return annotation.equals(LAST_APPLIED)
        || !(value instanceof Json.Text text)
        || text.value().stripLeading().startsWith("{")
        || text.value().stripLeading().startsWith("[")
        || isToldBy(text.value());
  }

  /** An alias in a list can bring a Secret's value into another object, and so can its author. */
  private Json otherMember(String key, Json value) {
    if (TYPE.contains(key)) {
      return value;
    }
    return key.equals(METADATA) && value instanceof Json.Obj metadata
        ? members(metadata, (name, old) -> NAMING.contains(name) ? old : withoutValues(old))
        : withoutValues(value);
  }

  private Json withoutValues(Json value) {
    return switch (value) {
      case Json.Obj object -> members(object, (key, old) -> withoutValues(old));
      case Json.Arr array -> new Json.Arr(array.items().stream().map(this::withoutValues).toList());
      case Json.Text text -> repeats(text) ? Json.text(MASK) : text;
      default -> values.contains(value) ? Json.text(MASK) : value;
    };
  }

  private boolean repeats(Json.Text text) {
    return values.contains(text)
        || (telling.size() <= MOST_TELLING
            && telling.stream()
                .anyMatch(
                    value -> value.length() >= SHORTEST_PART && text.value().contains(value)));
  }

  private static Json masked(Json value) {
    return switch (value) {
      case Json.Obj object -> withoutNulls(members(object, (key, old) -> masked(old)));
      case Json.Arr array -> new Json.Arr(array.items().stream().map(SecretMask::masked).toList());
      case Json.Null nothing -> nothing;
      case Json.Text text -> Json.text(MASK);
      case Json.Num number -> Json.text(MASK);
      case Json.Bool bool -> Json.text(MASK);
    };
  }

  /** What stands without a value may be one itself: <code>{password, hunter2}</code>. */
  private static Json.Obj withoutNulls(Json.Obj object) {
    var fields = new LinkedHashMap<>(object.fields());
    fields.values().removeIf(Json.Null.NULL::equals);
    return new Json.Obj(fields);
  }

  private static void masksIn(Json value, List<String> path, List<List<String>> found) {
    switch (value) {
      case Json.Obj object ->
          object.fields().forEach((key, below) -> masksIn(below, longer(path, key), found));
      case Json.Arr array -> array.items().forEach(item -> masksIn(item, path, found));
      case Json.Text text when text.value().equals(MASK) -> found.add(path);
      case Json.Text text -> {}
      case Json.Num number -> {}
      case Json.Bool bool -> {}
      case Json.Null nothing -> {}
    }
  }

  private static List<String> longer(List<String> path, String key) {
    var longer = new ArrayList<>(path);
    longer.add(key);
    return longer;
  }
}
