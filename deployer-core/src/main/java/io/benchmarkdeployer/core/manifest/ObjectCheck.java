package io.benchmarkdeployer.core.manifest;

import io.benchmarkdeployer.core.model.DnsName;
import io.benchmarkdeployer.core.model.Json;
import io.benchmarkdeployer.core.model.Kind;
import io.benchmarkdeployer.core.model.Problem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Finds the objects in the trees of a manifest and checks what they are called. A tree with {@code
 * items} is a list to kubectl, whatever its kind ({@code UnstructuredJSONScheme} in {@code
 * k8s.io/apimachinery}).
 */
final class ObjectCheck {
  private static final String LIST = "List";
  private static final String ITEMS = "items";
  private static final Set<String> LIST_FIELDS = Set.of("apiVersion", "kind", "metadata", ITEMS);
  private static final Pattern KIND = Pattern.compile("[A-Za-z][A-Za-z0-9]{0,62}");
  private static final Pattern VERSION = Pattern.compile("[a-z][a-z0-9]{0,62}");

  private final Map<Identity, ManifestObject> seen = new HashMap<>();
  private final List<Problem> masks = new ArrayList<>();

  private record Identity(
      String group, String kind, Optional<String> namespace, ObjectName.Fixed name) {}

  /** Where masks stand in place of values, over all documents so far. */
  List<Problem> masks() {
    return masks;
  }

  /** The document with those of its objects that are right; the others are among the problems. */
  ManifestDocument document(
      ReadingContext context, Segment segment, boolean json, Node root, Json tree) {
    var reading = new Reading(context);
    if (tree instanceof Json.Obj object && object.fields().containsKey(ITEMS)) {
      var list = reading.kind(object, root, Path.root());
      var objects = list.map(kind -> reading.list(object, root, kind)).orElse(List.of());
      return new ManifestDocument(segment, json, list, objects, false);
    }
    var objects = reading.single(tree, root);
    return new ManifestDocument(segment, json, Optional.empty(), objects, false);
  }

  private final class Reading {
    private final ReadingContext context;

    Reading(ReadingContext context) {
      this.context = context;
    }

    private List<ManifestObject> single(Json tree, Node root) {
      if (tree instanceof Json.Obj object
          && object.textAt("kind").filter(LIST::equals).isPresent()) {
        context.problem(Path.root().member(ITEMS), root.place(), "a List needs items");
        return List.of();
      }
      return object(tree, root, Path.root(), Optional.empty()).stream().toList();
    }

    private List<ManifestObject> list(Json.Obj tree, Node root, Kind kind) {
      if (!kind.name().endsWith(LIST)
          || (kind.name().equals(LIST) && !kind.apiVersion().equals("v1"))) {
        context.problem(
            Path.root().member(ITEMS),
            root.placeOf(ITEMS),
            "kubectl takes what has items for a list, but only v1 List and kinds as JobList are"
                + " one");
        return List.of();
      }
      refuseIgnored(tree, root);
      return items(tree, root, kind);
    }

    private void refuseIgnored(Json.Obj tree, Node root) {
      for (String field : tree.fields().keySet()) {
        if (!LIST_FIELDS.contains(field)) {
          context.problem(
              Path.root().member(field),
              root.placeOf(field),
              "kubectl would ignore this in a list");
        }
      }
    }

    private List<ManifestObject> items(Json.Obj tree, Node root, Kind kind) {
      var objects = new ArrayList<ManifestObject>();
      var items = tree.itemsAt(ITEMS);
      if (items.isEmpty()) {
        context.problem(
            Path.root().member(ITEMS),
            root.placeOf(ITEMS),
            "must be a sequence of at least one object");
      }
      var typed = Optional.of(kind).filter(list -> !list.name().equals(LIST));
      for (int i = 0; i < items.size(); i++) {
        var path = Path.root().member(ITEMS).item(i);
        object(items.get(i), root.item(ITEMS, i), path, typed).ifPresent(objects::add);
      }
      return objects;
    }

    private Optional<ManifestObject> object(Json tree, Node node, Path path, Optional<Kind> list) {
      if (!(tree instanceof Json.Obj object)) {
        context.problem(
            path, node.place(), "must be an object: a map with apiVersion, kind, metadata");
        return Optional.empty();
      }
      if (!path.equals(Path.root()) && object.fields().containsKey(ITEMS)) {
        context.problem(
            path.member(ITEMS), node.placeOf(ITEMS), "kubectl takes no list within a list");
        return Optional.empty();
      }
      var whole = withInferredKind(object, list);
      var kind = kind(whole, node, path);
      var name = new MetadataCheck(context, whole, node, path).name();
      return kind.isPresent() && name.isPresent()
          ? Optional.of(found(kind.get(), name.get(), whole, node, path))
          : Optional.empty();
    }

    /** An item of a typed list without either is of its kind. */
    private static Json.Obj withInferredKind(Json.Obj object, Optional<Kind> list) {
      boolean inferred = object.textAt("kind").isEmpty() && object.textAt("apiVersion").isEmpty();
      return list.filter(kind -> inferred)
          .map(
              kind ->
                  object
                      .with("apiVersion", Json.text(kind.apiVersion()))
                      .with("kind", Json.text(kind.name().substring(0, kind.name().length() - 4))))
          .orElse(object);
    }

    private Optional<Kind> kind(Json.Obj object, Node node, Path path) {
      var version = required(object, node, path, "apiVersion");
      var name = required(object, node, path, "kind");
      if (version.isEmpty() || name.isEmpty()) {
        return Optional.empty();
      }
      var kind = new Kind(version.get(), name.get());
      boolean right = isKind(kind);
      if (!right) {
        context.problem(
            path.member("kind"),
            node.placeOf("kind"),
            "apiVersion and kind must be as v1 or batch/v1, and Job");
      }
      return Optional.of(kind).filter(one -> right);
    }

    private static boolean isKind(Kind kind) {
      boolean group =
          kind.apiVersion().indexOf('/') < 0 || DnsName.problemOfName(kind.group()).isEmpty();
      return group
          && VERSION.matcher(kind.version()).matches()
          && KIND.matcher(kind.name()).matches();
    }

    private Optional<String> required(Json.Obj object, Node node, Path path, String field) {
      var value = object.textAt(field);
      if (value.isEmpty()) {
        context.problem(path.member(field), node.placeOf(field), "must be there, as text");
      }
      return value;
    }

    private ManifestObject found(
        Kind kind, ObjectName name, Json.Obj content, Node node, Path path) {
      var namespace = content.textAt("metadata", "namespace");
      var object =
          new ManifestObject(context.document(), new Places(node), kind, namespace, name, content);
      refuseSame(object, node, path);
      SecretMask.masksIn(content).forEach(at -> mask(at, node, path));
      if (SecretMask.isSecret(kind, content)) {
        refuseStrangeKeys(content.without("metadata"), node, path);
      }
      return object;
    }

    private void refuseSame(ManifestObject object, Node node, Path path) {
      if (object.name() instanceof ObjectName.Fixed fixed) {
        var kind = object.kind();
        var identity = new Identity(kind.group(), kind.name(), object.namespace(), fixed);
        var before = seen.putIfAbsent(identity, object);
        if (before != null) {
          context.problem(
              path.member("metadata").member("name"),
              node.placeOf("metadata", "name"),
              "is the same object as the one in document %d, line %d"
                  .formatted(before.document(), before.line()));
        }
      }
    }

    /** As the cluster does; the key is not told: it may be a value with its space forgotten. */
    private void refuseStrangeKeys(Json.Obj object, Node node, Path path) {
      object
          .fields()
          .forEach(
              (key, value) -> {
                if (SecretMask.isStrangeKey(key)) {
                  context.problem(
                      path,
                      node.placeOf(key),
                      "a key in a Secret may have letters a-z, digits, '-', '_' and '.' only: is a"
                          + " space after a ':' missing?");
                }
                if (value instanceof Json.Obj below) {
                  refuseStrangeKeys(below, node.at(key).orElse(node), path.member(key));
                }
              });
    }

    private void mask(List<String> at, Node node, Path path) {
      var whole = path;
      for (String key : at) {
        whole = whole.member(key);
      }
      var place = node.placeOf(at.toArray(String[]::new));
      masks.add(
          new Problem(
              context.document(),
              whole.text(),
              "is masked: give the Secret's value to deploy it",
              place.line(),
              place.column()));
    }
  }
}
