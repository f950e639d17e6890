package io.benchmarkdeployer.mongo;

import com.mongodb.reactivestreams.client.MongoClients;
import io.benchmarkdeployer.core.port.StatePort;
import io.benchmarkdeployer.testkit.contract.StateContract;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** The contract on the database that {@code MONGO_URL} names, in databases that come and go. */
@EnabledIfEnvironmentVariable(
    named = "MONGO_URL",
    matches = "mongodb.+",
    disabledReason = "MONGO_URL names no real database")
final class MongoStateIT extends StateContract {
  private final MongoTarget real = MongoTarget.of(System.getenv("MONGO_URL"));
  private final String database = "deployer_it_" + UUID.randomUUID();

  @Override
  protected StatePort freshState() {
    return MongoState.open(new MongoTarget(real.settings(), database, real.patience()));
  }

  @AfterEach
  void drop() {
    try (var client = MongoClients.create(real.settings())) {
      Answer.to(client.getDatabase(database).drop()).await(Duration.ofSeconds(20));
    }
  }
}
