package io.benchmarkdeployer.mongo;

import com.mongodb.reactivestreams.client.MongoClient;
import com.mongodb.reactivestreams.client.MongoClients;
import com.mongodb.reactivestreams.client.MongoCollection;
import com.mongodb.reactivestreams.client.MongoDatabase;
import io.benchmarkdeployer.core.port.DeploymentStore;
import io.benchmarkdeployer.core.port.LogStore;
import io.benchmarkdeployer.core.port.SessionStore;
import io.benchmarkdeployer.core.port.StatePort;
import java.time.Clock;
import java.time.InstantSource;
import java.util.List;
import org.bson.BsonDocument;
import org.bson.BsonInt32;

/**
 * The state in a MongoDB database, collections {@code deployments} (documents that the old service
 * left there are part of it) and {@code terminal_sessions}.
 *
 * <p>Every call ends within about five seconds, up to ten more while the database is being prepared
 * for the first time (two where it can't be reached then), unless the URL sets other timeouts
 * ({@code timeoutMS}, {@code serverSelectionTimeoutMS}, {@code connectTimeoutMS}).
 */
public final class MongoState implements StatePort {
  private static final String DEPLOYMENTS = "deployments";

  /** Not plainly {@code sessions}: in a shared database that name may well be taken. */
  private static final String SESSIONS = "terminal_sessions";

  private final MongoClient client;
  private final MongoDatabase database;
  private final MongoCalls calls;
  private final Preparation preparation;
  private final MongoDeployments deployments;
  private final MongoSessions sessions;

  private MongoState(MongoTarget target, InstantSource clock) {
    this.client = MongoClients.create(target.settings());
    this.database = client.getDatabase(target.database());
    this.calls = new MongoCalls(target.patience());
    MongoCollection<BsonDocument> ofDeployments = collection(DEPLOYMENTS);
    MongoCollection<BsonDocument> ofSessions = collection(SESSIONS);
    var unreadable = new UnreadableDocuments("deployments");
    this.preparation =
        Preparation.begin(
            calls,
            List.of(
                new CollectionIndexes(calls, ofDeployments, DeploymentDocument.INDEXES),
                new CollectionIndexes(calls, ofSessions, SessionDocument.INDEXES)),
            new LegacyDocuments(calls, ofDeployments, unreadable));
    this.deployments = new MongoDeployments(calls, ofDeployments, preparation, unreadable, clock);
    this.sessions = new MongoSessions(calls, ofSessions, preparation);
  }

  private MongoCollection<BsonDocument> collection(String name) {
    return database.getCollection(name, BsonDocument.class);
  }

  /**
   * Returns at once, whether the database is there or not: calls fail while it isn't, and work once
   * it is. To be closed.
   *
   * @param url a connection string (MongoDB Manual, "Connection Strings"); the database is {@code
   *     deploy_db} where it names none. Writes are always confirmed by a majority and reads always
   *     come from the primary, whatever it says
   * @throws IllegalArgumentException where it is not a connection string; the message holds nothing
   *     of it
   */
  public static MongoState open(String url) {
    return open(MongoTarget.of(url));
  }

  static MongoState open(MongoTarget target) {
    return open(target, Clock.systemUTC());
  }

  static MongoState open(MongoTarget target, InstantSource clock) {
    return new MongoState(target, clock);
  }

  @Override
  public DeploymentStore deployments() {
    return deployments;
  }

  @Override
  public SessionStore sessions() {
    return sessions;
  }

  @Override
  public LogStore logs() {
    throw new IllegalStateException("not yet");
  }

  @Override
  public void check() {
    preparation.await();
    calls.read(
        () -> database.runCommand(new BsonDocument("ping", new BsonInt32(1)), BsonDocument.class));
  }

  @Override
  public void close() {
    calls.close();
    preparation.close();
    client.close();
  }
}
