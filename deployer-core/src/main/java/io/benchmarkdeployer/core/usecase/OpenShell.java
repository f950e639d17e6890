package io.benchmarkdeployer.core.usecase;

import io.benchmarkdeployer.core.model.TerminalSession;
import io.benchmarkdeployer.core.model.TerminalSize;
import io.benchmarkdeployer.core.port.ExecPort;
import io.benchmarkdeployer.core.port.ExecPort.Opening;
import io.benchmarkdeployer.core.port.Terminal;
import io.benchmarkdeployer.core.port.TerminalRequest;
import java.util.Optional;

/** Opens the shell of a session: the one asked for, or the next best that its image has. */
final class OpenShell {
  private final ExecPort exec;
  private final Shells shells;

  OpenShell(ExecPort exec, Shells shells) {
    this.exec = exec;
    this.shells = shells;
  }

  /** A shell that runs. */
  record Opened(String shell, Terminal terminal) {}

  /** Empty where the container has none of the shells. */
  Optional<Opened> run(TerminalSession session, String image, TerminalSize size) {
    for (String shell : shells.candidates(image, session.askedShell())) {
      var request = new TerminalRequest(session.container(), shell, session.marker(), size);
      if (exec.open(request) instanceof Opening.Opened opened) {
        shells.remember(image, session.askedShell(), shell);
        return Optional.of(new Opened(shell, opened.terminal()));
      }
    }
    return Optional.empty();
  }
}
