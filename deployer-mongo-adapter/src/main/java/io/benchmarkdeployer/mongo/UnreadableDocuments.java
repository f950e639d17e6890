package io.benchmarkdeployer.mongo;

import java.lang.System.Logger.Level;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.bson.BsonDocument;
import org.bson.BsonObjectId;
import org.bson.BsonString;
import org.bson.BsonValue;

/** Documents that can't be understood: left out and left alone, each with one line in the log. */
final class UnreadableDocuments {
  private static final System.Logger LOG = System.getLogger(UnreadableDocuments.class.getName());
  private static final int MOST = 10_000;

  private final String what;
  private final Set<BsonValue> told = ConcurrentHashMap.newKeySet();

  /**
   * Those of one collection.
   *
   * @param what the documents stand for, in the plural
   */
  UnreadableDocuments(String what) {
    this.what = what;
  }

  /** What this makes of the document; empty where it can't. */
  <T> Optional<T> read(BsonDocument document, Function<BsonDocument, T> reading) {
    try {
      return Optional.of(reading.apply(document));
    } catch (RuntimeException notUnderstood) {
      tell(document, reason(notUnderstood));
      return Optional.empty();
    }
  }

  /** Only our own messages are known to quote nothing of the document. */
  private static String reason(RuntimeException notUnderstood) {
    return notUnderstood instanceof IllegalArgumentException ours
        ? String.valueOf(ours.getMessage())
        : "it is not written as this version writes ("
            + notUnderstood.getClass().getSimpleName()
            + ")";
  }

  void tell(BsonDocument document, String why) {
    BsonValue id = document.get("_id");
    if (id != null && told.size() < MOST && told.add(id)) {
      LOG.log(
          Level.WARNING,
          "the document with _id {0} is left out of the {3}, {2} so far: {1}",
          name(id),
          why,
          told.size(),
          what);
    }
  }

  private static String name(BsonValue id) {
    return switch (id) {
      case BsonObjectId made -> made.getValue().toHexString();
      case BsonString text -> text.getValue();
      default -> id.toString();
    };
  }
}
