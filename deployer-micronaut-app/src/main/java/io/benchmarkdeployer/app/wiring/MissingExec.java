package io.benchmarkdeployer.app.wiring;

import io.benchmarkdeployer.core.model.ContainerRef;
import io.benchmarkdeployer.core.model.TerminalMarker;
import io.benchmarkdeployer.core.port.ExecPort;
import io.benchmarkdeployer.core.port.TerminalRequest;
import io.benchmarkdeployer.core.port.UnavailableException;
import java.util.Set;

/** Holds the place of the terminals' adapters until they are there. */
public final class MissingExec implements ExecPort {

  @Override
  public Opening open(TerminalRequest request) {
    throw new UnavailableException(
        UnavailableException.How.UNREACHABLE, "There are no terminals yet");
  }

  @Override
  public void end(ContainerRef container, String shell, Set<TerminalMarker> markers) {}

  @Override
  public void close() {}
}
