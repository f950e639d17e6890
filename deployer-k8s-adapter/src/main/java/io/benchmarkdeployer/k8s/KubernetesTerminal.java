package io.benchmarkdeployer.k8s;

import io.benchmarkdeployer.core.model.TerminalSize;
import io.benchmarkdeployer.core.port.Terminal;
import io.benchmarkdeployer.core.port.TerminalEnd;
import java.util.Optional;

/** A shell that runs in a container. */
final class KubernetesTerminal implements Terminal {
  private final ExecStream stream;
  private final Typed typed;

  KubernetesTerminal(ExecStream stream, Typed typed) {
    this.stream = stream;
    this.typed = typed;
  }

  @Override
  public Optional<byte[]> read() throws InterruptedException {
    return stream.printed().take();
  }

  @Override
  public void write(byte[] input) throws InterruptedException {
    typed.write(input);
  }

  @Override
  public void resize(TerminalSize size) {
    typed.resize(size);
  }

  @Override
  public void endInput() {
    typed.endInput();
  }

  @Override
  public TerminalEnd end() {
    ExecStream.State state =
        stream.end().orElseThrow(() -> new IllegalStateException("it has not ended yet"));
    return switch (state) {
      case ExecStream.State.Ended ended -> end(ended.status());
      case ExecStream.State.Closed closed -> new TerminalEnd.Closed();
      case ExecStream.State.Running running -> broken();
      case ExecStream.State.Refused refused -> broken();
      case ExecStream.State.Broken broken -> broken();
    };
  }

  private static TerminalEnd end(ExecStatus status) {
    return status
        .exitCode()
        .<TerminalEnd>map(TerminalEnd.Exited::new)
        .orElseGet(() -> new TerminalEnd.Lost(status.words()));
  }

  private static TerminalEnd broken() {
    return new TerminalEnd.Lost("The connection to the container broke");
  }

  @Override
  public void close() {
    stream.close();
  }
}
