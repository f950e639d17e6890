package io.benchmarkdeployer.mongo;

import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import java.util.concurrent.atomic.AtomicInteger;

/** A database in this process that speaks MongoDB's wire protocol. */
final class WireServer implements AutoCloseable {
  private final MongoServer server = new MongoServer(new MemoryBackend());
  private final int port = server.bind().getPort();
  private final AtomicInteger databases = new AtomicInteger();

  int port() {
    return port;
  }

  /** The URL of a database that nobody has used. */
  String freshUrl() {
    return "mongodb://127.0.0.1:%d/test_%d".formatted(port, databases.incrementAndGet());
  }

  @Override
  public void close() {
    server.shutdownNow();
  }
}
