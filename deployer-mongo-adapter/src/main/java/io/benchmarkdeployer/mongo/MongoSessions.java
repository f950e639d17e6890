package io.benchmarkdeployer.mongo;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.lt;

import com.mongodb.MongoWriteException;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.Updates;
import com.mongodb.reactivestreams.client.MongoCollection;
import io.benchmarkdeployer.core.model.SessionId;
import io.benchmarkdeployer.core.model.TerminalSession;
import io.benchmarkdeployer.core.port.ConflictException;
import io.benchmarkdeployer.core.port.SessionStore;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.bson.BsonDocument;
import org.bson.conversions.Bson;
import org.reactivestreams.Publisher;

/**
 * The terminal sessions, one document each. A write of a session changes one document and is atomic
 * by that; a renewal and a sweep are so for each session that they reach, and harmless to repeat.
 */
final class MongoSessions implements SessionStore {
  /** Of records of a kilobyte, so many are a small answer still. */
  private static final int BATCH = 1_000;

  private static final Bson IS_OPEN = gt(SessionDocument.OPEN, "");
  private static final Bson OLDEST_OPEN_FIRST = Sorts.ascending(SessionDocument.OPEN);
  private static final Bson NEWEST_FIRST = Sorts.descending(SessionDocument.PLACE);

  private final MongoCalls calls;
  private final MongoCollection<BsonDocument> collection;
  private final Preparation preparation;
  private final UnreadableDocuments unreadable = new UnreadableDocuments("terminal sessions");

  MongoSessions(
      MongoCalls calls, MongoCollection<BsonDocument> collection, Preparation preparation) {
    this.calls = calls;
    this.collection = collection;
    this.preparation = preparation;
  }

  @Override
  public TerminalSession insert(TerminalSession session) {
    TerminalSession recorded = session.withVersion(1);
    write(() -> collection.insertOne(SessionDocument.write(recorded)));
    return recorded;
  }

  @Override
  public Optional<TerminalSession> replace(TerminalSession changed) {
    TerminalSession next = changed.withVersion(changed.version() + 1);
    Bson ifUnchanged = and(is(changed.id()), eq(SessionDocument.VERSION, changed.version()));
    var result = write(() -> collection.replaceOne(ifUnchanged, SessionDocument.write(next)));
    return Optional.of(next).filter(replaced -> result.getMatchedCount() == 1);
  }

  private static Bson is(SessionId id) {
    return eq(SessionDocument.ID, id.value());
  }

  @Override
  public Optional<TerminalSession> find(SessionId id) {
    return some(is(id), NEWEST_FIRST, 1).stream().findFirst();
  }

  @Override
  public List<TerminalSession> open() {
    return some(IS_OPEN, OLDEST_OPEN_FIRST, MOST);
  }

  @Override
  public List<TerminalSession> list(Optional<String> job) {
    return some(
        job.map(name -> eq(SessionDocument.JOB, name)).orElseGet(Filters::empty),
        NEWEST_FIRST,
        MOST);
  }

  private List<TerminalSession> some(Bson which, Bson order, int most) {
    preparation.await();
    return calls
        .read(() -> collection.find(which).sort(order).limit(most).batchSize(BATCH))
        .stream()
        .flatMap(document -> unreadable.read(document, SessionDocument::read).stream())
        .toList();
  }

  @Override
  public void renew(String holder, Instant until) {
    write(
        () ->
            collection.updateMany(
                and(IS_OPEN, eq(SessionDocument.HOLDER, holder)),
                Updates.set(SessionDocument.UNTIL, until.toString())));
  }

  @Override
  public void forgetEndedBefore(Instant time) {
    write(() -> collection.deleteMany(lt(SessionDocument.ENDED, SessionDocument.sortable(time))));
  }

  private <T> T write(Supplier<Publisher<T>> question) {
    preparation.await();
    try {
      return calls.write(question);
    } catch (MongoWriteException refused) {
      if (refused.getCode() == MongoCalls.DUPLICATE) {
        throw new ConflictException("there is a session of that id already");
      }
      throw MongoCalls.unavailable(refused, true);
    }
  }
}
