package io.benchmarkdeployer.app.web.terminal;

/** The client broke a rule of the WebSocket protocol, or of its limits. */
final class FrameException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient SocketEnd end;

  FrameException(SocketEnd end) {
    super(end.reason());
    this.end = end;
  }

  SocketEnd end() {
    return end;
  }
}
