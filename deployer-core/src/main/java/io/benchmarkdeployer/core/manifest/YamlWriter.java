package io.benchmarkdeployer.core.manifest;

import io.benchmarkdeployer.core.model.Json;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.reader.StreamReader;

/**
 * Writes a tree as YAML that reads as the same tree, here and with kubectl: block style, text in
 * double quotes unless it is plain beyond doubt.
 */
final class YamlWriter {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z_/][A-Za-z0-9_./-]{0,99}");
  private static final Pattern UNSAFE_RAW =
      Pattern.compile("[\\u0085\\u00a0\\u2028\\u2029\\ufeff]");

  /** YAML looks for the colon after a key in 1024 characters only. */
  private static final int LONGEST_SIMPLE_KEY = 500;

  private static final String STEP = "  ";
  private final StringBuilder out = new StringBuilder();

  private YamlWriter() {}

  /** The document, ending with a line feed. */
  static String write(Json.Obj tree) {
    var writer = new YamlWriter();
    if (tree.fields().isEmpty()) {
      return "{}\n";
    }
    writer.members(tree, "");
    return writer.out.toString();
  }

  private void members(Json.Obj object, String indent) {
    var separator = "";
    for (var member : object.fields().entrySet()) {
      out.append(separator);
      key(text(member.getKey()), indent);
      value(member.getValue(), indent);
      separator = indent;
    }
  }

  private void key(String key, String indent) {
    if (key.length() <= LONGEST_SIMPLE_KEY) {
      out.append(key).append(':');
    } else {
      out.append("? ").append(key).append('\n').append(indent).append(':');
    }
  }

  private void value(Json value, String indent) {
    switch (value) {
      case Json.Obj object when !object.fields().isEmpty() -> {
        out.append('\n').append(indent).append(STEP);
        members(object, indent + STEP);
      }
      case Json.Arr array when !array.items().isEmpty() -> {
        out.append('\n').append(indent).append(STEP);
        items(array, indent + STEP);
      }
      default -> out.append(' ').append(scalar(value)).append('\n');
    }
  }

  private void items(Json.Arr array, String indent) {
    var separator = "";
    for (Json item : array.items()) {
      out.append(separator).append('-');
      item(item, indent);
      separator = indent;
    }
  }

  /** A map begins on the line of its dash. */
  private void item(Json item, String indent) {
    if (item instanceof Json.Obj object && !object.fields().isEmpty()) {
      out.append(' ');
      members(object, indent + STEP);
    } else {
      value(item, indent);
    }
  }

  private static String scalar(Json value) {
    return value instanceof Json.Text text ? text(text.value()) : value.toString();
  }

  private static String text(String value) {
    boolean plain = PLAIN.matcher(value).matches() && YamlScalars.value(value) instanceof Json.Text;
    return plain ? value : quoted(value);
  }

  private static String quoted(String value) {
    var quoted = new StringBuilder(value.length() + 2).append('"');
    value.codePoints().forEach(c -> character(c, quoted));
    return quoted.append('"').toString();
  }

  private static void character(int c, StringBuilder to) {
    switch (c) {
      case '"' -> to.append("\\\"");
      case '\\' -> to.append("\\\\");
      case '\n' -> to.append("\\n");
      case '\r' -> to.append("\\r");
      case '\t' -> to.append("\\t");
      default -> {
        if (StreamReader.isPrintable(c) && !UNSAFE_RAW.matcher(Character.toString(c)).matches()) {
          to.appendCodePoint(c);
        } else {
          to.append("\\u%04x".formatted(c));
        }
      }
    }
  }
}
