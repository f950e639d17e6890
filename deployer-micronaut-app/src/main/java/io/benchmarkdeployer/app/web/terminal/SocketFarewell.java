package io.benchmarkdeployer.app.web.terminal;

import io.benchmarkdeployer.app.wiring.StopRequested;
import io.benchmarkdeployer.core.Deployer;
import io.micronaut.context.event.ApplicationEventListener;
import jakarta.inject.Singleton;
import java.time.Duration;

/**
 * Ends the terminals when the service stops, while their clients can still be told: the server
 * would cut them.
 */
@Singleton
final class SocketFarewell implements ApplicationEventListener<StopRequested> {
  /** How long the clients' close frames are waited for. */
  private static final Duration FAREWELL = Duration.ofSeconds(2);

  private final Deployer deployer;
  private final OpenSockets sockets;

  SocketFarewell(Deployer deployer, OpenSockets sockets) {
    this.deployer = deployer;
    this.sockets = sockets;
  }

  @Override
  public void onApplicationEvent(StopRequested event) {
    deployer.terminals().close();
    try {
      sockets.awaitNone(FAREWELL);
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
    }
  }
}
