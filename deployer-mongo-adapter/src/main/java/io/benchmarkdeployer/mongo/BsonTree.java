package io.benchmarkdeployer.mongo;

import io.benchmarkdeployer.core.model.Json;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bson.BsonArray;
import org.bson.BsonBinary;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonNull;
import org.bson.BsonString;
import org.bson.BsonSymbol;
import org.bson.BsonValue;
import org.bson.RawBsonDocument;
import org.bson.codecs.BsonDocumentCodec;

/**
 * JSON as a binary value: BSON that the database does not look into. As documents of its own it
 * would refuse some (more than 100 levels) and change others (numbers of more than 34 digits, keys
 * with a null character).
 */
final class BsonTree {
  private static final String ROOT = "json";
  private static final String MEMBERS = "members";

  private BsonTree() {}

  static BsonBinary write(Json.Obj tree) {
    var raw = new RawBsonDocument(new BsonDocument(ROOT, bson(tree)), new BsonDocumentCodec());
    var bytes = raw.getByteBuffer();
    var copy = new byte[bytes.remaining()];
    bytes.get(copy);
    return new BsonBinary(copy);
  }

  static Json.Obj read(BsonBinary value) {
    BsonDocument document = new RawBsonDocument(value.getData()).decode(new BsonDocumentCodec());
    return (Json.Obj) json(document.getDocument(ROOT));
  }

  /** An object is a list of its keys and values in turn; a number is its digits, as a symbol. */
  private static BsonValue bson(Json value) {
    return switch (value) {
      case Json.Obj object -> new BsonDocument(MEMBERS, members(object.fields()));
      case Json.Arr array -> new BsonArray(array.items().stream().map(BsonTree::bson).toList());
      case Json.Text text -> new BsonString(text.value());
      case Json.Num number -> new BsonSymbol(number.value().toString());
      case Json.Bool bool -> BsonBoolean.valueOf(bool.value());
      case Json.Null nothing -> BsonNull.VALUE;
    };
  }

  private static BsonArray members(Map<String, Json> fields) {
    var members = new BsonArray(fields.size() * 2);
    fields.forEach(
        (key, value) -> {
          members.add(new BsonString(key));
          members.add(bson(value));
        });
    return members;
  }

  private static Json json(BsonValue value) {
    return switch (value) {
      case BsonDocument object -> object(object.getArray(MEMBERS));
      case BsonArray array -> new Json.Arr(array.stream().map(BsonTree::json).toList());
      case BsonString text -> Json.text(text.getValue());
      case BsonSymbol number -> new Json.Num(new BigDecimal(number.getSymbol()));
      case BsonBoolean bool -> new Json.Bool(bool.getValue());
      case BsonNull nothing -> Json.Null.NULL;
      default -> throw new IllegalArgumentException("no JSON is written as " + value.getBsonType());
    };
  }

  private static Json.Obj object(List<BsonValue> members) {
    var fields = new LinkedHashMap<String, Json>();
    for (int i = 0; i + 1 < members.size(); i += 2) {
      fields.put(members.get(i).asString().getValue(), json(members.get(i + 1)));
    }
    return new Json.Obj(fields);
  }
}
