package io.benchmarkdeployer.app.bench;

import io.benchmarkdeployer.core.model.ContainerRef;
import io.benchmarkdeployer.core.model.TerminalMarker;
import io.benchmarkdeployer.core.model.TerminalSize;
import io.benchmarkdeployer.core.port.ExecPort;
import io.benchmarkdeployer.core.port.ExecPort.Opening;
import io.benchmarkdeployer.core.port.Terminal;
import io.benchmarkdeployer.core.port.TerminalRequest;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;

/** At the port, without the service: no session, no socket. */
record PortSeat(Terminal terminal) implements Seat {

  static PortSeat open(ExecPort exec, ContainerRef container) throws IOException {
    var request =
        new TerminalRequest(container, "/bin/sh", TerminalMarker.random(), TerminalSize.USUAL);
    return switch (exec.open(request)) {
      case Opening.Opened opened -> new PortSeat(opened.terminal());
      case Opening.NoSuchShell none -> throw new IOException("there is no /bin/sh");
    };
  }

  @Override
  public void type(byte[] keys) throws InterruptedException {
    terminal.write(keys);
  }

  @Override
  public ByteBuffer take() throws IOException, InterruptedException {
    return ByteBuffer.wrap(terminal.read().orElseThrow(() -> new EOFException("it ended")));
  }

  @Override
  public void close() {
    terminal.close();
  }
}
