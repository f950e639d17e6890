package io.benchmarkdeployer.core.manifest;

import io.benchmarkdeployer.core.model.Json;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.CollectionStartEvent;
import org.yaml.snakeyaml.events.DocumentStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.MappingStartEvent;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.parser.Parser;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;

/**
 * Composes the one document of a segment from SnakeYAML's events. Work and memory are bounded by
 * the text: an alias is the node that it names, not a copy.
 */
final class YamlComposer {
  private static final Pattern SURROGATE_ESCAPE = Pattern.compile("\\\\u[dD][89a-fA-F]");

  private static final Pattern ANCHOR = Pattern.compile("[A-Za-z0-9_-]+");
  private static final Pattern DIRECTIVE = Pattern.compile("(?m)^%");

  private final ReadingContext context;
  private final Segment segment;
  private final String body;
  private final Parser parser;
  private final boolean surrogateEscapes;
  private final YamlSource source;
  private final Map<String, Optional<Node>> anchors = new HashMap<>();
  private int indent = -1;
  private Place last;

  private YamlComposer(ReadingContext context, Segment segment) {
    this.context = context;
    this.segment = segment;
    this.body = lines(segment.body());
    var options = new LoaderOptions();
    options.setCodePointLimit(Integer.MAX_VALUE);
    this.parser = new ParserImpl(new StreamReader(body), options);
    this.last = new Place(segment.firstLine(), 1);
    this.source = new YamlSource(body.codePoints().toArray());
    this.surrogateEscapes = SURROGATE_ESCAPE.matcher(body).find();
  }

  /**
   * The document; empty where there are only comments and space. After a syntax error, which is
   * among the problems then, there is none either.
   */
  static Composed compose(ReadingContext context, Segment segment) {
    var composer = new YamlComposer(context, segment);
    try {
      return composer.onlyPrintable() ? composer.document() : new Composed.Broken();
    } catch (MarkedYAMLException wrong) {
      composer.syntax(wrong);
      return new Composed.Broken();
    } catch (YAMLException lost) {
      // SnakeYAML's scanner has lost its way and has no place to name.
      context.problem(Path.root(), composer.last, "is not YAML, from here on");
      return new Composed.Broken();
    }
  }

  /** What was found in a segment. */
  sealed interface Composed {
    /** A document. */
    record Document(Node root) implements Composed {}

    /** Nothing but comments and space. */
    record Nothing() implements Composed {}

    /** Something, but not YAML. */
    record Broken() implements Composed {}
  }

  /** As kubectl hands it to its YAML: each line with its end, so that a last block keeps one. */
  private static String lines(String text) {
    var body = text.startsWith("\ufeff") ? text.substring(1) : text;
    return body.endsWith("\n") ? body : body + "\n";
  }

  private void syntax(MarkedYAMLException wrong) {
    var mark = wrong.getProblemMark() == null ? wrong.getContextMark() : wrong.getProblemMark();
    var place = mark == null ? new Place(segment.firstLine(), 1) : place(mark);
    context.problem(Path.root(), place, YamlSyntax.message(wrong));
  }

  private boolean onlyPrintable() {
    int line = 0;
    int column = 1;
    for (int i = 0; i < body.length(); ) {
      int c = body.codePointAt(i);
      if (!StreamReader.isPrintable(c)) {
        var place = new Place(segment.firstLine() + line, column);
        context.problem(
            Path.root(), place, "U+%04X may not stand in YAML: write it escaped".formatted(c));
        return false;
      }
      i += Character.charCount(c);
      column = c == '\n' ? 1 : column + 1;
      line += c == '\n' ? 1 : 0;
    }
    return true;
  }

  private Composed document() {
    parser.getEvent();
    if (parser.checkEvent(Event.ID.StreamEnd)) {
      return nothing();
    }
    var start = (DocumentStartEvent) parser.getEvent();
    refuseDirectives(start);
    boolean empty = isEmptyScalar(parser.peekEvent());
    var root = node(Path.root(), 1);
    refuseMore(parser.getEvent().getEndMark().getIndex());
    return empty ? new Composed.Nothing() : new Composed.Document(root);
  }

  private static boolean isEmptyScalar(Event event) {
    return event instanceof ScalarEvent scalar
        && scalar.getScalarStyle() == ScalarStyle.PLAIN
        && scalar.getValue().isEmpty()
        && scalar.getTag() == null
        && scalar.getAnchor() == null;
  }

  private Composed nothing() {
    return refuseDirectiveAfter(0) ? new Composed.Broken() : new Composed.Nothing();
  }

  /** SnakeYAML says nothing of directives that no document follows. */
  private boolean refuseDirectiveAfter(int end) {
    var directive = DIRECTIVE.matcher(body);
    boolean found = directive.find(body.offsetByCodePoints(0, end));
    if (found) {
      int line = Math.toIntExact(body.substring(0, directive.start()).lines().count());
      refuseDirective(new Place(segment.firstLine() + line, 1));
    }
    return found;
  }

  private void refuseDirectives(DocumentStartEvent start) {
    if (hasDirectives(start)) {
      refuseDirective(place(start.getStartMark()));
    }
  }

  private void refuseDirective(Place place) {
    context.problem(Path.root(), place, "directives (%YAML, %TAG) are not taken: leave them out");
  }

  /** Of a document without its {@code ---} SnakeYAML says that its tags are null. */
  private static boolean hasDirectives(DocumentStartEvent start) {
    return start.getExplicit() && (start.getVersion() != null || !start.getTags().isEmpty());
  }

  /** kubectl reads the first document up to the next separator, and drops the rest in silence. */
  private void refuseMore(int end) {
    if (parser.checkEvent(Event.ID.StreamEnd)) {
      refuseDirectiveAfter(end);
    } else {
      context.problem(
          Path.root(),
          place(parser.peekEvent().getStartMark()),
          "kubectl would ignore what stands here, after the end of the document:"
              + " begin another one with a line ---");
    }
  }

  private Node node(Path path, int depth) {
    context.checkProblems();
    var event = parser.getEvent();
    last = place(event.getStartMark());
    if (event instanceof AliasEvent alias) {
      return aliased(alias, path);
    }
    var start = (NodeEvent) event;
    refuseAnchor(start, path);
    remember(start, Optional.empty());
    var node = fresh(start, path, depth);
    remember(start, Optional.of(node));
    return node;
  }

  private void remember(NodeEvent event, Optional<Node> node) {
    if (event.getAnchor() != null) {
      anchors.put(event.getAnchor(), node);
    }
  }

  private Node fresh(NodeEvent event, Path path, int depth) {
    var place = place(event.getStartMark());
    return switch (event) {
      case ScalarEvent scalar -> {
        refuseTag(scalar.getTag(), path, place);
        yield new Node.Leaf(place, value(scalar, path, place));
      }
      case CollectionStartEvent collection -> {
        refuseTag(collection.getTag(), path, place);
        context.checkDepth(depth, path, place);
        yield indented(collection, () -> collection(collection, path, place, depth));
      }
      default -> throw new AssertionError("an event that begins no node");
    };
  }

  private Node collection(CollectionStartEvent start, Path path, Place place, int depth) {
    return start instanceof MappingStartEvent
        ? new YamlMapping(this, context, path, place).read(depth)
        : new Node.Sequence(place, items(path, depth));
  }

  private Node indented(CollectionStartEvent start, Supplier<Node> rest) {
    int outer = indent;
    indent = start.isFlow() ? outer : start.getStartMark().getColumn();
    var node = rest.get();
    indent = outer;
    return node;
  }

  private Node aliased(AliasEvent alias, Path path) {
    var place = place(alias.getStartMark());
    var known = anchors.get(alias.getAnchor());
    if (known == null) {
      context.problem(path, place, "an alias of an anchor that was not set before");
    } else if (known.isEmpty()) {
      context.problem(path, place, "an alias of the very value that it stands in");
    }
    return known == null ? nothing(place) : known.orElseGet(() -> nothing(place));
  }

  static Node nothing(Place place) {
    return new Node.Leaf(place, Json.Null.NULL);
  }

  private void refuseAnchor(NodeEvent event, Path path) {
    if (event.getAnchor() != null && !ANCHOR.matcher(event.getAnchor()).matches()) {
      context.problem(
          path,
          place(event.getStartMark()),
          "the name of an anchor may have letters a-z, digits, '-' and '_' only");
    }
  }

  private void refuseTag(String tag, Path path, Place place) {
    if (tag != null) {
      context.problem(
          path, place, "tags (!, !!str, !!binary, ...) are not taken: quote text instead");
    }
  }

  private Json value(ScalarEvent scalar, Path path, Place place) {
    try {
      return isPlain(scalar) ? YamlScalars.value(plain(scalar)) : Json.text(quoted(scalar));
    } catch (YamlScalars.Unfit unfit) {
      context.problem(path, place, unfit.reason());
      return Json.Null.NULL;
    }
  }

  private List<Node> items(Path path, int depth) {
    var items = new ArrayList<Node>();
    while (!parser.checkEvent(Event.ID.SequenceEnd)) {
      items.add(node(path.item(items.size()), depth + 1));
    }
    parser.getEvent();
    return items;
  }

  // What a map needs of its composer.

  boolean atEnd() {
    boolean end = parser.checkEvent(Event.ID.MappingEnd);
    if (end) {
      parser.getEvent();
    }
    return end;
  }

  Event peek() {
    return parser.peekEvent();
  }

  /** Takes a scalar that is already among the problems. */
  void skip(ScalarEvent scalar) {
    remember(scalar, Optional.of(nothing(place(scalar.getStartMark()))));
    parser.getEvent();
  }

  Node valueNode(Path path, int depth) {
    return node(path, depth);
  }

  Place place(Mark mark) {
    return new Place(segment.firstLine() + mark.getLine(), mark.getColumn() + 1);
  }

  static boolean isPlain(ScalarEvent scalar) {
    return scalar.getScalarStyle() == ScalarStyle.PLAIN;
  }

  /** Refuses a value that follows its key without a colon, which SnakeYAML lets pass. */
  void checkColon(Path path, ScalarEvent key) {
    var value = parser.peekEvent().getStartMark();
    boolean empty = value.getIndex() == parser.peekEvent().getEndMark().getIndex();
    if (!empty && !source.hasColon(key.getEndMark().getIndex())) {
      context.problem(path, place(value), "a value needs a ':' before it");
    }
  }

  String plain(ScalarEvent scalar) {
    return source.plain(scalar, indent);
  }

  /** The text of a quoted or block scalar. */
  String quoted(ScalarEvent scalar) {
    var text = scalar.getValue();
    boolean block = isBlock(scalar.getScalarStyle());
    if (block && text.stripLeading().length() < text.length() && firstIsTab(text)) {
      throw new YamlScalars.Unfit(
          "begins with a tab, which kubectl takes for indentation: quote it");
    }
    if (surrogateEscapes && text.chars().anyMatch(c -> Character.isSurrogate((char) c))) {
      throw new YamlScalars.Unfit(
          "has a \\ud800 to \\udfff escape: write \\U and 8 digits instead");
    }
    return text;
  }

  private static boolean isBlock(ScalarStyle style) {
    return style == ScalarStyle.LITERAL || style == ScalarStyle.FOLDED;
  }

  private static boolean firstIsTab(String text) {
    return text.replaceFirst("^[\n\u0085\u2028\u2029]+", "").startsWith("\t");
  }
}
