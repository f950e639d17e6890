package io.benchmarkdeployer.app.web.terminal;

import io.benchmarkdeployer.app.web.access.Access;
import io.benchmarkdeployer.app.web.access.CallerBinder;
import io.benchmarkdeployer.core.Deployer;
import io.benchmarkdeployer.core.model.Problem;
import io.benchmarkdeployer.core.model.SessionId;
import io.benchmarkdeployer.core.model.TerminalSize;
import io.benchmarkdeployer.core.port.DeployerException;
import io.benchmarkdeployer.core.port.NotFoundException;
import io.benchmarkdeployer.core.port.RejectedException;
import io.benchmarkdeployer.core.usecase.AttachSession;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.RouteCondition;
import io.micronaut.http.server.netty.NettyHttpRequest;
import io.micronaut.websocket.WebSocketSession;
import io.micronaut.websocket.annotation.OnMessage;
import io.micronaut.websocket.annotation.OnOpen;
import io.micronaut.websocket.annotation.ServerWebSocket;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * The WebSocket to a session's shell. Micronaut finds the route, lets the filters judge and shakes
 * hands; from then on the frames are handled by {@link SocketHandler} at Netty's own pipeline:
 * Micronaut's handler would hold whole frames of whatever size and turn each into a call by
 * reflection, and knows no back-pressure.
 */
@ServerWebSocket(value = "/terminal/{session_id}", subprotocols = SocketForm.OURS)
@Access(Access.Rule.TOKEN)
final class TerminalSocket {
  /** Netty's name for the handler that its handshake puts in. */
  private static final String DECODER = "wsdecoder";

  private static final Pattern NUMBER = Pattern.compile("\\d{1,18}");

  private final Deployer deployer;
  private final SocketMessageReader reader;
  private final SocketText room;
  private final OpenSockets sockets;

  TerminalSocket(
      Deployer deployer, SocketMessageReader reader, SocketText room, OpenSockets sockets) {
    this.deployer = deployer;
    this.reader = reader;
    this.room = room;
    this.sockets = sockets;
  }

  /**
   * Somebody comes. On the event loop, before the first frame is read. The condition lets the REST
   * route have this path too.
   */
  @OnOpen
  @RouteCondition("#{request.headers.get('Upgrade') == 'websocket'}")
  void open(
      @PathVariable("session_id") String sessionId,
      HttpRequest<?> opening,
      WebSocketSession session) {
    Channel channel = ((NettyHttpRequest<?>) opening).getChannelHandlerContext().channel();
    SocketForm form =
        session.getSubprotocol().filter(SocketForm.OURS::equals).isPresent()
            ? new SocketForm.Binary()
            : new SocketForm.Legacy();
    SocketVisit visit = visit(channel, form, () -> sockets.leave(sessionId, channel.id()));
    try {
      AttachSession.Request asked = asked(sessionId, opening);
      if (channel.isActive()) {
        sockets.enter(sessionId, channel.id());
        visit.start(asked);
      }
    } catch (DeployerException refused) {
      visit.refuse(refused);
    }
  }

  private SocketVisit visit(Channel channel, SocketForm form, Runnable whenGone) {
    var output = new SocketOutput(channel);
    var input = new SocketInput(output::setRead, room);
    var visit = new SocketVisit(deployer.terminals().attach(), form, reader, input, output);
    var handler = new SocketHandler(form, reader, room, input, output, visit, whenGone);
    channel.pipeline().replace(DECODER, "terminal-frames", new FrameDecoder());
    channel.pipeline().addAfter("terminal-frames", "terminal-socket", handler);
    return visit;
  }

  private static AttachSession.Request asked(String sessionId, HttpRequest<?> request) {
    if (!SessionId.isValid(sessionId)) {
      throw new NotFoundException("There is no such terminal session");
    }
    var asked = AttachSession.Request.of(new SessionId(sessionId), CallerBinder.callerOf(request));
    OptionalLong received = number(request, "received", 0);
    var from = received.isPresent() ? asked.resuming(received.getAsLong()) : asked;
    OptionalLong rows = number(request, "rows", 1);
    OptionalLong columns = number(request, "cols", 1);
    return rows.isPresent() && columns.isPresent()
        ? from.withSize(TerminalSize.clamped(rows.getAsLong(), columns.getAsLong()))
        : from;
  }

  private static OptionalLong number(HttpRequest<?> request, String name, long least) {
    String given = request.getParameters().get(name);
    if (given == null) {
      return OptionalLong.empty();
    }
    if (!NUMBER.matcher(given).matches() || Long.parseLong(given) < least) {
      Problem problem = Problem.at(name, name + " must be a whole number from " + least + " on");
      throw new RejectedException(RejectedException.By.READER, problem.message(), List.of(problem));
    }
    return OptionalLong.of(Long.parseLong(given));
  }

  /** Never called: the frames don't get as far. The framework asks for it. */
  @OnMessage
  void message(WebSocketFrame frame) {
    frame.release();
  }
}
