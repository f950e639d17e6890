package io.benchmarkdeployer.mongo;

import io.benchmarkdeployer.core.port.StatePort;
import io.benchmarkdeployer.testkit.contract.StateContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

final class MongoStateContractTest extends StateContract {
  private static WireServer server;

  @BeforeAll
  static void start() {
    server = new WireServer();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Override
  protected StatePort freshState() {
    return MongoState.open(server.freshUrl());
  }
}
