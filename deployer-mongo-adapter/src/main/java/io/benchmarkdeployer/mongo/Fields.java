package io.benchmarkdeployer.mongo;

import io.benchmarkdeployer.core.model.WireName;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.bson.BsonArray;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonString;
import org.bson.BsonValue;

/** A document of our own making; what is absent has no field. Reading it another way throws. */
record Fields(BsonDocument document) {
  Fields() {
    this(new BsonDocument());
  }

  Fields put(String name, String value) {
    return put(name, new BsonString(value));
  }

  Fields put(String name, Enum<?> value) {
    return put(name, WireName.of(value));
  }

  Fields put(String name, Instant value) {
    return put(name, value.toString());
  }

  Fields put(String name, int value) {
    return put(name, new BsonInt32(value));
  }

  Fields put(String name, long value) {
    return put(name, new BsonInt64(value));
  }

  Fields put(String name, boolean value) {
    return put(name, BsonBoolean.valueOf(value));
  }

  Fields put(String name, Fields value) {
    return put(name, value.document);
  }

  Fields putAll(String name, List<? extends BsonValue> values) {
    return put(name, new BsonArray(values));
  }

  Fields put(String name, BsonValue value) {
    document.put(name, value);
    return this;
  }

  <T> Fields putIf(Optional<T> value, Consumer<T> put) {
    value.ifPresent(put);
    return this;
  }

  String text(String name) {
    return document.getString(name).getValue();
  }

  int number(String name) {
    return document.getInt32(name).getValue();
  }

  /** A number that may be beyond the range of {@link #number}. */
  long whole(String name) {
    return document.getInt64(name).getValue();
  }

  boolean flag(String name) {
    return document.getBoolean(name).getValue();
  }

  Instant time(String name) {
    return Instant.parse(text(name));
  }

  Fields fields(String name) {
    return new Fields(document.getDocument(name));
  }

  <E extends Enum<E>> E word(String name, Class<E> type) {
    return WireName.parse(type, text(name)).orElseThrow();
  }

  List<Fields> list(String name) {
    return document.getArray(name).stream().map(value -> new Fields(value.asDocument())).toList();
  }

  /** What this reads; empty where there is no such field. */
  <T> Optional<T> maybe(String name, Function<String, T> reading) {
    return document.containsKey(name) ? Optional.of(reading.apply(name)) : Optional.empty();
  }
}
