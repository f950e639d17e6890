package io.benchmarkdeployer.app.web.terminal;

import io.benchmarkdeployer.core.model.Json;
import io.benchmarkdeployer.core.model.SessionEnd;
import io.benchmarkdeployer.core.model.SessionEnd.Reason;
import io.benchmarkdeployer.core.model.TerminalSession;
import io.benchmarkdeployer.core.usecase.Attachment;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.util.Optional;

/** What one client is told, in the form that it speaks. */
sealed interface SocketForm {
  /** The subprotocol by which a client asks for our form. */
  String OURS = "deployer.terminal.v1";

  /** Whether what is typed comes in binary messages, and text is for control alone. */
  boolean isBinary();

  /** How much of what is printed a message carries at most, in bytes. */
  default int largestOutput() {
    return isBinary() ? 64 << 10 : 32 << 10;
  }

  /** Output, where it makes whole characters. One thread at a time. */
  Optional<? extends WebSocketFrame> output(byte[] printed);

  /** What of the output was held back to the end. */
  Optional<? extends WebSocketFrame> rest();

  /** That something is wrong, in a sentence for a person. */
  WebSocketFrame problem(String sentence);

  /** How the session ended, where there is something to say of it. */
  Optional<WebSocketFrame> ended(SessionEnd end);

  /** How the socket is closed then. */
  SocketEnd close(SessionEnd end);

  /** That the shell runs. */
  default WebSocketFrame connected(Attachment attachment) {
    TerminalSession session = attachment.session();
    return text(
        message("connected")
            .with("session_id", Json.text(session.id().value()))
            .with("pod_name", Json.text(session.container().pod()))
            .with("container_name", Json.text(session.container().container()))
            .with("shell", Json.text(session.shell().orElse(session.askedShell())))
            .with("offset", Json.number(attachment.begin()))
            .with("replayed_bytes", Json.number(attachment.replayed()))
            .with("missed_bytes", Json.number(attachment.missed()))
            .with("read_only", new Json.Bool(!attachment.mayType())));
  }

  /** The answer to a ping. */
  default WebSocketFrame pong() {
    return text(message("pong"));
  }

  private static Json.Obj message(String type) {
    return Json.object("type", Json.text(type));
  }

  private static WebSocketFrame text(Json.Obj message) {
    return new TextWebSocketFrame(message.toString());
  }

  /** Binary output, and control messages in JSON. */
  final class Binary implements SocketForm {
    @Override
    public boolean isBinary() {
      return true;
    }

    @Override
    public Optional<BinaryWebSocketFrame> output(byte[] printed) {
      return Optional.of(new BinaryWebSocketFrame(Unpooled.wrappedBuffer(printed)));
    }

    @Override
    public Optional<BinaryWebSocketFrame> rest() {
      return Optional.empty();
    }

    @Override
    public WebSocketFrame problem(String sentence) {
      return text(
          message("notice").with("level", Json.text("error")).with("message", Json.text(sentence)));
    }

    @Override
    public Optional<WebSocketFrame> ended(SessionEnd end) {
      Json code =
          end.exitCode().isPresent() ? Json.number(end.exitCode().getAsInt()) : Json.Null.NULL;
      return Optional.of(
          text(
              message("exit")
                  .with("reason", Json.text(end.reason().wireName()))
                  .with("code", code)
                  .with("message", Json.text(end.message()))));
    }

    @Override
    public SocketEnd close(SessionEnd end) {
      return SocketEnd.of(end.reason());
    }
  }

  /** All in JSON, and nothing that clients of long ago would print. */
  final class Legacy implements SocketForm {
    private final JsonOutput output = new JsonOutput();

    @Override
    public boolean isBinary() {
      return false;
    }

    @Override
    public Optional<TextWebSocketFrame> output(byte[] printed) {
      return output.message(printed).map(TextWebSocketFrame::new);
    }

    @Override
    public Optional<TextWebSocketFrame> rest() {
      return output.rest().map(TextWebSocketFrame::new);
    }

    @Override
    public WebSocketFrame problem(String sentence) {
      return text(message("error").with("message", Json.text(sentence)));
    }

    /** A shell that somebody left is no error. */
    @Override
    public Optional<WebSocketFrame> ended(SessionEnd end) {
      return end.reason() == Reason.EXIT ? Optional.empty() : Optional.of(problem(end.message()));
    }

    /** Clients of long ago may take any code but 1000 for a broken connection, and come back. */
    @Override
    public SocketEnd close(SessionEnd end) {
      return end.reason() == Reason.EXIT ? SocketEnd.NORMAL : SocketEnd.of(end.reason());
    }
  }
}
