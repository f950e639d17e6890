package io.benchmarkdeployer.mongo;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.bulk.BulkWriteError;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.Updates;
import com.mongodb.client.model.WriteModel;
import com.mongodb.reactivestreams.client.MongoCollection;
import io.benchmarkdeployer.core.model.Deployment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bson.BsonDocument;
import org.bson.conversions.Bson;

/**
 * Takes in the documents of the old service: our own part is added to each, of version 0, so that
 * it is searched, listed and changed like all others; what the old service wrote stays as it is
 * until the deployment changes. Repeating it, and several at once, are harmless.
 */
final class LegacyDocuments {
  private static final int BATCH = 100;
  private static final Bson NOT_TAKEN_IN = eq(DeploymentDocument.STATE, null);

  private final MongoCalls calls;
  private final MongoCollection<BsonDocument> collection;
  private final UnreadableDocuments unreadable;

  LegacyDocuments(
      MongoCalls calls, MongoCollection<BsonDocument> collection, UnreadableDocuments unreadable) {
    this.calls = calls;
    this.collection = collection;
    this.unreadable = unreadable;
  }

  /** Those that were taken in are no longer found: only the others must be skipped. */
  void takeIn() {
    int left = 0;
    List<BsonDocument> batch = next(left);
    while (!batch.isEmpty()) {
      left += takeIn(batch);
      batch = next(left);
    }
  }

  private List<BsonDocument> next(int skip) {
    return calls.read(
        () -> collection.find(NOT_TAKEN_IN).sort(Sorts.ascending("_id")).skip(skip).limit(BATCH));
  }

  /** How many could not be. */
  private int takeIn(List<BsonDocument> batch) {
    var understood = new ArrayList<BsonDocument>();
    var updates = new ArrayList<WriteModel<BsonDocument>>();
    for (BsonDocument document : batch) {
      Optional<Deployment> read = unreadable.read(document, LegacyDocument::read);
      read.ifPresent(
          deployment -> {
            understood.add(document);
            updates.add(update(document, deployment));
          });
    }
    return batch.size() - understood.size() + write(updates, understood);
  }

  private static UpdateOneModel<BsonDocument> update(BsonDocument document, Deployment deployment) {
    return new UpdateOneModel<>(
        and(eq("_id", document.get("_id")), NOT_TAKEN_IN),
        Updates.set(DeploymentDocument.OURS, DeploymentDocument.takenIn(deployment)));
  }

  private int write(List<WriteModel<BsonDocument>> updates, List<BsonDocument> documents) {
    if (updates.isEmpty()) {
      return 0;
    }
    return calls
        .refusalsOf(() -> collection.bulkWrite(updates, new BulkWriteOptions().ordered(false)))
        .map(refusals -> told(refusals, documents))
        .orElse(0);
  }

  private int told(MongoBulkWriteException refusals, List<BsonDocument> documents) {
    for (BulkWriteError error : refusals.getWriteErrors()) {
      unreadable.tell(
          documents.get(error.getIndex()),
          error.getCode() == MongoCalls.DUPLICATE
              ? "another document has its deployment_id"
              : "the database refused our part of it (code %d)".formatted(error.getCode()));
    }
    return refusals.getWriteErrors().size();
  }
}
