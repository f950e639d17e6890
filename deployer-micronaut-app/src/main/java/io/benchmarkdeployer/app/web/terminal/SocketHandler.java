package io.benchmarkdeployer.app.web.terminal;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one client sends, on the event loop, where its order holds: nothing here waits. Short
 * messages are understood at once, so that a ping is answered while a program does not read; what
 * is to be typed waits in {@link SocketInput}.
 */
final class SocketHandler extends ChannelInboundHandlerAdapter {
  private static final Logger LOG = LoggerFactory.getLogger(SocketHandler.class);

  /** Proxies in front close connections that are silent for longer. */
  private static final Duration PING_PAUSE = Duration.ofSeconds(15);

  /** How long nothing may come from a client that is read from. */
  private static final Duration LONGEST_SILENCE = Duration.ofSeconds(45);

  /** A message up to this size is short. */
  private static final int SHORT = 4 << 10;

  /**
   * What a piece costs beside its bytes: a message may come in any number, of a byte or of none.
   */
  private static final int PIECE = 64;

  private final SocketForm form;
  private final SocketMessageReader reader;
  private final SocketText room;
  private final SocketInput input;
  private final SocketOutput output;
  private final SocketVisit visit;
  private final Runnable whenGone;

  // The text message that is not whole yet.
  private List<byte[]> pieces = new ArrayList<>();
  private int length;
  private int cost;

  /** So much of the cost was taken from the room: all of it or nothing. */
  private int charged;

  private long heard;
  private boolean isDone;
  private @Nullable Future<?> beat;

  SocketHandler(
      SocketForm form,
      SocketMessageReader reader,
      SocketText room,
      SocketInput input,
      SocketOutput output,
      SocketVisit visit,
      Runnable whenGone) {
    this.form = form;
    this.reader = reader;
    this.room = room;
    this.input = input;
    this.output = output;
    this.visit = visit;
    this.whenGone = whenGone;
  }

  // The connection.

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    heard = now(context);
    beat =
        context
            .executor()
            .scheduleAtFixedRate(
                () -> beat(context),
                PING_PAUSE.toNanos(),
                PING_PAUSE.toNanos(),
                TimeUnit.NANOSECONDS);
    if (!context.channel().isActive()) {
      leave();
    }
  }

  private static long now(ChannelHandlerContext context) {
    return context.executor().ticker().nanoTime();
  }

  /** A client that is not read from can't be heard. */
  private void beat(ChannelHandlerContext context) {
    if (!context.channel().config().isAutoRead()) {
      heard = now(context);
    }
    if (now(context) - heard > LONGEST_SILENCE.toNanos()) {
      end(SocketEnd.SILENT);
    } else {
      output.say(new PingWebSocketFrame());
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    leave();
    context.fireChannelInactive();
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    leave();
  }

  private void leave() {
    if (!isDone) {
      isDone = true;
      output.setGone();
      stop();
      whenGone.run();
      if (beat != null) {
        beat.cancel(false);
      }
    }
  }

  /** Nothing more is typed or sent for this client, whose socket may be open for a moment more. */
  private void stop() {
    visit.leave();
    room.give(charged);
    forget();
  }

  private void end(SocketEnd end) {
    output.end(end);
    stop();
  }

  /** The pings keep the connection alive, and find out whether it is. */
  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (!(event instanceof IdleStateEvent)) {
      context.fireUserEventTriggered(event);
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (cause.getCause() instanceof FrameException broken) {
      end(broken.end());
    } else if (cause instanceof IOException) {
      output.cut();
    } else {
      LOG.error("A terminal's socket failed", cause);
      end(SocketEnd.BUG);
    }
  }

  // What comes.

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    heard = now(context);
    switch (message) {
      case Frame.Data data -> take(data);
      case Frame.Ping ping ->
          output.say(new PongWebSocketFrame(Unpooled.wrappedBuffer(ping.bytes())));
      case Frame.Pong pong -> LOG.trace("pong");
      case Frame.Close close -> {
        stop();
        output.bidFarewell();
      }
      default -> ReferenceCountUtil.release(message);
    }
  }

  private void take(Frame.Data data) {
    if (output.isEnding()) {
      return;
    }
    if (data.isText()) {
      takeText(data);
    } else if (form.isBinary()) {
      type(data.bytes());
    } else if (data.isLast()) {
      output.say(
          form.problem(
              "Binary messages are not understood without the subprotocol " + SocketForm.OURS));
    }
  }

  private void type(byte[] bytes) {
    if (bytes.length > 0) {
      input.add(new SocketInput.Item.Typed(bytes));
    }
  }

  private void takeText(Frame.Data data) {
    int more = data.bytes().length;
    if (form.isBinary() && length + more > SHORT) {
      end(SocketEnd.tooBig("a control message has at most 4 KiB"));
    } else if (!isRoomFor(more + PIECE)) {
      end(SocketEnd.tooBig("too many long messages at once: send fewer, in fewer pieces"));
    } else {
      pieces.add(data.bytes());
      length += more;
      if (data.isLast()) {
        takeMessage();
      }
    }
  }

  /** Short messages need none: what somebody types is heard while others fill the room. */
  private boolean isRoomFor(int more) {
    cost += more;
    int charge = cost > SHORT + PIECE ? cost - charged : 0;
    boolean fits = charge == 0 || room.take(charge);
    charged += fits ? charge : 0;
    return fits;
  }

  private void takeMessage() {
    if (length > SHORT) {
      input.add(new SocketInput.Item.Message(pieces, charged));
    } else {
      byte[] whole = SocketVisit.joined(pieces);
      room.give(charged);
      act(form.isBinary() ? reader.readControl(whole) : reader.readLegacy(whole));
    }
    forget();
  }

  private void forget() {
    pieces = new ArrayList<>();
    length = 0;
    cost = 0;
    charged = 0;
  }

  private void act(SocketMessage message) {
    switch (message) {
      case SocketMessage.Input typed -> type(SocketVisit.bytes(typed.text()));
      case SocketMessage.Resize resize -> visit.resize(resize.size());
      case SocketMessage.Ping ping -> output.say(form.pong());
      case SocketMessage.Ack ack -> output.acknowledge(ack.received());
      case SocketMessage.Malformed malformed -> output.say(form.problem(malformed.why()));
    }
  }
}
