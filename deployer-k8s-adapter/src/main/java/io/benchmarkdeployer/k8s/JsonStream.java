package io.benchmarkdeployer.k8s;

import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.MalformedJsonException;
import io.benchmarkdeployer.core.model.Json;
import java.io.IOException;
import java.io.Reader;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;

/** Reads what the cluster sends: one JSON value (RFC 8259), of bounded depth. */
final class JsonStream {
  /** Deeper than any object that a manifest may hold, and than a stack frame could mind. */
  private static final int DEEPEST = 200;

  private static final int LONGEST_NUMBER = 400;

  private final JsonReader reader;

  private JsonStream(JsonReader reader) {
    this.reader = reader;
  }

  /**
   * The one value of this text.
   *
   * @throws IOException where it is not JSON, too deep, or breaks off
   */
  static Json read(Reader text) throws IOException {
    var reader = new JsonReader(text);
    reader.setStrictness(Strictness.STRICT);
    reader.setNestingLimit(DEEPEST);
    Json value = new JsonStream(reader).value();
    if (reader.peek() != JsonToken.END_DOCUMENT) {
      throw new MalformedJsonException("something follows the value");
    }
    return value;
  }

  private Json value() throws IOException {
    JsonToken token = reader.peek();
    return switch (token) {
      case BEGIN_OBJECT -> object();
      case BEGIN_ARRAY -> array();
      case STRING -> Json.text(reader.nextString());
      case NUMBER -> number(reader.nextString());
      case BOOLEAN -> new Json.Bool(reader.nextBoolean());
      case NULL -> nothing();
      case END_OBJECT, END_ARRAY, NAME, END_DOCUMENT ->
          throw new MalformedJsonException("a value is expected, not " + token);
    };
  }

  private Json object() throws IOException {
    var fields = new LinkedHashMap<String, Json>();
    reader.beginObject();
    while (reader.hasNext()) {
      if (fields.put(reader.nextName(), value()) != null) {
        throw new MalformedJsonException("a member is there twice");
      }
    }
    reader.endObject();
    return new Json.Obj(fields);
  }

  private Json array() throws IOException {
    var items = new ArrayList<Json>();
    reader.beginArray();
    while (reader.hasNext()) {
      items.add(value());
    }
    reader.endArray();
    return new Json.Arr(items);
  }

  private static Json number(String digits) throws IOException {
    try {
      if (digits.length() <= LONGEST_NUMBER) {
        return new Json.Num(new BigDecimal(digits));
      }
    } catch (NumberFormatException outOfRange) {
      throw new MalformedJsonException("a number is out of range", outOfRange);
    }
    throw new MalformedJsonException("a number is too long");
  }

  private Json nothing() throws IOException {
    reader.nextNull();
    return Json.Null.NULL;
  }
}
