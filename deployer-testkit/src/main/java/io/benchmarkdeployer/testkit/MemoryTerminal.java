package io.benchmarkdeployer.testkit;

import io.benchmarkdeployer.core.model.TerminalSize;
import io.benchmarkdeployer.core.port.Terminal;
import io.benchmarkdeployer.core.port.TerminalEnd;
import io.benchmarkdeployer.core.port.TerminalRequest;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** A terminal at the end of a connection that may break. */
final class MemoryTerminal implements Terminal {
  private static final TerminalEnd LOST =
      new TerminalEnd.Lost("The connection to the cluster broke");

  private final TerminalRequest request;
  private final Terminal shell;
  private final Consumer<MemoryTerminal> onClose;
  private final AtomicBoolean broken = new AtomicBoolean();

  MemoryTerminal(TerminalRequest request, Terminal shell, Consumer<MemoryTerminal> onClose) {
    this.request = request;
    this.shell = shell;
    this.onClose = onClose;
  }

  @Override
  public Optional<byte[]> read() throws InterruptedException {
    return shell.read();
  }

  @Override
  public void write(byte[] input) throws InterruptedException {
    shell.write(input);
  }

  @Override
  public void resize(TerminalSize size) {
    shell.resize(size);
  }

  @Override
  public void endInput() {
    shell.endInput();
  }

  /** Broken is only what had not ended by itself. */
  @Override
  public TerminalEnd end() {
    TerminalEnd end = shell.end();
    return end instanceof TerminalEnd.Closed && broken.get() ? LOST : end;
  }

  /** The connection breaks: what was not read yet is lost to this reader. */
  void breakOff() {
    broken.set(true);
    shell.close();
  }

  @Override
  public void close() {
    shell.close();
    onClose.accept(this);
  }

  @Override
  public String toString() {
    return "terminal in " + request.container();
  }
}
