package io.benchmarkdeployer.core.manifest;

import io.benchmarkdeployer.core.model.Json;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads JSON values that follow one another. kubectl takes a text that begins with <code>{</code>
 * for that, and then by RFC 8259 only ({@code YAMLOrJSONDecoder} in {@code
 * k8s.io/apimachinery/pkg/util/yaml}): {@code 0644} is wrong there, tabs are space, {@code \/} is
 * known.
 */
final class JsonReader {
  private static final Pattern NUMBER =
      Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][-+]?[0-9]+)?");
  private static final Pattern WORD = Pattern.compile("[a-zA-Z]+");
  private static final int LONGEST_INT64 = 19;

  private final String text;
  private int here;
  private int line = 1;
  private int column = 1;
  private int counted;

  JsonReader(String text) {
    this.text = text;
    this.here = afterByteOrderMark(text);
    this.counted = here;
  }

  /** Not JSON; the message quotes nothing. */
  private static final class Malformed extends RuntimeException {
    private static final long serialVersionUID = 1;

    Malformed(String message) {
      super(message, null, false, false);
    }
  }

  static boolean isJson(String text) {
    return text.substring(afterByteOrderMark(text)).stripLeading().startsWith("{");
  }

  private static int afterByteOrderMark(String text) {
    return text.startsWith("\ufeff") ? 1 : 0;
  }

  /** Whether another value follows. */
  boolean hasNext() {
    skipSpace();
    return here < text.length();
  }

  int position() {
    return here;
  }

  /** The next value; empty where it is not JSON, and then nothing more can be read. */
  Optional<Node> next(ReadingContext context) {
    try {
      return Optional.of(value(context, Path.root(), 1));
    } catch (Malformed malformed) {
      context.problem(
          Path.root(),
          place(),
          "is not JSON, which a text that begins with { must be: " + malformed.getMessage());
      return Optional.empty();
    }
  }

  private Node value(ReadingContext context, Path path, int depth) {
    skipSpace();
    context.checkProblems();
    return switch (peek()) {
      case '{' -> object(context, path, depth);
      case '[' -> array(context, path, depth);
      case '"' -> new Node.Leaf(place(), Json.text(string()));
      case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' ->
          new Node.Leaf(place(), number(context, path));
      default -> new Node.Leaf(place(), word());
    };
  }

  private Node object(ReadingContext context, Path path, int depth) {
    var place = place();
    context.checkDepth(depth, path, place);
    here++;
    var entries = new LinkedHashMap<String, Node>();
    var keys = new LinkedHashMap<String, Place>();
    while (another('}', !keys.isEmpty())) {
      member(context, path, depth, keys, entries);
    }
    return new Node.Mapping(place, entries, List.of(), 0);
  }

  private void member(
      ReadingContext context,
      Path path,
      int depth,
      Map<String, Place> keys,
      Map<String, Node> entries) {
    var at = place();
    var key = string();
    var before = keys.putIfAbsent(key, at);
    if (before != null) {
      context.problem(path.member(key), at, YamlMapping.duplicateOf(before));
    }
    expect(':');
    entries.put(key, value(context, path.member(key), depth + 1));
  }

  private Node array(ReadingContext context, Path path, int depth) {
    var place = place();
    context.checkDepth(depth, path, place);
    here++;
    var items = new ArrayList<Node>();
    while (another(']', !items.isEmpty())) {
      items.add(value(context, path.item(items.size()), depth + 1));
    }
    return new Node.Sequence(place, items);
  }

  /** Past the comma to another element, or past the end. */
  private boolean another(char end, boolean comma) {
    skipSpace();
    if (peek() == end) {
      here++;
      return false;
    }
    if (comma) {
      expect(',');
      skipSpace();
      if (peek() == end) {
        throw new Malformed("a comma with nothing after it");
      }
    }
    return true;
  }

  private void expect(char wanted) {
    skipSpace();
    if (peek() != wanted) {
      throw new Malformed("expected '" + wanted + "'");
    }
    here++;
  }

  private Json number(ReadingContext context, Path path) {
    Matcher matcher = NUMBER.matcher(text).region(here, text.length());
    if (!matcher.lookingAt()) {
      throw new Malformed("a number is written wrong");
    }
    var number = number(matcher);
    if (number.isEmpty()) {
      context.problem(path, place(), "is a number beyond the range of a double");
    }
    here = matcher.end();
    return number.isPresent() ? number.get() : Json.Null.NULL;
  }

  private static Optional<Json.Num> number(Matcher matcher) {
    boolean whole = matcher.group(2) == null && matcher.group(3) == null;
    if (whole && matcher.group(1).length() <= LONGEST_INT64) {
      return Optional.of(YamlScalars.number(new BigInteger(matcher.group())));
    }
    double value = Double.parseDouble(matcher.group());
    return Double.isInfinite(value) ? Optional.empty() : Optional.of(YamlScalars.number(value));
  }

  private Json word() {
    Matcher matcher = WORD.matcher(text).region(here, text.length());
    var word = matcher.lookingAt() ? matcher.group() : "";
    var value =
        switch (word) {
          case "true" -> new Json.Bool(true);
          case "false" -> new Json.Bool(false);
          case "null" -> Json.Null.NULL;
          default -> throw new Malformed("a value is expected here");
        };
    here = matcher.end();
    return value;
  }

  private String string() {
    if (peek() != '"') {
      throw new Malformed("a key in double quotes is expected here");
    }
    here++;
    var value = new StringBuilder();
    for (char c = character(); c != '"'; c = character()) {
      value.append(c == '\\' ? escaped() : c);
    }
    if (!wellFormed(value)) {
      throw new Malformed("half of a surrogate pair in a string");
    }
    return value.toString();
  }

  private char character() {
    char c = peek();
    if (c < ' ') {
      throw new Malformed(
          "a control character or the end of the line in a string: write it escaped");
    }
    here++;
    return c;
  }

  private char escaped() {
    char c = character();
    return switch (c) {
      case '"', '\\', '/' -> c;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> unicode();
      default -> throw new Malformed("an unknown escape in a string");
    };
  }

  private char unicode() {
    int value = 0;
    for (int i = 0; i < 4; i++) {
      char c = character();
      int digit = c < 128 ? Character.digit(c, 16) : -1;
      if (digit < 0) {
        throw new Malformed("\\u takes four hexadecimal digits");
      }
      value = value * 16 + digit;
    }
    return (char) value;
  }

  private static boolean wellFormed(CharSequence value) {
    return value.codePoints().noneMatch(c -> c <= 0xffff && Character.isSurrogate((char) c));
  }

  private char peek() {
    if (here >= text.length()) {
      throw new Malformed("it ends too early");
    }
    return text.charAt(here);
  }

  private void skipSpace() {
    while (here < text.length() && " \t\r\n".indexOf(text.charAt(here)) >= 0) {
      if (text.charAt(here) == '\n') {
        line++;
        column = 1;
        counted = here + 1;
      }
      here++;
    }
  }

  /** Counts on from the place before: a line may be as long as the text. */
  private Place place() {
    int to = Math.min(here, text.length());
    column += text.codePointCount(counted, to);
    counted = to;
    return new Place(line, column);
  }
}
