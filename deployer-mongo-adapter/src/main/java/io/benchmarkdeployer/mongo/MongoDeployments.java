package io.benchmarkdeployer.mongo;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.gte;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.lt;
import static com.mongodb.client.model.Filters.ne;

import com.mongodb.MongoWriteException;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.result.UpdateResult;
import com.mongodb.reactivestreams.client.MongoCollection;
import io.benchmarkdeployer.core.model.Deployment;
import io.benchmarkdeployer.core.model.DeploymentId;
import io.benchmarkdeployer.core.model.DeploymentState;
import io.benchmarkdeployer.core.model.IdempotencyKey;
import io.benchmarkdeployer.core.model.ResourceRef;
import io.benchmarkdeployer.core.model.Uid;
import io.benchmarkdeployer.core.model.WireName;
import io.benchmarkdeployer.core.port.ConflictException;
import io.benchmarkdeployer.core.port.Cursor;
import io.benchmarkdeployer.core.port.DeploymentPage;
import io.benchmarkdeployer.core.port.DeploymentQuery;
import io.benchmarkdeployer.core.port.DeploymentStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.bson.BsonDateTime;
import org.bson.BsonDocument;
import org.bson.RawBsonDocument;
import org.bson.codecs.BsonDocumentCodec;
import org.bson.conversions.Bson;

/** The deployments, one document each; every write changes one document and is atomic by that. */
final class MongoDeployments implements DeploymentStore {
  /** Of records that may hold a manifest of a mebibyte, this many fit into one answer. */
  private static final int BATCH = 16;

  private static final int MOST_HOLDERS = 100;
  private static final int MOST_UNFINISHED = 1_000;

  /** What the database takes, less what else may stand in the document and in the command. */
  private static final int MOST_BYTES = (16 << 20) - (64 << 10);

  private static final int TRIES = 3;
  private static final Bson NEWEST_FIRST = Sorts.descending(DeploymentDocument.PLACE);

  /**
   * How far back a look for changes goes beyond the one before: by so much together the clocks of
   * two processes may differ and a write may last.
   */
  private static final Duration OVERLAP = Duration.ofSeconds(15);

  private static final Bson CHANGE =
      Projections.include(DeploymentDocument.ID, DeploymentDocument.VERSION);

  private static final Bson WHOLE = new BsonDocument();

  private static final Bson SLIM =
      Projections.exclude(
          DeploymentDocument.MANIFEST,
          DeploymentDocument.MANIFEST_TAKEN_IN,
          DeploymentDocument.BEFORE);

  private final MongoCalls calls;
  private final MongoCollection<BsonDocument> collection;
  private final Preparation preparation;
  private final UnreadableDocuments unreadable;
  private final InstantSource clock;

  MongoDeployments(
      MongoCalls calls,
      MongoCollection<BsonDocument> collection,
      Preparation preparation,
      UnreadableDocuments unreadable,
      InstantSource clock) {
    this.calls = calls;
    this.collection = collection;
    this.preparation = preparation;
    this.unreadable = unreadable;
    this.clock = clock;
  }

  @Override
  public Insertion insert(Deployment deployment) {
    Deployment recorded = deployment.withVersion(1);
    BsonDocument document = document(recorded);
    preparation.awaitForInsert();
    for (int tries = 0; tries < TRIES; tries++) {
      if (isInserted(document)) {
        return new Insertion.Inserted(recorded);
      }
      Optional<Deployment> holder = holder(recorded);
      if (holder.isPresent()) {
        return new Insertion.KeyTaken(holder.get());
      }
    }
    throw new ConflictException(
        "deployment %s can't be recorded: the database holds something equal; try again"
            .formatted(recorded.id()));
  }

  private boolean isInserted(BsonDocument document) {
    try {
      return calls.write(() -> collection.insertOne(written(document))).wasAcknowledged();
    } catch (MongoWriteException refused) {
      throwUnlessDuplicate(refused);
      return false;
    }
  }

  private BsonDocument written(BsonDocument document) {
    return DeploymentDocument.writtenAt(clock.instant(), document);
  }

  private static void throwUnlessDuplicate(MongoWriteException refused) {
    if (refused.getCode() != MongoCalls.DUPLICATE) {
      throw MongoCalls.unavailable(refused, true);
    }
  }

  /** Who holds the key; empty where it has just been given up. */
  private Optional<Deployment> holder(Deployment refused) {
    if (!documents(eq(DeploymentDocument.ID, refused.id().value()), NEWEST_FIRST, 1, WHOLE)
        .isEmpty()) {
      throw new ConflictException("there is a deployment " + refused.id() + " already");
    }
    return refused.idempotencyKey().map(IdempotencyKey::key).flatMap(this::findByIdempotencyKey);
  }

  private static BsonDocument document(Deployment deployment) {
    BsonDocument document = DeploymentDocument.write(deployment);
    int bytes = new RawBsonDocument(document, new BsonDocumentCodec()).getByteBuffer().remaining();
    if (bytes > MOST_BYTES) {
      throw MongoCalls.tooLarge("the deployment's record");
    }
    return document;
  }

  @Override
  public Optional<Deployment> replace(Deployment changed) {
    Deployment next = changed.withVersion(changed.version() + 1);
    BsonDocument document = document(next);
    preparation.await();
    return isReplaced(changed, document) ? Optional.of(next) : Optional.empty();
  }

  private boolean isReplaced(Deployment changed, BsonDocument document) {
    Bson ifUnchanged =
        and(
            eq(DeploymentDocument.ID, changed.id().value()),
            eq(DeploymentDocument.VERSION, changed.version()));
    try {
      UpdateResult result =
          calls.write(
              () -> collection.updateOne(ifUnchanged, new BsonDocument("$set", written(document))));
      return result.getMatchedCount() == 1;
    } catch (MongoWriteException refused) {
      throwUnlessDuplicate(refused);
      throw new ConflictException("another deployment holds the idempotency key already");
    }
  }

  @Override
  public Optional<Deployment> find(DeploymentId id) {
    return one(eq(DeploymentDocument.ID, id.value()));
  }

  @Override
  public Optional<Deployment> findByIdempotencyKey(String key) {
    return one(eq(DeploymentDocument.IDEMPOTENCY_KEY, key));
  }

  private Optional<Deployment> one(Bson which) {
    return some(which, NEWEST_FIRST, 1).stream().findFirst();
  }

  @Override
  public DeploymentPage list(DeploymentQuery query) {
    Bson fields = query.manifests() ? WHOLE : SLIM;
    List<BsonDocument> oneMore = documents(matching(query), NEWEST_FIRST, query.most() + 1, fields);
    if (oneMore.size() <= query.most()) {
      return new DeploymentPage(asked(oneMore, query), Optional.empty());
    }
    List<BsonDocument> page = oneMore.subList(0, query.most());
    String next = DeploymentDocument.place(page.getLast()).text();
    return new DeploymentPage(asked(page, query), Optional.of(next));
  }

  private List<Deployment> asked(List<BsonDocument> page, DeploymentQuery query) {
    return query.manifests()
        ? readable(page, DeploymentDocument::read)
        : readable(page, DeploymentDocument::readSlim);
  }

  private static Bson matching(DeploymentQuery query) {
    var filters = new ArrayList<Bson>();
    filters.add(in(DeploymentDocument.STATE, words(query.states())));
    if (!query.phases().isEmpty()) {
      filters.add(in(DeploymentDocument.PHASE, words(query.phases())));
    }
    query.namespace().ifPresent(name -> filters.add(eq(DeploymentDocument.NAMESPACE, name)));
    query
        .after()
        .map(Cursor::parse)
        .ifPresent(cursor -> filters.add(lt(DeploymentDocument.PLACE, cursor.text())));
    return and(filters);
  }

  private static List<String> words(Collection<? extends Enum<?>> constants) {
    return constants.stream().map(WireName::of).toList();
  }

  @Override
  public List<Deployment> findByResource(ResourceRef ref, boolean includeDeleted) {
    Bson holders = eq(DeploymentDocument.KEYS, ResourceFields.key(ref));
    Bson living = ne(DeploymentDocument.STATE, DeploymentState.DELETED.wireName());
    return some(includeDeleted ? holders : and(holders, living), NEWEST_FIRST, MOST_HOLDERS);
  }

  @Override
  public List<Deployment> findByUid(Uid uid) {
    return some(eq(DeploymentDocument.UIDS, uid.value()), NEWEST_FIRST, MOST_HOLDERS);
  }

  @Override
  public List<Deployment> findUnfinished() {
    return some(
        gt(DeploymentDocument.UNFINISHED, ""),
        Sorts.ascending(DeploymentDocument.UNFINISHED),
        MOST_UNFINISHED);
  }

  @Override
  public long count(Set<DeploymentState> states) {
    preparation.await();
    return calls
        .read(() -> collection.countDocuments(in(DeploymentDocument.STATE, words(states))))
        .getFirst();
  }

  @Override
  public Changes changes(Optional<String> place, int most) {
    long now = clock.instant().toEpochMilli();
    preparation.await();
    List<Change> changes =
        place.map(last -> changesSince(Long.parseLong(last), most + 1)).orElse(List.of());
    return new Changes(
        changes.subList(0, Math.min(most, changes.size())),
        String.valueOf(now),
        changes.size() <= most);
  }

  private List<Change> changesSince(long place, int most) {
    Bson since = gte(DeploymentDocument.CHANGED_AT, new BsonDateTime(place - OVERLAP.toMillis()));
    return calls.read(() -> collection.find(since).projection(CHANGE).limit(most)).stream()
        .map(DeploymentDocument::change)
        .toList();
  }

  private List<Deployment> some(Bson which, Bson order, int most) {
    return readable(documents(which, order, most, WHOLE), DeploymentDocument::read);
  }

  private List<BsonDocument> documents(Bson which, Bson order, int most, Bson fields) {
    preparation.await();
    return calls.read(
        () -> collection.find(which).projection(fields).sort(order).limit(most).batchSize(BATCH));
  }

  private List<Deployment> readable(
      List<BsonDocument> documents, Function<BsonDocument, Deployment> reading) {
    return documents.stream()
        .flatMap(document -> unreadable.read(document, reading).stream())
        .toList();
  }
}
