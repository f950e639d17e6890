package io.benchmarkdeployer.mongo;

import io.benchmarkdeployer.core.model.Deployment;
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

  private final Set<BsonValue> told = ConcurrentHashMap.newKeySet();

  /** What this makes of the document; empty where it can't. */
  Optional<Deployment> read(BsonDocument document, Function<BsonDocument, Deployment> reading) {
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
          "the document with _id {0} is left out of the deployments, {2} so far: {1}",
          name(id),
          why,
          told.size());
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
