package io.benchmarkdeployer.core.model;

import java.util.Iterator;
import java.util.Map.Entry;
import java.util.function.Consumer;

/** Writes {@link Json} as compact text; depth is bounded by whoever built the tree. */
final class JsonText {
  private final StringBuilder out = new StringBuilder();

  static String of(Json value) {
    var text = new JsonText();
    text.write(value);
    return text.out.toString();
  }

  private void write(Json value) {
    switch (value) {
      case Json.Obj object ->
          separated('{', object.fields().entrySet().iterator(), this::member, '}');
      case Json.Arr array -> separated('[', array.items().iterator(), this::write, ']');
      case Json.Text text -> string(text.value());
      case Json.Num number -> out.append(number(number));
      case Json.Bool bool -> out.append(bool.value());
      case Json.Null nothing -> out.append("null");
    }
  }

  private <T> void separated(char open, Iterator<T> items, Consumer<T> item, char close) {
    out.append(open);
    while (items.hasNext()) {
      item.accept(items.next());
      if (items.hasNext()) {
        out.append(',');
      }
    }
    out.append(close);
  }

  private void member(Entry<String, Json> member) {
    string(member.getKey());
    out.append(':');
    write(member.getValue());
  }

  /** Plain digits where they are few, so that whole numbers look whole; 1e300 stays short. */
  private static String number(Json.Num number) {
    var value = number.value();
    return Math.abs(value.scale()) <= 25 ? value.toPlainString() : value.toString();
  }

  private void string(String value) {
    out.append('"');
    value.codePoints().forEach(this::character);
    out.append('"');
  }

  /** UTF-8 has no bytes for it. */
  private static boolean isHalfAPair(int c) {
    return c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
  }

  private void character(int c) {
    switch (c) {
      case '"' -> out.append("\\\"");
      case '\\' -> out.append("\\\\");
      case '\n' -> out.append("\\n");
      case '\r' -> out.append("\\r");
      case '\t' -> out.append("\\t");
      default -> {
        if (c < 0x20 || isHalfAPair(c)) {
          out.append("\\u%04x".formatted(c));
        } else {
          out.appendCodePoint(c);
        }
      }
    }
  }
}
