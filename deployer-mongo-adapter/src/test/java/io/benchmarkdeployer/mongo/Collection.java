package io.benchmarkdeployer.mongo;

import com.mongodb.ConnectionString;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.reactivestreams.client.MongoClient;
import com.mongodb.reactivestreams.client.MongoClients;
import com.mongodb.reactivestreams.client.MongoCollection;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.bson.BsonDocument;
import org.bson.Document;
import org.reactivestreams.Publisher;

/** The collection as others see it. */
final class Collection implements AutoCloseable {
  private static final Duration SOON = Duration.ofSeconds(20);

  private final MongoClient client;
  private final MongoCollection<BsonDocument> documents;

  Collection(String url) {
    this(url, "deployments");
  }

  Collection(String url, String name) {
    this.client = MongoClients.create(url);
    String database = Objects.requireNonNull(new ConnectionString(url).getDatabase());
    this.documents = client.getDatabase(database).getCollection(name, BsonDocument.class);
  }

  /** Puts this in, as it is. */
  void insert(Document document) {
    ask(documents.insertOne(document.toBsonDocument()));
  }

  List<BsonDocument> all() {
    return ask(documents.find());
  }

  /** What stands under this deployment id. */
  BsonDocument named(String deploymentId) {
    return ask(documents.find(new Document("deployment_id", deploymentId))).getFirst();
  }

  void index(Document fields, IndexOptions options) {
    ask(documents.createIndex(fields, options));
  }

  List<String> indexedFields() {
    return ask(documents.listIndexes()).stream()
        .flatMap(index -> index.get("key", Document.class).keySet().stream())
        .distinct()
        .toList();
  }

  /** Changes one field of all. */
  void setAll(String field, Object value) {
    ask(documents.updateMany(new Document(), new Document("$set", new Document(field, value))));
  }

  /** Changes one field of some. */
  void setAll(String field, Object value, Document which) {
    ask(documents.updateMany(which, new Document("$set", new Document(field, value))));
  }

  /** Changes all in this way. */
  void change(String way, Document fields) {
    ask(documents.updateMany(new Document(), new Document(way, fields)));
  }

  void set(String deploymentId, String field, String value) {
    ask(
        documents.updateOne(
            new Document("deployment_id", deploymentId),
            new Document("$set", new Document(field, value))));
  }

  private static <T> List<T> ask(Publisher<T> question) {
    return Answer.to(question).await(SOON);
  }

  @Override
  public void close() {
    client.close();
  }
}
