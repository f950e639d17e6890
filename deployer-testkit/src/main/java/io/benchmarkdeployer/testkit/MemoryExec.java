package io.benchmarkdeployer.testkit;

import io.benchmarkdeployer.core.model.ContainerRef;
import io.benchmarkdeployer.core.model.TerminalMarker;
import io.benchmarkdeployer.core.port.ExecPort;
import io.benchmarkdeployer.core.port.Terminal;
import io.benchmarkdeployer.core.port.TerminalRequest;
import io.benchmarkdeployer.core.port.UnavailableException;
import io.benchmarkdeployer.core.port.UnavailableException.How;
import io.benchmarkdeployer.core.port.UnknownOutcomeException;
import io.benchmarkdeployer.testkit.ContainerRuntime.Running;
import io.benchmarkdeployer.testkit.MemoryFaults.Call;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** One way to the terminals of a cluster in memory, with those that are open on it. */
final class MemoryExec implements ExecPort {
  private final Containers containers;
  private final Loop loop;
  private final MemoryFaults faults;
  private final Consumer<MemoryExec> onClose;
  private final Set<MemoryTerminal> terminals = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  MemoryExec(Containers containers, Loop loop, MemoryFaults faults, Consumer<MemoryExec> onClose) {
    this.containers = containers;
    this.loop = loop;
    this.faults = faults;
    this.onClose = onClose;
  }

  @Override
  public Opening open(TerminalRequest request) {
    refuseIfClosed();
    var opened = new AtomicReference<Optional<Terminal>>(Optional.empty());
    try {
      return faults.around(Call.OPEN_TERMINAL, () -> open(request, opened));
    } catch (UnknownOutcomeException lost) {
      // The shell runs; nobody sits at it.
      opened.get().ifPresent(Terminal::close);
      throw lost;
    }
  }

  private Opening open(TerminalRequest request, AtomicReference<Optional<Terminal>> opened) {
    Running running = loop.locked(() -> containers.running(request.container()));
    return switch (running.openTerminal(request.shell(), request.marker(), request.size())) {
      case Opening.NoSuchShell none -> none;
      case Opening.Opened shell -> {
        Terminal terminal = register(request, shell.terminal());
        opened.set(Optional.of(terminal));
        yield new Opening.Opened(terminal);
      }
    };
  }

  private Terminal register(TerminalRequest request, Terminal shell) {
    var terminal = new MemoryTerminal(request, shell, terminals::remove);
    terminals.add(terminal);
    if (closed) {
      terminal.close();
      refuseIfClosed();
    }
    return terminal;
  }

  private void refuseIfClosed() {
    if (closed) {
      throw new UnavailableException(How.UNREACHABLE, "The way to the terminals is closed");
    }
  }

  @Override
  public void end(ContainerRef container, String shell, Set<TerminalMarker> markers) {
    refuseIfClosed();
    faults.around(
        Call.END_TERMINALS,
        () -> {
          Optional<Running> running = loop.locked(() -> containers.find(container));
          running.ifPresent(some -> some.endTerminals(markers));
          return running;
        });
  }

  /** The connections break; the shells go on. */
  void breakTerminals() {
    terminals.forEach(MemoryTerminal::breakOff);
  }

  /** The terminals that are open, each in words. */
  Stream<String> handles() {
    return terminals.stream().map(Object::toString);
  }

  @Override
  public void close() {
    closed = true;
    terminals.forEach(MemoryTerminal::close);
    onClose.accept(this);
  }
}
