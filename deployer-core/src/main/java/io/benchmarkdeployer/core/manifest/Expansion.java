package io.benchmarkdeployer.core.manifest;

import io.benchmarkdeployer.core.model.Json;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Makes the tree that a document stands for: aliases and merges written out. Counts while it does,
 * over all documents, and ends at once where a limit is passed.
 */
final class Expansion {
  private final ManifestLimits limits;
  private final Set<Node> reported = Collections.newSetFromMap(new IdentityHashMap<>());
  private long nodes;
  private long characters;

  Expansion(ManifestLimits limits) {
    this.limits = limits;
  }

  Json expand(ReadingContext context, Node root) {
    return new Document(context).json(root, Path.root(), 1);
  }

  private final class Document {
    private final ReadingContext context;

    Document(ReadingContext context) {
      this.context = context;
    }

    Json json(Node node, Path path, int depth) {
      count(node, path);
      return switch (node) {
        case Node.Leaf leaf -> leaf(leaf, path);
        case Node.Sequence sequence -> array(sequence, path, depth);
        case Node.Mapping map -> object(map, path, depth);
      };
    }

    private Json leaf(Node.Leaf leaf, Path path) {
      if (leaf.value() instanceof Json.Text text) {
        measure(text.value(), leaf, path);
      }
      return leaf.value();
    }

    private Json array(Node.Sequence sequence, Path path, int depth) {
      context.checkDepth(depth, path, sequence.place());
      var items = new ArrayList<Json>();
      for (Node item : sequence.items()) {
        items.add(json(item, path.item(items.size()), depth + 1));
      }
      return new Json.Arr(items);
    }

    private Json object(Node.Mapping map, Path path, int depth) {
      context.checkDepth(depth, path, map.place());
      var fields = new LinkedHashMap<String, Json>();
      flat(map, path, depth)
          .forEach(
              (key, value) -> {
                measure(key, value, path);
                fields.put(key, json(value, path.member(key), depth + 1));
              });
      return new Json.Obj(fields);
    }

    /** The entries with those merged: own keys win, then those of an earlier map. */
    private Map<String, Node> flat(Node.Mapping map, Path path, int depth) {
      if (map.merge().isEmpty()) {
        return map.entries();
      }
      context.checkDepth(depth, path, map.place());
      var flat = new LinkedHashMap<>(map.entries());
      var ahead = keysAhead(map);
      for (Node.Mapping merged : map.merge()) {
        flat(merged, path, depth + 1)
            .forEach((key, value) -> merge(flat, ahead, map, key, value, path));
      }
      return flat;
    }

    private void merge(
        Map<String, Node> into,
        Set<String> ahead,
        Node.Mapping map,
        String key,
        Node value,
        Path path) {
      count(value, path);
      into.putIfAbsent(key, value);
      if (ahead.contains(key) && reported.add(map)) {
        context.problem(
            path.member(key),
            map.placeOf(key),
            "kubectl lets a << override the keys before it: put << first in its map");
      }
    }

    private Set<String> keysAhead(Node.Mapping map) {
      var ahead = new HashSet<String>();
      map.entries().keySet().stream().limit(map.ahead()).forEach(ahead::add);
      return ahead;
    }

    private void count(Node node, Path path) {
      if (++nodes > limits.nodes()) {
        throw context.passed(
            path,
            node.place(),
            "the manifest has more than %d values, aliases written out".formatted(limits.nodes()));
      }
    }

    private void measure(String text, Node node, Path path) {
      characters += text.length();
      if (characters > limits.expandedCharacters()) {
        throw context.passed(
            path,
            node.place(),
            "the manifest has more than %d characters, aliases written out"
                .formatted(limits.expandedCharacters()));
      }
    }
  }
}
