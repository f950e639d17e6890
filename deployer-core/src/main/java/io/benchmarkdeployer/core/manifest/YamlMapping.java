package io.benchmarkdeployer.core.manifest;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.ScalarEvent;

/** Composes one map: its keys as the text that JSON makes of them, each once, and its merge. */
final class YamlMapping {
  private static final String MERGE = "<<";
  private final YamlComposer composer;
  private final ReadingContext context;
  private final Path path;
  private final Place place;
  private final Map<String, Place> keys = new HashMap<>();
  private final Map<String, Node> entries = new LinkedHashMap<>();
  private Optional<Place> mergePlace = Optional.empty();
  private List<Node.Mapping> merge = List.of();
  private int ahead;

  YamlMapping(YamlComposer composer, ReadingContext context, Path path, Place place) {
    this.composer = composer;
    this.context = context;
    this.path = path;
    this.place = place;
  }

  Node.Mapping read(int depth) {
    while (!composer.atEnd()) {
      entry(depth + 1);
    }
    return new Node.Mapping(place, entries, merge, ahead);
  }

  private void entry(int depth) {
    var event = composer.peek();
    var at = composer.place(event.getStartMark());
    if (isMerge(event)) {
      composer.valueNode(path, depth);
      merge(at, depth);
      return;
    }
    var key = key(event, at, depth);
    boolean first = key.isPresent() && isFirst(key.get(), at);
    var value = composer.valueNode(key.map(path::member).orElse(path), depth);
    if (first) {
      entries.put(key.orElseThrow(), value);
    }
  }

  private static boolean isMerge(Event event) {
    return event instanceof ScalarEvent scalar
        && YamlComposer.isPlain(scalar)
        && scalar.getValue().equals(MERGE);
  }

  /** Takes the key, which its value follows; empty where it is among the problems. */
  private Optional<String> key(Event event, Place at, int depth) {
    if (event instanceof ScalarEvent scalar) {
      return scalarKey(scalar, at, depth);
    }
    context.problem(
        path,
        at,
        event instanceof AliasEvent
            ? "an alias as a key is not taken: write the key itself"
            : "a key must be text, not a map or a sequence");
    composer.valueNode(path, depth);
    return Optional.empty();
  }

  private Optional<String> scalarKey(ScalarEvent scalar, Place at, int depth) {
    try {
      var key = text(scalar);
      composer.valueNode(path.member(key), depth);
      composer.checkColon(path.member(key), scalar);
      return Optional.of(key);
    } catch (YamlScalars.Unfit unfit) {
      context.problem(path, at, "a key " + unfit.reason());
      composer.skip(scalar);
      return Optional.empty();
    }
  }

  private String text(ScalarEvent scalar) {
    return YamlComposer.isPlain(scalar)
        ? YamlScalars.key(composer.plain(scalar))
        : composer.quoted(scalar);
  }

  private boolean isFirst(String key, Place at) {
    var before = keys.putIfAbsent(key, at);
    if (before != null) {
      duplicate(path.member(key), at, before);
    }
    return before == null;
  }

  private void duplicate(Path key, Place at, Place before) {
    context.problem(key, at, duplicateOf(before));
  }

  static String duplicateOf(Place before) {
    return "the key stands twice in this map: first in line %d, column %d"
        .formatted(before.line(), before.column());
  }

  private void merge(Place at, int depth) {
    boolean alias = composer.peek() instanceof AliasEvent;
    var value = composer.valueNode(path.member(MERGE), depth);
    mergePlace.ifPresent(before -> duplicate(path.member(MERGE), at, before));
    mergePlace = Optional.of(at);
    ahead = entries.size();
    merge = merged(value, alias);
  }

  private List<Node.Mapping> merged(Node value, boolean alias) {
    return switch (value) {
      case Node.Mapping map -> List.of(map);
      case Node.Sequence sequence when !alias -> maps(sequence);
      case Node.Sequence sequence -> wrong(value);
      case Node.Leaf leaf -> wrong(value);
    };
  }

  private List<Node.Mapping> maps(Node.Sequence sequence) {
    var maps = new ArrayList<Node.Mapping>();
    for (Node item : sequence.items()) {
      maps.addAll(item instanceof Node.Mapping map ? List.of(map) : wrong(item));
    }
    return maps;
  }

  private List<Node.Mapping> wrong(Node value) {
    context.problem(
        path.member(MERGE), value.place(), "<< merges a map, or a sequence written here of maps");
    return List.of();
  }
}
